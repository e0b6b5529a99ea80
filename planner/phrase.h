/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text that is put together piece by piece.
 *
 *   struct phrase phrase = {0};
 *   phrase_word(&phrase, "The variable ");
 *   phrase_add(&phrase, name);
 *   kept = phrase_keep(&phrase, &arena);          in ARENA; the phrase begins anew
 *   phrase_free(&phrase);
 *
 * Without memory pieces are lost, and is_short says so. One thread at a time.
 */
#ifndef PLANNER_PHRASE_H
#define PLANNER_PHRASE_H

#include "mft/arena.h"
#include "mft/text.h"

struct phrase {
    struct arena arena; /* of what grows */
    char *at;
    size_t n, capacity;
    bool is_short;
};

void phrase_add(struct phrase *phrase, struct str text);
void phrase_word(struct phrase *phrase, const char *text);

/* Adds TEXT so that it means itself within a pattern (pattern.h): blanks are escaped at its ends
 * alone, where they would be cut off. */
void phrase_literal(struct phrase *phrase, struct str text);

static inline struct str phrase_view(const struct phrase *phrase)
{
    return (struct str){phrase->at, phrase->n};
}

/* A copy in ARENA; the phrase is empty then. Without memory, or when something was lost, an empty
 * text, and is_short is set. */
struct str phrase_keep(struct phrase *phrase, struct arena *arena);

void phrase_free(struct phrase *phrase);

#endif
