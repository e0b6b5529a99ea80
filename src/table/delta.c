/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DELTA_BINARY_PACKED:
 *
 *   header     varints: numbers in a block, miniblocks in a block, numbers; the first number,
 * folded block      the smallest difference, folded; the width of each miniblock, a byte each; the
 * miniblocks: differences less the smallest, packed
 *
 * The last miniblock is filled up with zeros; those behind it have a width, but no bytes. All is
 * counted in 64 bits here: what wraps around in 32 bits is the same in the lower half of them.
 */
#include "src/table/delta.h"

#include "src/table/bitpack.h"
#include "src/table/wire.h"

enum {
    BLOCK = 128,
    NMINI = 4,
    MINI = BLOCK / NMINI,
    BLOCK_BYTES_MAX = WIRE_VARINT_BYTES + NMINI + BLOCK * sizeof(uint64_t) + BITPACK_SLACK,
};

static int64_t signed_of(uint64_t number, enum delta_bits bits)
{
    return bits == DELTA_64 ? (int64_t)number : (int32_t)(uint32_t)number;
}

/* The N differences that lead from the first of NUMBERS to those behind it, less the smallest of
 * them, which is returned. */
static int64_t differences(const uint64_t *numbers, uint32_t n, enum delta_bits bits,
                           uint64_t *rest_ret)
{
    int64_t smallest = INT64_MAX;

    for (uint32_t i = 0; i < n; i++) {
        int64_t difference = signed_of(numbers[i + 1] - numbers[i], bits);

        rest_ret[i] = (uint64_t)difference;
        smallest = difference < smallest ? difference : smallest;
    }
    for (uint32_t i = 0; i < n; i++)
        rest_ret[i] -= (uint64_t)smallest;
    for (uint32_t i = n; i < BLOCK; i++)
        rest_ret[i] = 0;
    return smallest;
}

/* Writes the block of the N numbers behind the first of NUMBERS. Returns its end. */
static uint8_t *put_block(const uint64_t *numbers, uint32_t n, enum delta_bits bits, uint8_t *to)
{
    uint64_t rest[BLOCK];
    int64_t smallest = differences(numbers, n, bits, rest);
    uint8_t *widths = to + wire_put_varint(wire_fold(smallest), to);

    to = widths + NMINI;
    for (uint32_t i = 0; i < BLOCK; i += MINI) {
        uint64_t any = 0;

        for (uint32_t j = i; j < i + MINI; j++)
            any |= rest[j];
        widths[i / MINI] = (uint8_t)bitpack_width(any);
        bitpack_put(rest + i, MINI, widths[i / MINI], to);
        to += bitpack_bytes(i < n ? MINI : 0, widths[i / MINI]);
    }
    return to;
}

void delta_encode(const uint64_t *numbers, uint32_t n, enum delta_bits bits, struct textbuf *to)
{
    uint8_t *at;

    if (!textbuf_reserve(to, 4 * (size_t)WIRE_VARINT_BYTES))
        return;
    at = (uint8_t *)to->at + to->n;
    at += wire_put_varint(BLOCK, at);
    at += wire_put_varint(NMINI, at);
    at += wire_put_varint(n, at);
    at += wire_put_varint(n ? wire_fold(signed_of(numbers[0], bits)) : 0, at);
    to->n = (size_t)(at - (uint8_t *)to->at);
    for (uint32_t i = 1; i < n; i += BLOCK) {
        if (!textbuf_reserve(to, BLOCK_BYTES_MAX))
            return;
        at = put_block(numbers + i - 1, n - i < BLOCK ? n - i : BLOCK, bits,
                       (uint8_t *)to->at + to->n);
        to->n = (size_t)(at - (uint8_t *)to->at);
    }
}

struct header {
    uint64_t block, nmini, mini; /* numbers in a block, miniblocks, numbers in one of them */
    uint32_t n;
    int64_t first;
};

static bool take_signed(struct bytes *from, enum delta_bits bits, int64_t *number_ret)
{
    uint64_t folded;

    if (!wire_take_varint(from, &folded))
        return false;
    *number_ret = wire_unfold(folded);
    return bits == DELTA_64 || (*number_ret >= INT32_MIN && *number_ret <= INT32_MAX);
}

/* Are there bytes at least for the headers of N - 1 differences' blocks? */
static bool may_hold(const struct header *header, uint64_t nbytes)
{
    uint64_t nblocks = header->n > 1 ? (header->n - 2) / header->block + 1 : 0;

    return nblocks <= nbytes / (1 + header->nmini);
}

static bool take_header(struct bytes *from, enum delta_bits bits, struct header *header_ret)
{
    struct header header;
    uint64_t n;

    if (!wire_take_varint(from, &header.block) || !wire_take_varint(from, &header.nmini) ||
        !wire_take_varint(from, &n) || n > UINT32_MAX || !take_signed(from, bits, &header.first))
        return false;
    if (header.block == 0 || header.block % BLOCK || header.block > UINT32_MAX)
        return false;
    if (header.nmini == 0 || header.block % header.nmini)
        return false;
    header.n = (uint32_t)n;
    header.mini = header.block / header.nmini;
    *header_ret = header;
    return header.mini % MINI == 0 && may_hold(&header, from->n);
}

bool delta_count(struct bytes from, enum delta_bits bits, uint32_t *n_ret)
{
    struct header header;

    if (!take_header(&from, bits, &header))
        return false;
    *n_ret = header.n;
    return true;
}

/* Puts N numbers whose differences are SMALLEST and what is packed in FROM. */
static void add_up(struct bytes from, uint64_t n, unsigned width, int64_t smallest,
                   uint64_t *numbers)
{
    uint64_t number = numbers[-1];

    for (uint64_t i = 0; i < n; i += MINI) {
        uint64_t *some = numbers + i, nsome = n - i < MINI ? n - i : MINI, rest[MINI];
        size_t skipped = i / 8 * width;

        bitpack_get((struct bytes){from.at + skipped, from.n - skipped}, nsome, width, rest);
        for (uint64_t j = 0; j < nsome; j++)
            some[j] = number += rest[j] + (uint64_t)smallest;
    }
}

/* Takes a block, of which N numbers are to be had. */
static bool take_block(struct bytes *from, const struct header *header, uint64_t n,
                       enum delta_bits bits, uint64_t *numbers)
{
    const uint8_t *widths;
    int64_t smallest;

    if (!take_signed(from, bits, &smallest) || from->n < header->nmini)
        return false;
    widths = from->at;
    *from = (struct bytes){from->at + header->nmini, from->n - header->nmini};
    for (uint64_t i = 0; i < n; i += header->mini, widths++) {
        uint64_t nbytes = bitpack_bytes(header->mini, *widths);

        if (*widths > bits || nbytes > from->n)
            return false;
        /* What else is there may be looked at, so that it need not be copied. */
        add_up(*from, n - i < header->mini ? n - i : header->mini, *widths, smallest, numbers + i);
        *from = (struct bytes){from->at + nbytes, from->n - nbytes};
    }
    return true;
}

bool delta_decode(struct bytes *from, uint32_t n, enum delta_bits bits, uint64_t *numbers_ret)
{
    struct header header;

    if (!take_header(from, bits, &header) || header.n != n)
        return false;
    if (n > 0)
        numbers_ret[0] = (uint64_t)header.first;
    for (uint64_t i = 1; i < n; i += header.block)
        if (!take_block(from, &header, n - i < header.block ? n - i : header.block, bits,
                        numbers_ret + i))
            return false;
    for (uint64_t i = 0; bits == DELTA_32 && i < n; i++)
        numbers_ret[i] = (uint32_t)numbers_ret[i];
    return true;
}
