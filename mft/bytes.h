/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little-endian numbers at any address, and a borrowed range of bytes.
 *
 * The loads do not check bounds: whoever calls them has proved that the bytes are there (for
 * attributes, attribute.h does so before it returns one). No struct is ever laid over disk bytes.
 */
#ifndef MFT_BYTES_H
#define MFT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* N bytes at AT, owned by somebody else. */
struct bytes {
    const uint8_t *at;
    size_t n;
};

static inline uint16_t bytes_u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t bytes_u32(const uint8_t *at)
{
    return bytes_u16(at) | (uint32_t)bytes_u16(at + 2) << 16;
}

static inline uint64_t bytes_u64(const uint8_t *at)
{
    return bytes_u32(at) | (uint64_t)bytes_u32(at + 4) << 32;
}

/* Is the range [OFF, OFF + N) inside LIMIT bytes? Free of overflow for all values. */
static inline bool bytes_fit(uint64_t off, uint64_t n, uint64_t limit)
{
    return off <= limit && n <= limit - off;
}

#endif
