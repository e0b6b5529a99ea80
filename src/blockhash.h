/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fingerprints of the sectors of a block, by libxxhash: to tell whether something else has written
 * there. They are no proof against somebody who wants to deceive; that is what SHA-256 is for.
 *
 *   uint32_t prints[BLOCKHASH_SECTORS];
 *   blockhash_block(bytes, prints);
 */
#ifndef SRC_BLOCKHASH_H
#define SRC_BLOCKHASH_H

#include "mft/bytes.h"

enum {
    BLOCKHASH_BLOCK_BYTES = 4096,
    BLOCKHASH_SECTOR_BYTES = 512, /* no disk leaves half of one behind */
    BLOCKHASH_SECTORS = BLOCKHASH_BLOCK_BYTES / BLOCKHASH_SECTOR_BYTES,
};

/* Of the bytes of one sector; the last of a volume may be shorter. */
uint32_t blockhash_sector(struct bytes sector);

/* Of each sector of BLOCK, which has 1 to BLOCKHASH_BLOCK_BYTES; 0 for those that it has not.
 * PRINTS_RET has room for BLOCKHASH_SECTORS. */
void blockhash_block(struct bytes block, uint32_t *prints_ret);

#endif
