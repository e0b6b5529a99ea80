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
    for (size_t i = 0; i < BLOCKHASH_SECTORS; i++) {
        size_t at = i * BLOCKHASH_SECTOR_BYTES, left = at < block.n ? block.n - at : 0;
        size_t n = left < BLOCKHASH_SECTOR_BYTES ? left : BLOCKHASH_SECTOR_BYTES;

        prints_ret[i] = n > 0 ? blockhash_sector((struct bytes){block.at + at, n}) : 0;
    }
}
