/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a path is taken: each outcome, and the same answer as select gives for every name. */
#include "planner/explain.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "planner/select.h"
#include "tests/support/chance.h"
#include "tests/support/holding.h"

static struct holding holding;
static struct explanation explanation;

static void begin(void)
{
    holding_begin(&holding, 2, 2000);
}

static void end(void)
{
    explain_free(&explanation);
    holding_free(&holding);
}

TestSuite(explain, .init = begin, .fini = end, .timeout = 60);

static const struct explanation *explain(const char *path)
{
    explain_free(&explanation);
    cr_assert_eq(explain_path(&holding.expansion, &holding.machine, str_of(path), &explanation),
                 STATUS_OK);
    return &explanation;
}

static void expect_row(uint32_t row, uint32_t rule, enum explain_outcome outcome)
{
    cr_assert_lt(row, explanation.n);
    cr_expect_eq(explanation.at[row].rule, rule, "row %u", row);
    cr_expect_eq(explanation.at[row].outcome, outcome, "row %u", row);
}

Test(explain, the_winner_comes_first_and_each_loser_says_why)
{
    holding_add(&holding, 0, "\\x\\y\\a.txt");
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\* [*.txt]");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\x\\* [*]");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\y [*]");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\z\\* [*]");
    holding_finish(&holding);
    explain("c:\\X\\y\\A.TXT");
    cr_assert_eq(explanation.n, 4);
    cr_expect(explanation.is_taken);
    cr_expect_eq(explanation.rule, 3);
    cr_expect_neq(explanation.name, INDEX_NONE);
    expect_row(0, 3, EXPLAIN_WINS);
    expect_row(1, 2, EXPLAIN_LOSES);
    expect_row(2, 1, EXPLAIN_LOSES);
    expect_row(3, 0, EXPLAIN_LOSES);
    cr_expect_eq(explanation.at[1].point, PATTERN_BY_FOLDERS);
    explain("C:\\x");
    cr_expect(explanation.is_folder);
    cr_expect_not(explanation.is_taken, "an exclude as specific goes first");
    expect_row(0, 2, EXPLAIN_WINS);
    expect_row(1, 1, EXPLAIN_LOSES);
    cr_expect_eq(explanation.at[1].point, PATTERN_ALIKE);
}

Test(explain, unconditional_excludes_filters_and_dead_excludes)
{
    uint32_t hidden = holding_add(&holding, 0, "\\x\\hidden");
    struct expand_rule *rule;

    holding_add(&holding, 0, "\\x\\plain");
    holding.groves[0].index.files.attributes[hidden] = 0x6;
    rule = holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x [*]");
    rule->spares_hidden_system = true;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\y [*]");
    holding_rule(&holding, RULES_EXCLUDE, 1, "C:\\* [*]");
    holding_rule(&holding, RULES_UNCONDITIONAL_EXCLUDE, 1, "C:\\x [pl*]");
    holding_finish(&holding);
    holding.scopes[1].has_include = false;
    explain("C:\\x\\hidden");
    cr_expect_not(explanation.is_taken);
    expect_row(0, 0, EXPLAIN_NOT_MEANT);
    expect_row(1, 2, EXPLAIN_NO_INCLUDE);
    explain("C:\\x\\plain");
    cr_expect_not(explanation.is_taken);
    cr_expect_eq(explanation.rule, 3);
    expect_row(0, 3, EXPLAIN_WINS);
    expect_row(1, 0, EXPLAIN_WINS);
}

Test(explain, what_is_not_there_is_taken_for_a_file)
{
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_rule(&holding, RULES_INCLUDE, 0, "E:\\* [*]");
    holding_finish(&holding);
    explain("C:\\x\\new\\");
    cr_expect(explanation.is_taken && explanation.name == INDEX_NONE && !explanation.is_folder);
    explain("E:\\a");
    cr_expect(explanation.drive == MACHINE_NONE && explanation.is_taken);
    explain("");
    cr_expect_not(explanation.is_taken);
}

/* ---- Against select ---- */

static void random_path(struct chance *chance, char *path, size_t room)
{
    static const char *const steps[] = {"a", "B", "docs", "a.txt", "b.doc", "x", "Docs.txt"};
    size_t n = 0, depth = 1 + chance_below(chance, 4);

    for (size_t i = 0; i < depth; i++)
        n += (size_t)snprintf(path + n, room - n, "\\%s%s", steps[chance_below(chance, 7)],
                              i + 1 < depth ? ".d" : "");
}

static void random_pattern(struct chance *chance, char *text, size_t room)
{
    static const char *const nodes[] = {
        "C:\\*",         "C:\\a.d\\*", "C:\\a.d", "C:\\B.d\\x.d\\*", "*\\docs.d\\*",
        "C:\\*\\x.d\\*", "*",          "D:\\*",   "C:\\*.d\\a.d"};
    static const char *const leaves[] = {" [*]", " [*.txt]", " [a*]", "", " []", " [docs.txt]"};

    snprintf(text, room, "%s%s", nodes[chance_below(chance, 9)], leaves[chance_below(chance, 6)]);
}

static void make_by_chance(struct chance *chance)
{
    static const enum rules_kind kinds[] = {RULES_INCLUDE, RULES_INCLUDE,
                                            RULES_INCLUDE, RULES_EXCLUDE,
                                            RULES_EXCLUDE, RULES_UNCONDITIONAL_EXCLUDE};
    uint32_t nnames = 5 + chance_below(chance, 40), nrules = 1 + chance_below(chance, 10);
    char text[200];

    for (uint32_t i = 0; i < nnames; i++) {
        random_path(chance, text, sizeof text);
        holding_add(&holding, 0, text);
    }
    for (uint32_t i = 0; i < nrules; i++) {
        random_pattern(chance, text, sizeof text);
        holding_rule(&holding, kinds[chance_below(chance, nrules < 3 ? 5 : 6)], 3 * i / nrules,
                     text)
            ->spares_hidden_system = chance_below(chance, 4) == 0;
    }
    for (uint32_t i = 0; i < nnames / 4; i++)
        holding.groves[0]
            .index.files.attributes[chance_below(chance, holding.groves[0].index.files.n)] |= 0x6;
    holding_finish(&holding);
}

static void compare_names(uint64_t seed)
{
    const struct index *index = &holding.groves[0].index;
    bool *taken = calloc(index->names.n, sizeof *taken);
    struct selection selection;
    struct path path = {0};
    char text[2000];

    cr_assert_eq(select_names(&holding.expansion, &holding.machine, 0, &selection), STATUS_OK);
    for (uint32_t i = 0; i < selection.n; i++)
        taken[selection.at[i].name] = true;
    for (uint32_t name = 0; name < index->names.n; name++) {
        cr_assert_eq(path_of_name(index, name, &path), STATUS_OK);
        snprintf(text, sizeof text, "C:%.*s", (int)path.n, path.at);
        /* Of two names that are the same the path leads to one. */
        if (explain(text)->name == name)
            cr_assert_eq(explanation.is_taken, taken[name], "seed %llu: %s",
                         (unsigned long long)seed, text);
    }
    path_free(&path);
    select_free(&selection);
    free(taken);
}

Test(explain, every_name_is_judged_as_select_does)
{
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct chance chance = chance_seed(seed);

        holding_free(&holding);
        holding_begin(&holding, 2, 2000);
        make_by_chance(&chance);
        compare_names(seed);
    }
}
