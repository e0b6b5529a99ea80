/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pieces of an overlay's base that were read last: a library that reads and writes record after
 * record asks the system once for many of them. For overlay.c alone.
 *
 *   struct overlay_near *near = calloc(1, sizeof(*near));
 *   status = overlay_near_read(near, &base, offset, buffer, n);
 *   overlay_near_forget(near);                                  the base was written
 *
 * One thread. As long as pieces are kept nobody writes to the base.
 */
#ifndef SRC_OVERLAY_NEAR_H
#define SRC_OVERLAY_NEAR_H

#include "mft/source.h"

enum { OVERLAY_NEAR_BYTES = 1 << 14, OVERLAY_NEAR_PIECES = 64 };

/* Zeros at first. */
struct overlay_near {
    uint64_t numbers[OVERLAY_NEAR_PIECES]; /* of the piece that is there, from 1; 0: none */
    uint8_t bytes[OVERLAY_NEAR_PIECES][OVERLAY_NEAR_BYTES];
};

/* Reads N bytes of BASE as source_read_all does. */
enum status overlay_near_read(struct overlay_near *near, const struct source *base, uint64_t offset,
                              void *buffer, size_t n);

void overlay_near_forget(struct overlay_near *near);

#endif
