/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which log is open on a volume, and which volume it is, though it may be written half. For
 * recover.c alone.
 */
#ifndef SRC_RECOVER_FIND_H
#define SRC_RECOVER_FIND_H

#include "src/target.h"

/* The serial number in the boot sector of TARGET, or in its backup. False after it has said that
 * there is none. */
bool recover_find_serial(const struct target *target, uint64_t *serial_ret);

/* The plan whose log is open on the volume, the caller's to free; NULL: none is. LOG is what --log
 * says, or NULL. False after it has said what is in the way. */
bool recover_find_plan(const struct target *target, uint64_t serial, const char *log,
                       char **plan_ret);

#endif
