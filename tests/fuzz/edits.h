/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz input as a list of changes to something whole, so that every input begins where real
 * volumes begin: a few broken bytes.
 *
 *   struct edits edits = {data, size};
 *   uint8_t mode = edits_byte(&edits);
 *   edits_apply(&edits, bytes, nbytes);                   to bytes anywhere
 *   edits_apply_in_block(&edits, record, record_bytes);     or to a block with fix-ups
 *
 * A change is a place, a count of 1 to 8, and as many bytes. Reading behind the end gives zeros.
 */
#ifndef TESTS_FUZZ_EDITS_H
#define TESTS_FUZZ_EDITS_H

#include "mft/bytes.h"

struct edits {
    const uint8_t *at;
    size_t n;
};

uint8_t edits_byte(struct edits *edits);
uint32_t edits_u24(struct edits *edits);

/* Carries out all changes that are left on the NBYTES at BYTES; a place beyond wraps around. */
void edits_apply(struct edits *edits, uint8_t *bytes, size_t nbytes);

/*
 * Carries out one change in a block of BLOCK_BYTES: its fix-ups are undone before and done again
 * behind it, as long as its update sequence array is possible.
 */
void edits_apply_in_block(struct edits *edits, uint8_t *block, uint32_t block_bytes);

#endif
