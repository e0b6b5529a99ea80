/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules are numbered in the order in which they win, and share what is alike in them. */
#include "planner/ruletree.h"

#include <criterion/criterion.h>

enum { RULES_MAX = 8 };

static struct arena arena;
static struct ruletree tree;
static struct pattern patterns[RULES_MAX];
static struct matcher_rule rules[RULES_MAX];
static uint32_t nrules;

static void begin(void)
{
    arena = (struct arena){0};
    tree = (struct ruletree){0};
    nrules = 0;
}

static void end(void)
{
    ruletree_free(&tree);
    arena_free(&arena);
}

TestSuite(ruletree, .init = begin, .fini = end);

static void add(const char *text, uint32_t set, bool is_exclude)
{
    const char *why;

    cr_assert_eq(pattern_parse(str_of(text), &arena, &patterns[nrules], &why), STATUS_OK);
    rules[nrules] = (struct matcher_rule){&patterns[nrules], set, is_exclude, false};
    nrules++;
}

static void build(void)
{
    cr_assert_eq(ruletree_build(&tree, rules, nrules, NULL), STATUS_OK);
    cr_assert_eq(tree.nrules, nrules);
}

static uint32_t child(uint32_t node, const char *name)
{
    uint32_t units[20], n = 0;

    for (; name[n]; n++)
        units[n] = (uint32_t)name[n];
    return ruletree_child(&tree, node, units, n);
}

static uint32_t count(uint32_t rule)
{
    uint32_t n = 0;

    for (; rule != RULETREE_NONE; rule = tree.next[rule])
        n++;
    return n;
}

Test(ruletree, numbers_are_by_set_then_by_who_wins)
{
    static const uint32_t expected[] = {3, 5, 1, 2, 0, 4};

    add("C:\\* [*]", 1, false);
    add("C:\\a\\* [x]", 1, false);
    add("C:\\* [*]", 1, true);
    add("C:\\a [x]", 0, false);
    add("C:\\* [*]", 1, false);
    add("* [*]", 0, true);
    build();
    for (uint32_t i = 0; i < nrules; i++)
        cr_expect_eq(tree.ids[i], expected[i], "%u is rule %u", i, tree.ids[i]);
    cr_expect_eq(tree.sets[1], 0);
    cr_expect_eq(tree.sets[2], 1);
}

Test(ruletree, folders_tails_and_leaves_are_shared)
{
    add("c:\\A\\b\\* [*.x]", 0, false);
    add("C:\\a\\B [*.X]", 0, false);
    add("C:\\a\\*\\c\\* [x]", 0, false);
    add("C:\\A\\*\\C\\* []", 0, false);
    build();
    cr_expect_eq(tree.folders.n, 3, "C:, A and B");

    uint32_t a = child(child(0, "C:"), "A"), b = child(a, "B");
    cr_assert_neq(b, RULETREE_NONE);
    cr_expect_eq(child(b, "C"), RULETREE_NONE);
    cr_expect_eq(child(a, "a"), RULETREE_NONE, "units come folded");
    cr_expect_eq(count(tree.nodes[b].first_below), 1);
    cr_expect_eq(count(tree.nodes[b].first_exact), 1);
    cr_expect_eq(tree.tail_words.n, 1);
    cr_expect_eq(count(tree.tails[tree.nodes[a].first_tail].first_rule), 2);
    cr_expect_eq(tree.leaf_words.n, 3);
    cr_expect_eq(tree.leaf_all, RULETREE_NONE);
    cr_expect_neq(tree.leaf_empty, RULETREE_NONE);
}

Test(ruletree, one_without_rules_is_whole)
{
    build();
    cr_expect_eq(child(0, "C:"), RULETREE_NONE);
    cr_expect_eq(tree.nodes[0].first_tail, RULETREE_NONE);
}
