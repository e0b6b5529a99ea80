/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many patterns as one: the literal folders of their nodes as a tree, and their leaves as a
 * dictionary. For matcher.c, which says what for.
 *
 * Rules are numbered anew, in the order in which they win: by set, in each set the more specific
 * first, excludes first where neither is.
 *
 *   node    a folder that some node names literally. It has the rules that mean it alone (exact),
 *           those that mean all from here on (below), and tails.
 *   tail    what follows in a node with a * in the middle of it, as a machine that reads on from
 *           here. Rules with the same node share it.
 *   leaf    what some rules want of a name. Rules with the same leaf share it.
 *
 * Read-only once built. All lives in one arena, and nothing is borrowed but the units of patterns.
 */
#ifndef PLANNER_RULETREE_H
#define PLANNER_RULETREE_H

#include "planner/intern.h"
#include "planner/pattern.h"

#define RULETREE_NONE UINT32_MAX

/* A rule as its owner knows it; matcher.h says what it does. */
struct matcher_rule {
    const struct pattern *pattern;
    uint32_t set; /* any number */
    bool is_exclude;
    bool is_conditional; /* may turn out not to apply */
};

/* The rest of a node behind its literal folders. */
struct ruletree_tail {
    struct glob_machine machine;
    uint32_t first_rule;
    uint32_t next; /* tail of the same node; RULETREE_NONE at the end, as in every list here */
};

/* A literal folder; the number of a child is the id of its word plus one, owned by its parent. */
struct ruletree_node {
    uint32_t first_exact, first_below, first_tail;
    bool has_children;
};

/* The leaf's number is the id of its word, owned by its kind. */
struct ruletree_leaf {
    enum pattern_leaf kind;
    struct glob_machine machine;
    uint64_t needs; /* glob_needs: most names are told apart from most globs by this */
};

struct ruletree {
    uint32_t nrules;
    /* For each rule, as numbered here: */
    uint32_t *ids;     /* what its owner calls it */
    uint32_t *sets;    /* which it belongs to */
    bool *conditional; /* may it turn out not to apply? */
    uint32_t *leaf;    /* which it has */
    uint32_t *next;    /* the next of its node's or tail's list */

    struct intern folders; /* words of nodes but the first, which stands before the drive */
    struct ruletree_node *nodes;
    struct intern tail_words; /* owned by their node */
    struct ruletree_tail *tails;
    struct intern leaf_words; /* owned by enum pattern_leaf */
    struct ruletree_leaf *leaves;
    uint32_t leaf_all;   /* * ; RULETREE_NONE where no rule has it */
    uint32_t leaf_empty; /* the folder itself; as above */
    struct arena arena;
};

/* Builds TREE, which is zeroed, of N RULES for a volume that folds by UPCASE. STATUS_NO_MEMORY;
 * STATUS_TOO_LARGE. ruletree_free in any case. */
enum status ruletree_build(struct ruletree *tree, const struct matcher_rule *rules, uint32_t n,
                           const uint16_t *upcase);

/* The child of NODE by the name of N folded UNITS; RULETREE_NONE where no rule goes on there. */
uint32_t ruletree_child(const struct ruletree *tree, uint32_t node, const uint32_t *units,
                        uint32_t n);

void ruletree_free(struct ruletree *tree);

#endif
