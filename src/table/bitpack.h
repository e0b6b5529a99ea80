/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of a fixed count of bits, one behind the other, the first in the lowest bits of the first
 * byte: how Parquet packs levels, places in dictionaries and differences.
 *
 *   bitpack_put(values, n, width, to);      room for BITPACK_SLACK bytes more than it fills
 *   bitpack_get(from, n, width, values);
 *
 * Widths go from 0 to 64 bits. Both are fast for a few values up to as many as there are.
 */
#ifndef SRC_TABLE_BITPACK_H
#define SRC_TABLE_BITPACK_H

#include "mft/bytes.h"

enum { BITPACK_SLACK = 16 };

/* Bytes of N values; the last one's upper bits are zeros. */
static inline uint64_t bitpack_bytes(uint64_t n, unsigned width)
{
    return (n * width + 7) / 8;
}

/* How many bits VALUE needs; 0 for 0. */
static inline unsigned bitpack_width(uint64_t value)
{
    return value ? 64 - (unsigned)__builtin_clzll(value) : 0;
}

/* Packs N values, each less than 2 to the WIDTH. Up to BITPACK_SLACK bytes behind them are
 * overwritten. */
void bitpack_put(const uint64_t *values, size_t n, unsigned width, uint8_t *to);

/* Unpacks N values. FROM has their bytes, and may have more. */
void bitpack_get(struct bytes from, size_t n, unsigned width, uint64_t *values_ret);

#endif
