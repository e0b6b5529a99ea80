/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of names in a folder's index: by their units in upper case, the shorter one first, then
 * by the units themselves.
 *
 *   struct indexorder order = {.arena = &arena, .upcase = upcase};
 *   if (!indexorder_rank(&order, names, n)) ... no memory ...
 *   ... order.ranks[i]: how many of the names come before names[i] ...
 *
 * Pure; the memory is the arena's, and is used again for the next folder. Names that come in one or
 * a few ascending rows cost two comparisons each.
 */
#ifndef PLANNER_INDEXORDER_H
#define PLANNER_INDEXORDER_H

#include "mft/arena.h"
#include "mft/text.h"

struct indexorder {
    struct arena *arena;
    const uint16_t *upcase; /* as in text.h; may be NULL */
    uint32_t *ranks;        /* of the last call */
    uint32_t *ids, *other, *runs;
    uint64_t *keys; /* the first four units of each name */
    uint32_t capacity;
};

/* False without memory. */
bool indexorder_rank(struct indexorder *order, const struct str *names, uint32_t n);

/* Negative, 0 or positive, as A comes before B, is B, or comes behind it. */
int indexorder_compare(struct str a, struct str b, const uint16_t *upcase);

#endif
