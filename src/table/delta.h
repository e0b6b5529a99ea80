/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DELTA_BINARY_PACKED: the first number, then the differences from number to number, in blocks of
 * 128 that each have a smallest difference and four miniblocks of 32 packed remainders.
 *
 *   delta_encode(numbers, n, DELTA_64, &text);
 *   if (delta_count(&bytes, DELTA_64, &n)) ... room for n ... delta_decode(&bytes, n, DELTA_64,
 * ...)
 *
 * Differences wrap around, in 32 or 64 bits.
 */
#ifndef SRC_TABLE_DELTA_H
#define SRC_TABLE_DELTA_H

#include "mft/bytes.h"
#include "src/textbuf.h"

enum delta_bits { DELTA_32 = 32, DELTA_64 = 64 };

/* Appends N numbers, of which BITS bits count. A lack of memory is in TO. */
void delta_encode(const uint64_t *numbers, uint32_t n, enum delta_bits bits, struct textbuf *to);

/* How many numbers begin at FROM, as their header says. False where the header cannot be, or FROM
 * is too short for as many. */
bool delta_count(struct bytes from, enum delta_bits bits, uint32_t *n_ret);

/*
 * Takes N numbers from the front of FROM, whose header must say as many, to NUMBERS_RET, which has
 * room for them; those of 32 bits with zeros above. False where they cannot be; then what is in
 * NUMBERS_RET and FROM means nothing.
 */
bool delta_decode(struct bytes *from, uint32_t n, enum delta_bits bits, uint64_t *numbers_ret);

#endif
