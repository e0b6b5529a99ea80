/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names rules take: scopes each for themselves, unconditional excludes for all. */
#include "planner/select.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/estate.h"

enum { TEXT_BYTES = 4000 };

static struct estate estate;
static struct selection selection;
static char text[TEXT_BYTES];

static void begin(void)
{
    estate_begin(&estate, 2, 1000);
}

static void end(void)
{
    select_free(&selection);
    estate_free(&estate);
}

TestSuite(select, .init = begin, .fini = end, .timeout = 60);

/* A line for each name of C: that is taken: its path and its rule. */
static const char *selected(void)
{
    struct path path = {0};
    size_t n = 0;

    select_free(&selection);
    cr_assert_eq(select_names(&estate.expansion, &estate.machine, 0, &selection), STATUS_OK);
    text[0] = '\0';
    for (uint32_t i = 0; i < selection.n; i++) {
        cr_assert_eq(path_of_name(&estate.groves[0].index, selection.at[i].name, &path), STATUS_OK);
        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%.*s %u\n", (int)path.n, path.at,
                              selection.at[i].rule);
        cr_assert_lt(n, TEXT_BYTES);
    }
    path_free(&path);
    return text;
}

Test(select, a_folder_its_files_then_the_folders_in_it)
{
    estate_add(&estate, 0, "\\x\\y\\b");
    estate_add(&estate, 0, "\\x\\a");
    estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    estate_finish(&estate);
    cr_assert_str_eq(selected(), "\\x 0\n\\x\\a 0\n\\x\\y 0\n\\x\\y\\b 0\n");
    cr_assert_eq(selection.nmatched, 4);
    cr_assert_eq(selection.nexcluded, 0);
}

Test(select, what_one_scope_leaves_out_another_may_take)
{
    estate_add(&estate, 0, "\\x\\a.doc");
    estate_add(&estate, 0, "\\x\\b.txt");
    estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x\\* [*.*]");
    estate_rule(&estate, RULES_EXCLUDE, 0, "C:\\x\\* [*.doc]");
    estate_rule(&estate, RULES_INCLUDE, 1, "C:\\* [*.doc]");
    estate_rule(&estate, RULES_INCLUDE, 2, "C:\\* [*.txt]");
    estate_finish(&estate);
    cr_assert_str_eq(selected(), "\\x\\a.doc 2\n\\x\\b.txt 0\n");
}

Test(select, excludes_of_a_scope_without_any_include_are_dead_but_not_unconditional_ones)
{
    estate_add(&estate, 0, "\\x\\a");
    estate_add(&estate, 0, "\\x\\b");
    estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    estate_rule(&estate, RULES_EXCLUDE, 1, "C:\\x [a]");
    estate_rule(&estate, RULES_UNCONDITIONAL_EXCLUDE, 1, "C:\\* [b]");
    estate_rule(&estate, RULES_MERGE, 1, "C:\\* [*]");
    estate_finish(&estate);
    cr_assert_str_eq(selected(), "\\x 0\n\\x\\a 0\n");
    cr_assert_eq(selection.nmatched, 3);
    cr_assert_eq(selection.nexcluded, 1);
}

Test(select, a_conditional_rule_that_does_not_apply_makes_way_for_the_next)
{
    struct expand_rule *rule;
    uint32_t hidden = estate_add(&estate, 0, "\\x\\hidden");

    estate_add(&estate, 0, "\\x\\plain");
    estate.groves[0].index.files.attributes[hidden] = 0x6;
    rule = estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x\\y\\* [*]");
    rule = estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x [*]");
    rule->spares_hidden_system = true;
    estate_rule(&estate, RULES_EXCLUDE, 0, "C:\\* [*]");
    estate_finish(&estate);
    cr_assert_str_eq(selected(), "\\x 1\n\\x\\plain 1\n");
    rule->spares_hidden_system = false;
    cr_assert_str_eq(selected(), "\\x 1\n\\x\\hidden 1\n\\x\\plain 1\n");
}

Test(select, a_conditional_unconditional_exclude_that_does_not_apply_excludes_nothing)
{
    uint32_t hidden = estate_add(&estate, 0, "\\x\\hidden");

    estate_add(&estate, 0, "\\x\\plain");
    estate.groves[0].index.files.attributes[hidden] = 0x6;
    estate_rule(&estate, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    estate_rule(&estate, RULES_UNCONDITIONAL_EXCLUDE, 0, "C:\\x [*]")->spares_hidden_system = true;
    estate_finish(&estate);
    cr_assert_str_eq(selected(), "\\x\\hidden 0\n");
}

Test(select, a_drive_without_a_root_is_not_found)
{
    struct index empty = {.first_child = (uint32_t[]){0}};
    struct selection none;

    estate_finish(&estate);
    estate.drives[1].index = &empty;
    cr_assert_eq(select_names(&estate.expansion, &estate.machine, 1, &none), STATUS_NOT_FOUND);
}
