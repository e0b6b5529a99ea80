/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink.conf: which source stands for which drive, where a command line of USMT, which knows
 * Windows' drives alone, does not say it.
 *
 *     # lines like these, and empty ones
 *     C: = /dev/sdb2
 *     D:2 = disk.img
 *
 *   if (!usmt_conf_drives(path, &options, &arena)) ...      it has said why
 *
 * Relative sources are relative to the folder that the command runs in. Texts are in the arena.
 */
#ifndef SRC_USMT_CONF_H
#define SRC_USMT_CONF_H

#include "mft/arena.h"
#include "src/options.h"

#define USMT_CONF_NAME "mftlink.conf"

/* Adds the drives in the file PATH to OPTIONS. */
bool usmt_conf_drives(const char *path, struct options *options, struct arena *arena);

#endif
