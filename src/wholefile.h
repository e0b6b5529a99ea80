/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small file, read whole into memory.
 *
 *   if (!wholefile_read(path, MAX, &at, &n)) ...       errno says why
 *   free(at);
 */
#ifndef SRC_WHOLEFILE_H
#define SRC_WHOLEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads PATH, but not more than MAX + 1 bytes: with that many it is larger than MAX. Pipes are
 * files, too. *AT_RET is the caller's to free. False with errno. */
bool wholefile_read(const char *path, size_t max, uint8_t **at_ret, size_t *n_ret);

#endif
