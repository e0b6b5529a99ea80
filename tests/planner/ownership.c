/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a folder is, and how long its path: by homes, at any depth, in loops. */
#include "planner/ownership.h"

#include "tests/support/grove.h"

#include <criterion/criterion.h>

static struct grove grove;
static struct arena arena;

static void end(void)
{
    grove_free(&grove);
    arena_free(&arena);
}

TestSuite(ownership, .fini = end, .timeout = 30);

static struct ownership own(const uint32_t *homes, uint32_t n)
{
    struct ownership o;

    cr_assert_eq(ownership_of(&grove.index, homes, n, &arena, &o), STATUS_OK);
    return o;
}

Test(ownership, the_inner_home_counts)
{
    uint32_t users, ann, inner, file;
    struct ownership o;

    grove_begin(&grove, 20);
    users = grove_add(&grove, GROVE_ROOT, str_of("Users"), FILE_DIRECTORY);
    ann = grove_add(&grove, users, str_of("Ann"), FILE_DIRECTORY);
    inner = grove_add(&grove, ann, str_of("B"), FILE_DIRECTORY);
    file = grove_add(&grove, inner, str_of("f"), 0);
    grove_link(&grove, GROVE_ROOT, str_of("g"));
    grove_finish(&grove);
    o = own((const uint32_t[]){inner, ann, INDEX_NONE, ann}, 4);
    cr_expect_eq(o.owner[GROVE_ROOT], OWNERSHIP_NONE);
    cr_expect_eq(o.owner[users], OWNERSHIP_NONE);
    cr_expect_eq(o.owner[ann], 1, "the first of equal homes");
    cr_expect_eq(o.owner[inner], 0);
    cr_expect_eq(o.units[GROVE_ROOT], 0);
    cr_expect_eq(o.units[inner], strlen("\\Users\\Ann\\B"));
    cr_expect_eq(ownership_of_name(&o, &grove.index, index_first_name(&grove.index, file)), 0);
    cr_expect_eq(ownership_of_name(&o, &grove.index, index_first_name(&grove.index, file) + 1),
                 OWNERSHIP_NONE);
}

/* Folders whose parents stand behind them in the table are settled by walking up. */
Test(ownership, any_depth_and_any_order)
{
    enum { DEPTH = 50000 };
    struct ownership o;
    uint32_t folder = GROVE_ROOT;

    grove_begin(&grove, DEPTH + 1);
    for (uint32_t i = 0; i < DEPTH; i++)
        folder = grove_add(&grove, folder, str_of("\u00e4\U0001F600"), FILE_DIRECTORY);
    grove_finish(&grove);
    for (uint32_t i = 1; i < DEPTH; i++) /* row i lies in row i + 1; the last in the root */
        grove.index.names.parent[i] = index_reference(&grove.index, i + 1);
    grove.index.names.parent[DEPTH] = index_reference(&grove.index, GROVE_ROOT);
    o = own((const uint32_t[]){DEPTH}, 1);
    cr_expect_eq(o.owner[1], 0);
    cr_expect_eq(o.units[1], DEPTH * 4u);
    cr_expect_eq(o.units[DEPTH], 4);
}

Test(ownership, loops_and_lost_folders_end_nowhere)
{
    uint32_t a, b, lost, below;
    struct ownership o;

    grove_begin(&grove, 20);
    a = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_DIRECTORY);
    b = grove_add(&grove, a, str_of("b"), FILE_DIRECTORY);
    lost = grove_add(&grove, GROVE_ROOT, str_of("lost"), FILE_DIRECTORY);
    below = grove_add(&grove, lost, str_of("below"), FILE_DIRECTORY);
    grove_finish(&grove);
    grove.index.names.parent[index_first_name(&grove.index, a)] = index_reference(&grove.index, b);
    grove.index.names.parent[index_first_name(&grove.index, lost)] = reference_of(999999, 1);
    o = own((const uint32_t[]){lost}, 1);
    cr_expect_eq(o.owner[a], OWNERSHIP_NONE);
    cr_expect_eq(o.owner[b], OWNERSHIP_NONE);
    cr_expect_eq(o.owner[below], 0);
    cr_expect_eq(o.units[lost], 0);
    cr_expect_eq(o.units[below], strlen("\\below"));
}

Test(ownership, units_are_those_of_utf16)
{
    cr_expect_eq(ownership_units(str_of("")), 0);
    cr_expect_eq(ownership_units(str_of("abc")), 3);
    cr_expect_eq(ownership_units(str_of("Zo\u00eb \u65e5")), 5);
    cr_expect_eq(ownership_units(str_of("\U0001F600")), 2);
    cr_expect_eq(ownership_units(str_of("\xED\xA0\xBD")), 1);
}
