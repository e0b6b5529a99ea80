/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All of some bytes at a place of a file or a device.
 *
 *   if (!putat(fd, offset, bytes)) ... errno ...
 */
#ifndef SRC_PUTAT_H
#define SRC_PUTAT_H

#include "mft/bytes.h"

/* Goes on where a write was interrupted or short. False with errno; then some of them may be there.
 * ENOSPC also where a device takes nothing and calls it no error. */
bool putat(int fd, uint64_t offset, struct bytes bytes);

#endif
