/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LZNT1.
 *
 *   chunk   head 2: bits 0 to 11 the bytes of the whole chunk, less 3; 12 to 14 are 3; bit 15: it
 * is packed. Bytes: as they are, or groups group   flags 1, then 8 tokens, the lowest bit's first:
 * 0 one byte as it is, 1 a copy copy    2: length, less 3, in the low bits, and the way back, less
 * 1, above them. The way back has 4 bits as long as the chunk has up to 16 bytes so far, and one
 * more each time that doubles
 */
#include "mft/lznt1.h"

#include <string.h>

enum {
    HEAD_BYTES = 2,
    CHUNK_BYTES = 4096,
    COPY_BYTES = 2,
    COPY_MIN = 3,
    BACK_BITS_MIN = 4,
    COPY_BITS = 16,
};

#define IS_PACKED 0x8000U
#define SIZE_MASK 0x0FFFU

/* Bits of the way back where the chunk has NDONE bytes. */
static unsigned back_bits(size_t ndone)
{
    unsigned bits = BACK_BITS_MIN;

    while (((size_t)1 << bits) < ndone)
        bits++;
    return bits;
}

/* Appends a copy; what does not fit into CHUNK cannot be. */
static bool copy(unsigned token, uint8_t *chunk, size_t *ndone)
{
    unsigned bits = *ndone > 0 ? back_bits(*ndone) : BACK_BITS_MIN;
    size_t back = (token >> (COPY_BITS - bits)) + 1;
    size_t n = (token & ((1U << (COPY_BITS - bits)) - 1)) + COPY_MIN;

    if (back > *ndone || n > CHUNK_BYTES - *ndone)
        return false;
    for (size_t i = 0; i < n; i++, ++*ndone)
        chunk[*ndone] = chunk[*ndone - back];
    return true;
}

static bool unpack_chunk(struct bytes packed, uint8_t *chunk, size_t *ndone)
{
    size_t at = 0;

    while (at < packed.n) {
        unsigned flags = packed.at[at++];

        for (unsigned bit = 0; bit < 8 && at < packed.n; bit++)
            if (!(flags >> bit & 1)) {
                if (*ndone == CHUNK_BYTES)
                    return false;
                chunk[(*ndone)++] = packed.at[at++];
            } else {
                if (packed.n - at < COPY_BYTES || !copy(bytes_u16(packed.at + at), chunk, ndone))
                    return false;
                at += COPY_BYTES;
            }
    }
    return true;
}

static void put(const uint8_t *chunk, size_t nchunk, uint8_t *to, size_t n, size_t at)
{
    size_t room = at < n ? n - at : 0;

    memcpy(to + (room ? at : 0), chunk, nchunk < room ? nchunk : room);
}

bool lznt1_unpack(struct bytes packed, uint8_t *to, size_t n)
{
    size_t at = 0, out = 0;

    memset(to, 0, n);
    for (; out < n && packed.n - at >= HEAD_BYTES; out += CHUNK_BYTES) {
        unsigned head = bytes_u16(packed.at + at);
        size_t nbytes = (head & SIZE_MASK) + 1, nchunk = 0;

        if (head == 0)
            break;
        at += HEAD_BYTES;
        if (nbytes > packed.n - at)
            return false;
        if (head & IS_PACKED) {
            uint8_t chunk[CHUNK_BYTES] = {0};

            if (!unpack_chunk((struct bytes){packed.at + at, nbytes}, chunk, &nchunk))
                return false;
            put(chunk, nchunk, to, n, out);
        } else {
            put(packed.at + at, nbytes, to, n, out);
        }
        at += nbytes;
    }
    return true;
}
