/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names rules take: scopes each for themselves, unconditional excludes for all. */
#include "planner/select.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/holding.h"

enum { TEXT_BYTES = 4000 };

static struct holding holding;
static struct selection selection;
static char text[TEXT_BYTES];

static void begin(void)
{
    holding_begin(&holding, 2, 1000);
}

static void end(void)
{
    select_free(&selection);
    holding_free(&holding);
}

TestSuite(select, .init = begin, .fini = end, .timeout = 60);

/* A line for each name of C: that is taken: its path and its rule. */
static const char *selected(void)
{
    struct path path = {0};
    size_t n = 0;

    select_free(&selection);
    cr_assert_eq(select_names(&holding.expansion, &holding.machine, 0, &selection), STATUS_OK);
    text[0] = '\0';
    for (uint32_t i = 0; i < selection.n; i++) {
        cr_assert_eq(path_of_name(&holding.groves[0].index, selection.at[i].name, &path),
                     STATUS_OK);
        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%.*s %u\n", (int)path.n, path.at,
                              selection.at[i].rule);
        cr_assert_lt(n, TEXT_BYTES);
    }
    path_free(&path);
    return text;
}

Test(select, a_folder_its_files_then_the_folders_in_it)
{
    holding_add(&holding, 0, "\\x\\y\\b");
    holding_add(&holding, 0, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(selected(), "\\x 0\n\\x\\a 0\n\\x\\y 0\n\\x\\y\\b 0\n");
    cr_assert_eq(selection.nmatched, 4);
    cr_assert_eq(selection.nexcluded, 0);
}

Test(select, what_one_scope_leaves_out_another_may_take)
{
    holding_add(&holding, 0, "\\x\\a.doc");
    holding_add(&holding, 0, "\\x\\b.txt");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*.*]");
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\x\\* [*.doc]");
    holding_rule(&holding, RULES_INCLUDE, 1, "C:\\* [*.doc]");
    holding_rule(&holding, RULES_INCLUDE, 2, "C:\\* [*.txt]");
    holding_finish(&holding);
    cr_assert_str_eq(selected(), "\\x\\a.doc 2\n\\x\\b.txt 0\n");
}

Test(select, excludes_of_a_scope_without_any_include_are_dead_but_not_unconditional_ones)
{
    holding_add(&holding, 0, "\\x\\a");
    holding_add(&holding, 0, "\\x\\b");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_rule(&holding, RULES_EXCLUDE, 1, "C:\\x [a]");
    holding_rule(&holding, RULES_UNCONDITIONAL_EXCLUDE, 1, "C:\\* [b]");
    holding_rule(&holding, RULES_MERGE, 1, "C:\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(selected(), "\\x 0\n\\x\\a 0\n");
    cr_assert_eq(selection.nmatched, 3);
    cr_assert_eq(selection.nexcluded, 1);
}

Test(select, a_conditional_rule_that_does_not_apply_makes_way_for_the_next)
{
    struct expand_rule *rule;
    uint32_t hidden = holding_add(&holding, 0, "\\x\\hidden");

    holding_add(&holding, 0, "\\x\\plain");
    holding.groves[0].index.files.attributes[hidden] = 0x6;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\y\\* [*]");
    rule = holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x [*]");
    rule->spares_hidden_system = true;
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(selected(), "\\x 1\n\\x\\plain 1\n");
    rule->spares_hidden_system = false;
    cr_assert_str_eq(selected(), "\\x 1\n\\x\\hidden 1\n\\x\\plain 1\n");
}

Test(select, a_conditional_unconditional_exclude_that_does_not_apply_excludes_nothing)
{
    uint32_t hidden = holding_add(&holding, 0, "\\x\\hidden");

    holding_add(&holding, 0, "\\x\\plain");
    holding.groves[0].index.files.attributes[hidden] = 0x6;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_rule(&holding, RULES_UNCONDITIONAL_EXCLUDE, 0, "C:\\x [*]")->spares_hidden_system =
        true;
    holding_finish(&holding);
    cr_assert_str_eq(selected(), "\\x\\hidden 0\n");
}

Test(select, a_drive_without_a_root_is_not_found)
{
    struct index empty = {.first_child = (uint32_t[]){0}};
    struct selection none;

    holding_finish(&holding);
    holding.drives[1].index = &empty;
    cr_assert_eq(select_names(&holding.expansion, &holding.machine, 1, &none), STATUS_NOT_FOUND);
}
