/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small file, read whole into memory.
 *
 *   if (!wholefile_read(path, MAX, &bytes)) ...        errno says why
 *   wholefile_free(bytes);
 */
#ifndef SRC_WHOLEFILE_H
#define SRC_WHOLEFILE_H

#include "mft/bytes.h"

/* Reads PATH, but not more than MAX + 1 bytes: with that many it is larger than MAX. Pipes are
 * files, too. False with errno. */
bool wholefile_read(const char *path, size_t max, struct bytes *bytes_ret);

void wholefile_free(struct bytes bytes);

#endif
