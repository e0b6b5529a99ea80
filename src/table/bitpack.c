/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of a fixed count of bits: see bitpack.h.
 *
 * All loads and stores are of eight bytes, wherever the number lies in them, so that there is
 * nothing to decide for each number. A load at the end of the bytes, which would go over it, is
 * made in a copy.
 */
#include "src/table/bitpack.h"

#include "src/table/wire.h"

enum {
    GROUP = 32,         /* numbers that are copied together at the end */
    WIDTH_OF_STORE = 56 /* up to seven bits of the number before stand in the same eight bytes */
};

/* Eight at once: together they have at most 64 bits. */
static size_t put_narrow(const uint64_t *values, size_t n, unsigned width, uint8_t *to)
{
    size_t i = 0;

    for (; n - i >= 8; i += 8, to += width) {
        const uint64_t *v = values + i;
        uint64_t low = v[0] | v[1] << width | v[2] << 2 * width | v[3] << 3 * width;
        uint64_t high = v[4] | v[5] << width | v[6] << 2 * width | v[7] << 3 * width;

        wire_put64(low | high << 4 * width, to);
    }
    return i;
}

static void put(const uint64_t *values, size_t n, unsigned width, uint8_t *to)
{
    uint64_t bits = 0;
    unsigned nbits = 0;

    for (size_t i = 0; i < n; i++) {
        bits |= values[i] << nbits;
        nbits += width;
        wire_put64(bits, to);
        to += nbits / 8;
        bits >>= nbits & ~7U;
        nbits &= 7;
    }
    wire_put64(bits, to);
}

/* Each as two: its low 32 bits, and the rest. */
static void put_wide(const uint64_t *values, size_t n, unsigned width, uint8_t *to)
{
    uint64_t bits = 0;
    unsigned nbits = 0;

    for (size_t i = 0; i < 2 * n; i++) {
        bits |= (i % 2 ? values[i / 2] >> 32 : values[i / 2] & UINT32_MAX) << nbits;
        nbits += i % 2 ? width - 32 : 32;
        wire_put64(bits, to);
        to += nbits / 8;
        bits >>= nbits & ~7U;
        nbits &= 7;
    }
    wire_put64(bits, to);
}

void bitpack_put(const uint64_t *values, size_t n, unsigned width, uint8_t *to)
{
    size_t done = width > 0 && width <= 8 ? put_narrow(values, n, width, to) : 0;

    if (width == 0)
        return;
    if (width <= WIDTH_OF_STORE)
        put(values + done, n - done, width, to + done / 8 * width);
    else
        put_wide(values, n, width, to);
}

/* Needs eight bytes behind those of the values. */
static void get(const uint8_t *from, size_t n, unsigned width, uint64_t *values_ret)
{
    uint64_t mask = width < 64 ? (UINT64_C(1) << width) - 1 : UINT64_MAX;

    for (size_t i = 0, bit = 0; i < n; i++, bit += width)
        values_ret[i] = bytes_u64(from + bit / 8) >> bit % 8 & mask;
}

static void get_wide(const uint8_t *from, size_t n, unsigned width, uint64_t *values_ret)
{
    uint64_t mask = width < 64 ? (UINT64_C(1) << width) - 1 : UINT64_MAX;

    for (size_t i = 0, bit = 0; i < n; i++, bit += width) {
        const uint8_t *at = from + bit / 8;

        values_ret[i] = bytes_u64(at) >> bit % 8 & mask;
        /* A ninth byte; shifted twice, for 64 is no shift. */
        values_ret[i] |= (uint64_t)at[8] << 1 << (63 - bit % 8) & mask;
    }
}

static void get_any(const uint8_t *from, size_t n, unsigned width, uint64_t *values_ret)
{
    if (width <= WIDTH_OF_STORE)
        get(from, n, width, values_ret);
    else
        get_wide(from, n, width, values_ret);
}

void bitpack_get(struct bytes from, size_t n, unsigned width, uint64_t *values_ret)
{
    uint8_t copy[GROUP * sizeof(uint64_t) + 8] = {0};
    size_t safe = n;

    /* Whole groups, each of which begins with a byte, until the last has its eight bytes. */
    while (safe > 0 && bitpack_bytes(safe, width) + 8 > from.n)
        safe = (safe - 1) / GROUP * GROUP;
    get_any(from.at, safe, width, values_ret);
    for (size_t i = safe; i < n; i += GROUP) {
        size_t some = n - i < GROUP ? n - i : GROUP;

        if (width > 0)
            memcpy(copy, from.at + i / 8 * width, bitpack_bytes(some, width));
        get_any(copy, some, width, values_ret + i);
    }
}
