/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parquet's hybrid of run lengths and packed bits: levels, and places in a dictionary.
 *
 *   hybrid_encode(places, n, width, &text);
 *   if (hybrid_decode(bytes, n, width, places)) ...
 *
 * A run begins with a varint. Even: half of it is how often the value that follows, in as few bytes
 * as hold WIDTH bits, is repeated. Odd: half of it is how many groups of eight values follow,
 * packed as in bitpack.h; behind the last value a group is filled up with zeros.
 */
#ifndef SRC_TABLE_HYBRID_H
#define SRC_TABLE_HYBRID_H

#include "mft/bytes.h"
#include "src/textbuf.h"

enum { HYBRID_WIDTH_MAX = 32 };

/* Appends the runs of N values (at most 2^30), each less than 2 to the WIDTH. A lack of memory is
 * in TO. */
void hybrid_encode(const uint32_t *values, uint32_t n, unsigned width, struct textbuf *to);

/* The same for levels of one bit, which are 0 or 1. */
void hybrid_encode_levels(const uint8_t *levels, uint32_t n, struct textbuf *to);

/*
 * Decodes runs that fill FROM and have N values, to VALUES_RET, which has room for as many. False
 * where they cannot be; then what is in VALUES_RET means nothing.
 */
bool hybrid_decode(struct bytes from, uint32_t n, unsigned width, uint32_t *values_ret);
bool hybrid_decode_levels(struct bytes from, uint32_t n, uint8_t *levels_ret);

#endif
