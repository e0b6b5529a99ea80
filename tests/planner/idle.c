/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns that match nothing, and those that only others overrule. */
#include "planner/idle.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

Test(idle, a_pattern_that_is_overruled_matches_and_one_without_files_does_not)
{
    static const bool wanted[] = {true, true, false, false, true, true, false};
    struct holding holding;
    struct arena arena = {0};
    const bool *matches;

    holding_begin(&holding, 2, 100);
    holding_add(&holding, 0, "\\x\\a.txt");
    holding_add(&holding, 1, "\\y\\b.txt");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x [a.txt]");
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\* [*.txt]");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*.doc]");
    holding_rule(&holding, RULES_EXCLUDE, 1, "E:\\* [*]");
    holding_rule(&holding, RULES_EXCLUDE, 1, "D:\\y []");
    holding_rule(&holding, RULES_UNCONDITIONAL_EXCLUDE, 1, "* [b*]");
    holding_rule(&holding, RULES_INCLUDE, 1, "C:\\y\\* [*]");
    holding_finish(&holding);
    cr_assert_eq(idle_find(&holding.expansion, &holding.machine, &arena, &matches), STATUS_OK);
    for (size_t i = 0; i < sizeof wanted; i++)
        cr_expect_eq(matches[i], wanted[i], "%zu", i);
    arena_free(&arena);
    holding_free(&holding);
}
