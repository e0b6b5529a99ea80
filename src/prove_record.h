/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One record of $MFT before and after: whose clusters it has, and if it was changed, may it be?
 *
 *   struct prove_record record = {.state = state, .found = &found, .bits = &bits, .number = 64};
 *   record.before = prove_record_side(bytes, record_bytes, is_there);
 *   ...
 *   status = prove_record_see(&record);
 *
 * What is found is added to FOUND: many threads may see records, each with a FOUND of its own.
 */
#ifndef SRC_PROVE_RECORD_H
#define SRC_PROVE_RECORD_H

#include "mft/record.h"
#include "src/prove_bits.h"
#include "src/prove_state.h"

/* What was found about records; lives in its own arena. */
struct prove_found {
    struct arena arena;
    struct prove_spans due, folders, extensions, listed; /* numbers of records */
    struct prove_spans owned, gained, lost;
    struct prove_spans old_claims, new_claims; /* of the record in hand */
    struct prove_fault faults[PROVE_NQUESTIONS];
};

/* A record before or after. */
struct prove_side {
    uint8_t *at; /* fix-ups undone */
    enum record_state state;
    bool is_base; /* in use, and a base record */
};

struct prove_record {
    const struct prove_state *state;
    struct prove_found *found;
    struct prove_bits *bits; /* of $Bitmap after */
    uint64_t number;
    bool is_changed; /* else AFTER is not asked for */
    struct prove_side before, after;
};

/* Undoes the fix-ups of the RECORD_BYTES at AT; of one that IS_THERE. */
struct prove_side prove_record_side(uint8_t *at, uint32_t record_bytes, bool is_there);

/* STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_record_see(struct prove_record *record);

#endif
