/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overlay in plain types, with what failed as a number of errno.h: for overlay_device.c, which
 * cannot see overlay.h, as libntfs-3g's headers and mft/status.h define the same names.
 *
 * Rules about threads and ownership are overlay.h's.
 */
#ifndef SRC_OVERLAY_ERRNO_H
#define SRC_OVERLAY_ERRNO_H

#include <stddef.h>
#include <stdint.h>

struct overlay;

/* Exactly N bytes. 0; EIO where the base cannot be read; EINVAL beyond the end. */
int overlay_errno_read(struct overlay *overlay, uint64_t offset, void *buffer, size_t n);

/* All N bytes or none. 0; ENOSPC at the limit or beyond the end; ENOMEM; EIO where the base cannot
 * be read. */
int overlay_errno_write(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n);

/* Is there room for BYTES more of blocks? 0 or ENOSPC, which overlay_failure tells then, too. */
int overlay_errno_require(struct overlay *overlay, uint64_t bytes);

uint64_t overlay_errno_size_bytes(const struct overlay *overlay);

uint32_t overlay_errno_sector_bytes(const struct overlay *overlay);

#endif
