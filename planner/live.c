/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of live rules, and a name's way through the dictionary of leaves. */
#include "planner/live.h"

#include <assert.h>
#include <stdlib.h>

enum { SHORT_LIST = 16 };

static void fold_ascii(struct live *live)
{
    for (uint32_t c = 0; c < sizeof live->ascii; c++) {
        uint32_t folded = text_fold(c, live->upcase);

        live->ascii[c] = folded < sizeof live->ascii ? (uint8_t)folded : 0;
    }
}

static uint32_t *new_column(struct arena *arena, uint32_t n)
{
    return arena_array(arena, (size_t)n + 1, sizeof(uint32_t));
}

enum status live_begin(struct live *live, const struct ruletree *tree, const uint16_t *upcase,
                       struct arena *arena)
{
    uint32_t nleaves = tree->leaf_words.n;

    *live = (struct live){.tree = tree, .upcase = upcase};
    live->stack = new_column(arena, tree->nrules);
    live->first = new_column(arena, nleaves);
    live->next = new_column(arena, tree->nrules);
    live->globs = new_column(arena, nleaves);
    live->needs = arena_array(arena, (size_t)nleaves + 1, sizeof *live->needs);
    live->base = new_column(arena, tree->nrules);
    live->found = new_column(arena, tree->nrules);
    live->merged = new_column(arena, tree->nrules);
    live->units = new_column(arena, LIVE_NAME_UNITS);
    if (!live->stack || !live->first || !live->next || !live->globs || !live->needs ||
        !live->base || !live->found || !live->merged || !live->units)
        return STATUS_NO_MEMORY;
    for (uint32_t leaf = 0; leaf < nleaves; leaf++)
        live->first[leaf] = RULETREE_NONE;
    fold_ascii(live);
    return STATUS_OK;
}

void live_push(struct live *live, uint32_t rule)
{
    uint32_t leaf = live->tree->leaf[rule];

    if (leaf == live->tree->leaf_all) {
        live->nall++;
        live->is_stale = true;
    }
    if (live->first[leaf] == RULETREE_NONE && live->tree->leaves[leaf].kind == PATTERN_LEAF_GLOB) {
        live->needs[live->nglobs] = live->tree->leaves[leaf].needs;
        live->globs[live->nglobs++] = leaf;
    }
    live->next[rule] = live->first[leaf];
    live->first[leaf] = rule;
    live->stack[live->nstack++] = rule;
}

void live_pop_to(struct live *live, uint32_t n)
{
    while (live->nstack > n) {
        uint32_t rule = live->stack[--live->nstack], leaf = live->tree->leaf[rule];

        assert(live->first[leaf] == rule);
        live->first[leaf] = live->next[rule];
        if (live->first[leaf] == RULETREE_NONE &&
            live->tree->leaves[leaf].kind == PATTERN_LEAF_GLOB)
            live->nglobs--;
        if (leaf == live->tree->leaf_all) {
            live->nall--;
            live->is_stale = true;
        }
    }
}

uint32_t live_fold(struct live *live, struct str name)
{
    uint64_t has = 0;
    uint32_t n = 0;

    assert(name.n <= LIVE_NAME_UNITS);
    for (size_t at = 0; at < name.n;) {
        uint8_t byte = (uint8_t)name.at[at];
        uint32_t folded = byte < sizeof live->ascii ? live->ascii[byte] : 0;

        if (folded != 0)
            at++;
        else
            folded = text_fold(text_next(name, &at), live->upcase);
        live->units[n++] = folded;
        has |= glob_bit(folded);
    }
    live->has = has;
    return n;
}

static int compare_ids(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Most lists are of two or three. */
static void sort_ids(uint32_t *ids, uint32_t n)
{
    if (n > SHORT_LIST) {
        qsort(ids, n, sizeof *ids, compare_ids);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        uint32_t id = ids[i], at = i;

        for (; at > 0 && ids[at - 1] > id; at--)
            ids[at] = ids[at - 1];
        ids[at] = id;
    }
}

/* Rules have the numbers of their order, so a list in order is one of winners: all behind a set's
 * first unconditional rule are left out. */
static uint32_t keep_winners(const struct ruletree *tree, uint32_t *rules, uint32_t n)
{
    uint32_t nkept = 0;
    bool is_decided = false;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t rule = rules[i];

        if (i > 0 && tree->sets[rule] != tree->sets[rules[nkept - 1]])
            is_decided = false;
        if (is_decided)
            continue;
        rules[nkept++] = rule;
        is_decided = !tree->conditional[rule];
    }
    return nkept;
}

static void collect(struct live *live, uint32_t leaf, uint32_t *list, uint32_t *n)
{
    for (uint32_t rule = live->first[leaf]; rule != RULETREE_NONE; rule = live->next[rule])
        list[(*n)++] = rule;
}

static void refresh_base(struct live *live)
{
    uint32_t n = 0;

    if (!live->is_stale)
        return;
    if (live->nall > 0)
        collect(live, live->tree->leaf_all, live->base, &n);
    sort_ids(live->base, n);
    live->nbase = keep_winners(live->tree, live->base, n);
    live->is_stale = false;
}

/* The base and what was found, both in order, as one. */
static uint32_t merge(struct live *live)
{
    uint32_t i = 0, j = 0, n = 0;

    sort_ids(live->found, live->nfound);
    while (i < live->nbase || j < live->nfound)
        if (j == live->nfound || (i < live->nbase && live->base[i] < live->found[j]))
            live->merged[n++] = live->base[i++];
        else
            live->merged[n++] = live->found[j++];
    return keep_winners(live->tree, live->merged, n);
}

static uint32_t winners(struct live *live, const uint32_t **rules_ret)
{
    refresh_base(live);
    *rules_ret = live->nfound > 0 ? live->merged : live->base;
    return live->nfound > 0 ? merge(live) : live->nbase;
}

static void look_up(struct live *live, enum pattern_leaf kind, const uint32_t *units, uint32_t n,
                    uint32_t hash)
{
    uint32_t leaf = intern_find(&live->tree->leaf_words, kind, units, n, hash);

    if (leaf != INTERN_NONE)
        collect(live, leaf, live->found, &live->nfound);
}

/* From the end of the name: behind each dot lies what could be a suffix, and before its first unit
 * the whole. */
static void look_up_ends(struct live *live, uint32_t n)
{
    uint32_t hash = INTERN_HASH_BEGIN, dot = text_fold('.', live->upcase);

    for (uint32_t i = n; i > 0; i--) {
        uint32_t unit = live->units[i - 1];

        if (unit == dot)
            look_up(live, PATTERN_LEAF_SUFFIX, live->units + i, n - i, hash);
        hash = intern_hash_before(hash, unit);
    }
    look_up(live, PATTERN_LEAF_LITERAL, live->units, n, hash);
}

static void try_glob(struct live *live, uint32_t leaf, uint32_t n)
{
    const struct glob_machine *machine = &live->tree->leaves[leaf].machine;

    if (glob_accepts(machine, glob_run(machine, glob_start(machine), live->units, n)))
        collect(live, leaf, live->found, &live->nfound);
}

static void try_globs(struct live *live, uint32_t n)
{
    uint64_t lacks = ~live->has;

    for (uint32_t i = 0; i < live->nglobs; i++)
        if ((live->needs[i] & lacks) == 0)
            try_glob(live, live->globs[i], n);
}

uint32_t live_match_name(struct live *live, struct str name, const uint32_t **rules_ret)
{
    live->nfound = 0;
    if (live->nstack > live->nall) {
        uint32_t n = live_fold(live, name);

        look_up_ends(live, n);
        try_globs(live, n);
    }
    return winners(live, rules_ret);
}

uint32_t live_match_folder(struct live *live, const uint32_t **rules_ret)
{
    live->nfound = 0;
    if (live->tree->leaf_empty != RULETREE_NONE)
        collect(live, live->tree->leaf_empty, live->found, &live->nfound);
    return winners(live, rules_ret);
}
