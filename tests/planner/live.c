/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live rules: they come and go, and a name finds those that match it. */
#include "planner/live.h"

#include <criterion/criterion.h>

static const char *const texts[] = {"C:\\* [*]",    "C:\\* [*.gz]", "C:\\* [*.tar.gz]",
                                    "C:\\* [a.gz]", "C:\\* [*a*]",  "C:\\* []"};
enum { NRULES = sizeof texts / sizeof *texts };

static struct arena arena;
static struct ruletree tree;
static struct live live;

/* Rule i is the only one of set i, so that its number is i. */
static void begin(void)
{
    static struct pattern patterns[NRULES];
    struct matcher_rule rules[NRULES];
    const char *why;

    arena = (struct arena){0};
    tree = (struct ruletree){0};
    for (uint32_t i = 0; i < NRULES; i++) {
        cr_assert_eq(pattern_parse(str_of(texts[i]), &arena, &patterns[i], &why), STATUS_OK);
        rules[i] = (struct matcher_rule){&patterns[i], i, false, false};
    }
    cr_assert_eq(ruletree_build(&tree, rules, NRULES, NULL), STATUS_OK);
    cr_assert_eq(live_begin(&live, &tree, NULL, &arena), STATUS_OK);
}

static void end(void)
{
    ruletree_free(&tree);
    arena_free(&arena);
}

TestSuite(live, .init = begin, .fini = end);

/* The winners as digits; for NULL, those of the folder itself. */
static const char *match(const char *name)
{
    static char digits[NRULES + 1];
    const uint32_t *rules;
    uint32_t n =
        name ? live_match_name(&live, str_of(name), &rules) : live_match_folder(&live, &rules);

    for (uint32_t i = 0; i < n; i++)
        digits[i] = (char)('0' + rules[i]);
    digits[n] = '\0';
    return digits;
}

Test(live, nothing_is_at_first)
{
    cr_expect_str_eq(match("a.gz"), "");
    cr_expect_str_eq(match(NULL), "");
}

Test(live, a_name_finds_each_kind_of_leaf)
{
    for (uint32_t rule = NRULES; rule > 0; rule--)
        live_push(&live, rule - 1);
    cr_expect_str_eq(match("A.GZ"), "0134");
    cr_expect_str_eq(match("x.tar.gz"), "0124");
    cr_expect_str_eq(match(".gz"), "01");
    cr_expect_str_eq(match("gz"), "0");
    cr_expect_str_eq(match("a.gz."), "04");
    cr_expect_str_eq(match(NULL), "05");
}

Test(live, what_came_last_goes_first)
{
    live_push(&live, 4);
    live_push(&live, 0);
    live_push(&live, 1);
    cr_expect_str_eq(match("a.gz"), "014");
    live_pop_to(&live, 2);
    cr_expect_str_eq(match("a.gz"), "04");
    live_pop_to(&live, 1);
    cr_expect_str_eq(match("a.gz"), "4");
    cr_expect_str_eq(match("b.gz"), "");
    live_pop_to(&live, 0);
    cr_expect_str_eq(match("a.gz"), "");
    live_push(&live, 1);
    cr_expect_str_eq(match("a.gz"), "1");
}
