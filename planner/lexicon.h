/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts with a number each: as many as there is memory, found at once.
 *
 *   struct lexicon lexicon = {.arena = &arena};
 *   status = lexicon_put(&lexicon, text, 7);             new, or another number than before
 *   if (lexicon_find(&lexicon, text, &number)) ...
 *
 * Texts are bytes, compared exactly, and borrowed. One thread at a time.
 */
#ifndef PLANNER_LEXICON_H
#define PLANNER_LEXICON_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct lexicon_word {
    struct str text;
    uint32_t hash;
    uint32_t number;
};

struct lexicon {
    struct arena *arena;
    struct lexicon_word *words; /* in the order in which they came */
    uint32_t n, capacity;
    uint32_t *slots; /* a word's position plus one, 0 for none; more than twice as many */
    uint32_t nslots; /* a power of two, or 0 */
};

bool lexicon_find(const struct lexicon *lexicon, struct str text, uint32_t *number_ret);

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE above 2^28 texts. */
enum status lexicon_put(struct lexicon *lexicon, struct str text, uint32_t number);

#endif
