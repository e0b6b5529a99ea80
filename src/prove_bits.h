/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to $Bitmap, one after the other, mostly about clusters near each other: a window of it
 * is in memory, not all.
 *
 *   status = prove_bits_open(volume, &arena, &stream);          once
 *   struct prove_bits bits = {.stream = &stream};               for each thread
 *   status = prove_bits_find(&bits, from, to, false, &cluster);
 */
#ifndef SRC_PROVE_BITS_H
#define SRC_PROVE_BITS_H

#include "mft/stream.h"
#include "src/prove_spans.h"

enum { PROVE_BITS_WINDOW = 8192 };

struct prove_bits {
    const struct stream *stream;
    uint64_t first; /* byte of the bitmap that the window begins with */
    size_t n;       /* bytes in it */
    uint8_t window[PROVE_BITS_WINDOW];
};

/* Opens $Bitmap of VOLUME. Errors as stream_open. */
enum status prove_bits_open(const struct volume *volume, struct arena *arena,
                            struct stream *stream_ret);

/* The first of the clusters FROM to TO - 1 of which the bit is IS_SET; TO for none. A cluster
 * behind the bitmap's end has none. Errors as stream_read. */
enum status prove_bits_find(struct prove_bits *bits, uint64_t from, uint64_t to, bool is_set,
                            uint64_t *cluster_ret);

/* What is set in NOW and not in OLD, and the other way round, both ascending, into ARENA. Errors as
 * stream_read; STATUS_DAMAGED where they differ in size. */
enum status prove_bits_differ(const struct stream *old, const struct stream *now,
                              struct arena *arena, struct prove_spans *set_ret,
                              struct prove_spans *cleared_ret);

#endif
