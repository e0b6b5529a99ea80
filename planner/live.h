/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rules are live at one folder of a walk, that is, whose node matches it; and which of them
 * match a name there. For matcher.c.
 *
 *   live_push(&live, rule) ...          in any order
 *   n = live_match_folder(&live, &rules), n = live_match_name(&live, name, &rules)
 *   live_pop_to(&live, live.nstack before)
 *
 * Rules leave in the order opposite to that in which they came. Each leaf of the tree has the list
 * of its live rules, so that a name finds those that match it without asking the others.
 */
#ifndef PLANNER_LIVE_H
#define PLANNER_LIVE_H

#include "planner/ruletree.h"

struct live {
    const struct ruletree *tree;
    const uint16_t *upcase;
    uint32_t *stack; /* live rules, the oldest first */
    uint32_t nstack;
    uint32_t *first; /* of each leaf: its live rule that came last; RULETREE_NONE */
    uint32_t *next;  /* of each live rule: the one that came before it to its leaf */
    uint32_t *globs; /* leaves with live rules that are PATTERN_LEAF_GLOB, the oldest first */
    uint64_t *needs; /* of each of them, as ruletree_leaf has it: side by side for every name */
    uint32_t nglobs;
    uint32_t nall; /* live rules whose leaf is * */

    uint32_t *base; /* winners among the live rules whose leaf is *; right unless IS_STALE */
    uint32_t nbase;
    bool is_stale;

    uint32_t *found; /* scratch: rules of one object that the base lacks */
    uint32_t nfound;
    uint32_t *merged;   /* scratch: winners of one object */
    uint32_t *units;    /* scratch: a folded name, LIVE_NAME_UNITS */
    uint64_t has;       /* the units of that name, as glob_bit has them */
    uint8_t ascii[128]; /* folded; 0 where that is not ASCII, or U+0000 */
};

enum { LIVE_NAME_UNITS = 65536 };

/* Nothing is live yet. All memory is ARENA's. STATUS_NO_MEMORY. */
enum status live_begin(struct live *live, const struct ruletree *tree, const uint16_t *upcase,
                       struct arena *arena);

/* RULE, which is not live, is. */
void live_push(struct live *live, uint32_t rule);

/* Takes back the latest until N are left. */
void live_pop_to(struct live *live, uint32_t n);

/* NAME (at most LIVE_NAME_UNITS bytes) as folded code points in live->units; returns how many. */
uint32_t live_fold(struct live *live, struct str name);

/* The winners for NAME, as numbered by the tree, borrowed until the next call; how many. */
uint32_t live_match_name(struct live *live, struct str name, const uint32_t **rules_ret);

/* The winners for the folder itself. */
uint32_t live_match_folder(struct live *live, const uint32_t **rules_ret);

#endif
