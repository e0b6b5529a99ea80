/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The value itself. */
#include "planner/plan.h"

#include <criterion/criterion.h>

Test(plan, begins_empty_and_ends_so)
{
    struct plan plan;

    plan_begin(&plan);
    cr_expect_eq(plan.nops, 0);
    plan.ops = arena_array(&plan.arena, 3, sizeof *plan.ops);
    plan.nops = 3;
    plan_free(&plan);
    cr_expect_eq(plan.nops, 0);
    cr_expect_null(plan.ops);
}

Test(plan, each_kind_has_a_word_of_its_own)
{
    for (unsigned i = 0; i < PLAN_NKINDS; i++)
        for (unsigned k = 0; k < i; k++)
            cr_expect_str_neq(plan_kind_word((enum plan_kind)i), plan_kind_word((enum plan_kind)k));
}
