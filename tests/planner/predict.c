/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names must be there afterwards; save_chance.c holds it against trees by chance. */
#include "planner/predict.h"

#include <criterion/criterion.h>

#include "tests/support/aftermath.h"

static struct holding holding, after;
static struct plan plan;
static struct prediction prediction;

static void begin(void)
{
    holding_begin(&holding, 1, 1000);
    holding_add(&holding, 0, "\\x\\a");
    holding_link(&holding, 0, "\\x\\more");
    holding_add(&holding, 0, "\\x\\b");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    holding_save(&holding, &plan);
    cr_assert_eq(predict(&plan, &holding.machine, 0, &prediction), STATUS_OK);
    aftermath_of(&holding, &plan, &after);
}

static void end(void)
{
    predict_free(&prediction);
    plan_free(&plan);
    holding_free(&after);
    holding_free(&holding);
}

TestSuite(predict, .init = begin, .fini = end, .timeout = 60);

/* The differences as bits of their kinds. */
static unsigned differences(const struct index *index, uint32_t n)
{
    struct predict_differences all;
    unsigned kinds = 0;

    cr_assert_eq(predict_compare(&prediction, index, &all), STATUS_OK);
    cr_expect_eq(all.n, n);
    for (uint32_t i = 0; i < all.n; i++)
        kinds |= 1U << all.at[i].kind;
    predict_differences_free(&all);
    return kinds;
}

enum {
    MISSING = 1 << PREDICT_MISSING,
    UNEXPECTED = 1 << PREDICT_UNEXPECTED,
    LINK_COUNT = 1 << PREDICT_LINK_COUNT
};

Test(predict, an_empty_plan_changes_nothing)
{
    struct plan nothing;
    const struct index *index = &holding.groves[0].index;

    plan_begin(&nothing);
    predict_free(&prediction);
    cr_assert_eq(predict(&nothing, &holding.machine, 0, &prediction), STATUS_OK);
    cr_assert_eq(prediction.n, 0);
    cr_assert_eq(prediction.nold, index->names.n);
    for (uint32_t name = 0; name < index->names.n; name++)
        cr_assert(predict_keeps(&prediction, name));
    cr_assert_eq(differences(index, 0), 0);
}

Test(predict, what_was_carried_out_is_as_predicted)
{
    cr_assert_eq(differences(&after.groves[0].index, 0), 0);
}

Test(predict, before_it_is_carried_out_all_of_it_is_missing)
{
    cr_assert_eq(differences(&holding.groves[0].index, plan.nops + 2), MISSING | LINK_COUNT,
                 "and two files have not the names that they must have");
}

/* Behind it is the manifest alone. */
static struct plan_op *last_link(void)
{
    return &plan.ops[plan.nops - 2];
}

/* The row of the last name, which the plan has made, or of the last of a file. */
static char *bytes_of(uint32_t name)
{
    const struct index *index = &after.groves[0].index;

    return index->text.at + index->names.text[name] + 2;
}

Test(predict, a_name_that_was_changed_is_missing_and_another_unexpected)
{
    struct index *index = &after.groves[0].index;
    uint32_t name =
        index_end_name(index, index_find_reference(index, last_link()->expect.reference)) - 1;

    bytes_of(name)[0] ^= 1;
    cr_assert_eq(differences(index, 2), MISSING | UNEXPECTED);
}

Test(predict, a_folder_that_was_renamed_is_another_and_what_the_plan_made_in_it_is_elsewhere)
{
    static const char others[] = "fG";
    struct index *index = &after.groves[0].index;
    uint32_t name;

    cr_assert_eq(path_find(index, str_of("\\store\\USMT\\File"), NULL, &name, NULL), STATUS_OK);
    for (size_t i = 0; others[i]; i++) {
        bytes_of(name)[0] = others[i];
        cr_assert_eq(differences(index, 2 * (plan.nops - 3)) & (MISSING | UNEXPECTED),
                     MISSING | UNEXPECTED, "also by case alone");
    }
}

Test(predict, a_wrong_count_of_links_is_told)
{
    after.groves[0].index.files.header_links[2]++;
    cr_assert_eq(differences(&after.groves[0].index, 1), LINK_COUNT);
}

Test(predict, what_came_from_elsewhere_is_unexpected)
{
    holding_free(&after);
    holding_begin(&after, 1, 1000);
    holding_add(&after, 0, "\\x\\a");
    holding_link(&after, 0, "\\x\\more");
    holding_add(&after, 0, "\\x\\b");
    holding_add(&after, 0, "\\x\\c");
    holding_finish(&after);
    plan.nops = 0;
    predict_free(&prediction);
    cr_assert_eq(predict(&plan, &holding.machine, 0, &prediction), STATUS_OK);
    cr_assert_eq(differences(&after.groves[0].index, 1), UNEXPECTED);
}

/* Of the names before, the plan takes this one alone. */
static void expect_gone(const char *gone)
{
    const struct index *index = &holding.groves[0].index;

    predict_free(&prediction);
    cr_assert_eq(predict(&plan, &holding.machine, 0, &prediction), STATUS_OK);
    cr_assert_eq(prediction.nold, index->names.n - 1);
    for (uint32_t name = 0; name < index->names.n; name++)
        cr_assert_eq(predict_keeps(&prediction, name),
                     !str_equal(index_name(index, name), str_of(gone)));
}

Test(predict, what_is_taken_away_is_not_there)
{
    struct plan_op *last = last_link();

    last->kind = PLAN_UNLINK;
    last->folder = last->from_folder;
    last->name = str_of("more");
    expect_gone("more");
    last->kind = PLAN_MOVE;
    last->from_name = str_of("more");
    last->name = str_of("moved");
    expect_gone("more");
    cr_assert_eq(prediction.names[prediction.n - 2].op, plan.nops - 2);
}

Test(predict, of_a_name_that_is_moved_the_dos_name_comes_along_or_goes)
{
    struct plan_op *last = last_link();
    struct index *before = &holding.groves[0].index, *now = &after.groves[0].index;
    const uint32_t file = index_find_reference(before, last->expect.reference);

    last->kind = PLAN_MOVE;
    before->names.name_space[index_first_name(before, file)] = NAMESPACE_WIN32;
    before->files.header_links[file]++;
    holding_free(&after);
    aftermath_of(&holding, &plan, &after);
    predict_free(&prediction);
    cr_assert_eq(predict(&plan, &holding.machine, 0, &prediction), STATUS_OK);
    now->files.header_links[file] = 1;
    cr_expect_eq(differences(now, 0), 0);
    now->files.header_links[file] = 2;
    cr_expect_eq(differences(now, 0), 0);
    now->files.header_links[file] = 3;
    cr_expect_eq(differences(now, 1), LINK_COUNT);
    now->files.header_links[file] = 0;
    cr_expect_eq(differences(now, 1), LINK_COUNT);
}
