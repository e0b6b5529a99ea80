/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts of patterns on their way from object sets to rules.
 *
 *   struct patternlist list = {.arena = &arena};
 *   status = patternlist_add(&list, &(struct patternlist_text){.text = text, .place = place});
 *   for (uint32_t i = 0; i < list.n; i++) ... list.at[i].text ...
 *   list.n = 0;                                          to use it anew
 *
 * Texts are borrowed. One thread at a time.
 */
#ifndef PLANNER_PATTERNLIST_H
#define PLANNER_PATTERNLIST_H

#include "mft/status.h"
#include "planner/rules_note.h"

enum { PATTERNLIST_MAX = 1 << 24 };

struct patternlist_text {
    struct str text; /* with variables replaced */
    struct rules_place place;
    const void *what;          /* the pattern or call that it is from: one note for each */
    bool spares_hidden_system; /* as in struct expand_rule */
};

struct patternlist {
    struct arena *arena;
    struct patternlist_text *at;
    uint32_t n, capacity;
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE above PATTERNLIST_MAX. */
enum status patternlist_add(struct patternlist *list, const struct patternlist_text *text);

#endif
