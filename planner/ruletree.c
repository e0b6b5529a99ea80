/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building the tree: rules are sorted once, then each is hung where its node and its leaf belong.
 */
#include "planner/ruletree.h"

#include <stdlib.h>

enum { RULES_MAX = 1 << 24, FOLDERS_MAX = 1 << 28 };

/* A rule on its way to its number. */
struct sorted_rule {
    const struct matcher_rule *rule;
    uint32_t id;
};

struct builder {
    struct ruletree *tree;
    const uint16_t *upcase;
    struct sorted_rule *rules;
};

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_rules(const void *left, const void *right)
{
    const struct sorted_rule *a = left, *b = right;
    int order = compare_numbers(a->rule->set, b->rule->set);

    if (order == 0)
        order = pattern_compare(b->rule->pattern, a->rule->pattern);
    if (order == 0)
        order = b->rule->is_exclude - a->rule->is_exclude;
    return order ? order : compare_numbers(a->id, b->id);
}

static enum status sort_rules(struct builder *b, const struct matcher_rule *rules, uint32_t n)
{
    struct ruletree *tree = b->tree;

    b->rules = arena_array(&tree->arena, (size_t)n + 1, sizeof *b->rules);
    tree->ids = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->ids);
    tree->sets = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->sets);
    tree->conditional = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->conditional);
    tree->leaf = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->leaf);
    tree->next = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->next);
    if (!b->rules || !tree->ids || !tree->sets || !tree->conditional || !tree->leaf || !tree->next)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        b->rules[i] = (struct sorted_rule){&rules[i], i};
    qsort(b->rules, n, sizeof *b->rules, compare_rules);
    for (uint32_t i = 0; i < n; i++) {
        tree->ids[i] = b->rules[i].id;
        tree->sets[i] = b->rules[i].rule->set;
        tree->conditional[i] = b->rules[i].rule->is_conditional;
    }
    tree->nrules = n;
    return STATUS_OK;
}

/* Room for as many nodes as the rules' nodes have folders, and a tail and a leaf for each. */
static enum status begin_tables(struct builder *b)
{
    struct ruletree *tree = b->tree;
    uint32_t n = tree->nrules, nfolders = 0;
    enum status status;

    for (uint32_t i = 0; i < n; i++) {
        nfolders += b->rules[i].rule->pattern->nsegments;
        if (nfolders > FOLDERS_MAX)
            return STATUS_TOO_LARGE;
    }
    tree->nodes = arena_array(&tree->arena, (size_t)nfolders + 1, sizeof *tree->nodes);
    tree->tails = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->tails);
    tree->leaves = arena_array(&tree->arena, (size_t)n + 1, sizeof *tree->leaves);
    if (!tree->nodes || !tree->tails || !tree->leaves)
        return STATUS_NO_MEMORY;
    status = intern_begin(&tree->folders, nfolders, &tree->arena);
    if (status == STATUS_OK)
        status = intern_begin(&tree->tail_words, n, &tree->arena);
    if (status == STATUS_OK)
        status = intern_begin(&tree->leaf_words, n, &tree->arena);
    tree->nodes[0] = (struct ruletree_node){RULETREE_NONE, RULETREE_NONE, RULETREE_NONE, false};
    return status;
}

/* The node behind the literal folders that MACHINE, a whole node, begins with. */
static uint32_t add_folders(struct ruletree *tree, const struct pattern *pattern,
                            const struct glob_machine *machine)
{
    uint32_t node = 0, first = 0;

    /* Where folders end is told by the pattern as written, not by what a hostile $UpCase makes. */
    for (uint32_t at = 0; at < pattern->nprefix; at++)
        if (pattern->node.at[at] == '\\') {
            uint32_t nbefore = tree->folders.n;
            uint32_t child =
                intern_add(&tree->folders, node, machine->units + first, at - first) + 1;

            if (tree->folders.n > nbefore)
                tree->nodes[child] =
                    (struct ruletree_node){RULETREE_NONE, RULETREE_NONE, RULETREE_NONE, false};
            tree->nodes[node].has_children = true;
            node = child;
            first = at + 1;
        }
    return node;
}

/* Puts RULE before the others of the list that begins at *FIRST. */
static void hang(struct ruletree *tree, uint32_t *first, uint32_t rule)
{
    tree->next[rule] = *first;
    *first = rule;
}

static enum status hang_on_tail(struct builder *b, uint32_t rule, uint32_t node,
                                const struct glob_machine *machine)
{
    struct ruletree *tree = b->tree;
    const struct pattern *pattern = b->rules[rule].rule->pattern;
    uint32_t nprefix = pattern->nprefix, nbefore = tree->tail_words.n;
    uint32_t id =
        intern_add(&tree->tail_words, node, machine->units + nprefix, machine->n - nprefix);
    struct ruletree_tail *tail = &tree->tails[id];
    enum status status = STATUS_OK;

    if (tree->tail_words.n > nbefore) {
        struct glob rest = {pattern->node.at + nprefix, pattern->node.n - nprefix};

        *tail = (struct ruletree_tail){.first_rule = RULETREE_NONE,
                                       .next = tree->nodes[node].first_tail};
        tree->nodes[node].first_tail = id;
        status = glob_machine_make(&rest, b->upcase, &tree->arena, &tail->machine);
    }
    hang(tree, &tail->first_rule, rule);
    return status;
}

static enum status hang_node(struct builder *b, uint32_t rule)
{
    struct ruletree *tree = b->tree;
    const struct pattern *pattern = b->rules[rule].rule->pattern;
    struct glob_machine machine;
    enum status status = glob_machine_make(&pattern->node, b->upcase, &tree->arena, &machine);

    if (status != STATUS_OK)
        return status;

    uint32_t node = add_folders(tree, pattern, &machine);
    switch (pattern->reach) {
    case PATTERN_INTERIOR:
        status = hang_on_tail(b, rule, node, &machine);
        break;
    case PATTERN_BELOW:
        hang(tree, &tree->nodes[node].first_below, rule);
        break;
    case PATTERN_EXACT:
        hang(tree, &tree->nodes[node].first_exact, rule);
        break;
    }
    return status;
}

/* A suffix is known by what follows its dot. */
static enum status hang_leaf(struct builder *b, uint32_t rule)
{
    struct ruletree *tree = b->tree;
    const struct pattern *pattern = b->rules[rule].rule->pattern;
    uint32_t nskipped = pattern->leaf_kind == PATTERN_LEAF_SUFFIX ? 2 : 0;
    uint32_t nbefore = tree->leaf_words.n;
    struct glob_machine machine;
    enum status status = glob_machine_make(&pattern->leaf, b->upcase, &tree->arena, &machine);

    if (status != STATUS_OK)
        return status;

    uint32_t id = intern_add(&tree->leaf_words, pattern->leaf_kind, machine.units + nskipped,
                             machine.n - nskipped);
    if (tree->leaf_words.n > nbefore)
        tree->leaves[id] =
            (struct ruletree_leaf){pattern->leaf_kind, machine, glob_needs(&machine)};
    if (pattern->leaf_kind == PATTERN_LEAF_ALL)
        tree->leaf_all = id;
    if (pattern->leaf.n == 0)
        tree->leaf_empty = id;
    tree->leaf[rule] = id;
    return STATUS_OK;
}

enum status ruletree_build(struct ruletree *tree, const struct matcher_rule *rules, uint32_t n,
                           const uint16_t *upcase)
{
    struct builder b = {.tree = tree, .upcase = upcase};
    enum status status;

    tree->leaf_all = tree->leaf_empty = RULETREE_NONE;
    if (n > RULES_MAX)
        return STATUS_TOO_LARGE;
    status = sort_rules(&b, rules, n);
    if (status == STATUS_OK)
        status = begin_tables(&b);
    for (uint32_t rule = 0; rule < n && status == STATUS_OK; rule++) {
        status = hang_node(&b, rule);
        if (status == STATUS_OK)
            status = hang_leaf(&b, rule);
    }
    return status;
}

uint32_t ruletree_child(const struct ruletree *tree, uint32_t node, const uint32_t *units,
                        uint32_t n)
{
    uint32_t id;

    if (!tree->nodes[node].has_children)
        return RULETREE_NONE;
    id = intern_find(&tree->folders, node, units, n, intern_hash(units, n));
    return id == INTERN_NONE ? RULETREE_NONE : id + 1;
}

void ruletree_free(struct ruletree *tree)
{
    arena_free(&tree->arena);
}
