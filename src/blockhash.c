/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fingerprints of sectors: see blockhash.h.
 */
#include "src/blockhash.h"

#include <xxhash.h>

uint32_t blockhash_sector(struct bytes sector)
{
    return (uint32_t)XXH3_64bits(sector.at, sector.n);
}

void blockhash_block(struct bytes block, uint32_t *prints_ret)
{
    memset(prints_ret, 0, BLOCKHASH_SECTORS * sizeof *prints_ret);
    for (size_t at = 0; at < block.n; at += BLOCKHASH_SECTOR_BYTES) {
        size_t left = block.n - at;
        size_t n = left < BLOCKHASH_SECTOR_BYTES ? left : BLOCKHASH_SECTOR_BYTES;

        *prints_ret++ = blockhash_sector((struct bytes){block.at + at, n});
    }
}
