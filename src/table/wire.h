/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as they stand in Parquet's pages: little-endian, and in groups of seven bits (ULEB128)
 * for which signed ones are folded (zigzag).
 *
 *   at += wire_put_varint(wire_fold(-3), at);            room for WIRE_VARINT_BYTES
 *   if (wire_take_varint(&bytes, &value)) ... wire_unfold(value) ...
 *
 * Loads are those of mft/bytes.h; the stores likewise do not check bounds.
 */
#ifndef SRC_TABLE_WIRE_H
#define SRC_TABLE_WIRE_H

#include "mft/bytes.h"

enum { WIRE_VARINT_BYTES = 10 };

static inline void wire_put32(uint32_t value, uint8_t *to)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
}

/* Byte by byte in one function: so compilers make one store of it. */
static inline void wire_put64(uint64_t value, uint8_t *to)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
    to[4] = (uint8_t)(value >> 32);
    to[5] = (uint8_t)(value >> 40);
    to[6] = (uint8_t)(value >> 48);
    to[7] = (uint8_t)(value >> 56);
}

static inline uint64_t wire_fold(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static inline int64_t wire_unfold(uint64_t value)
{
    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

/* Writes VALUE to TO. Returns how many bytes. */
static inline size_t wire_put_varint(uint64_t value, uint8_t *to)
{
    size_t n = 0;

    for (; value >= 0x80; value >>= 7)
        to[n++] = (uint8_t)(value | 0x80);
    to[n++] = (uint8_t)value;
    return n;
}

/* Takes a number from the front of FROM. False, and nothing is taken, where FROM ends within it or
 * it has more than 64 bits. */
static inline bool wire_take_varint(struct bytes *from, uint64_t *value_ret)
{
    uint64_t value = 0;

    for (size_t i = 0; i < from->n && i < WIRE_VARINT_BYTES; i++) {
        uint64_t bits = from->at[i] & 0x7FU;

        value |= bits << 7 * i;
        if (from->at[i] & 0x80)
            continue;
        if (value >> 7 * i != bits)
            return false;
        *from = (struct bytes){from->at + i + 1, from->n - i - 1};
        *value_ret = value;
        return true;
    }
    return false;
}

#endif
