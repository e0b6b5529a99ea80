/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a journal says was done. */
#include "src/undoing.h"

#include <criterion/criterion.h>

#include "tests/support/storeplan.h"

enum { ONE, TWO, VOLUMES };

static struct storeplan maker;
static struct undoing undoing;

/* Operations 0, 2, 4 on the first volume, 1 and 3 on the second. */
static void begin(void)
{
    uint32_t roots[VOLUMES];

    storeplan_begin(&maker, &(struct plan_volume){.drive = str_of("C:")});
    roots[ONE] = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    storeplan_volume(&maker, &(struct plan_volume){.drive = str_of("D:")});
    roots[TWO] = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    for (uint32_t i = 0; i < 5; i++)
        storeplan_op(&maker, PLAN_MKDIR, roots[i % 2], str_of("x"), 0, 0);
}

static void end(void)
{
    arena_free(&undoing.arena);
    plan_free(&maker.plan);
}

TestSuite(undoing, .init = begin, .fini = end);

static enum status fold(const struct journal_entry *entries, uint32_t n)
{
    arena_free(&undoing.arena);
    return undoing_fold(&maker.plan, entries, n, true, &undoing);
}

static void expect_done(const char *digits)
{
    for (uint32_t i = 0; i < maker.plan.nops; i++)
        cr_expect_eq(undoing.is_done[i], digits[i] == '1', "operation %u of %s", i, digits);
}

Test(undoing, operations_are_counted_by_volume)
{
    const struct journal_item items[] = {{.op = 2, .reference = 17, .size = 3},
                                         {.op = 4, .reference = 18}};
    const struct journal_item other = {.op = 1, .reference = 5};
    const struct journal_entry entries[] = {
        {JOURNAL_INTENT, {ONE, 1, 2, 1}, items, 2},
        {JOURNAL_DONE, {ONE, 1, 2, 1}, items, 2},
        {JOURNAL_DONE, {TWO, 0, 1, 0}, &other, 1},
    };

    cr_assert_eq(fold(entries, 3), STATUS_OK);
    expect_done("01101");
    cr_assert_eq(undoing.nmade, 3);
    cr_expect(undoing.made[0].op == 1 && undoing.made[0].reference == 5);
    cr_expect(undoing.made[1].op == 2 && undoing.made[1].reference == 17 &&
              undoing.made[1].size == 3);
    cr_expect(undoing.made[2].op == 4);
    cr_assert_eq(fold(entries, 0), STATUS_OK);
    expect_done("00000");
}

Test(undoing, what_was_discarded_was_not_done)
{
    const struct journal_item item = {.op = 0, .reference = 9};
    const struct journal_entry entries[] = {
        {JOURNAL_INTENT, {ONE, 0, 2, 1}, &item, 1},   {JOURNAL_DISCARDED, {ONE, 0, 2, 1}, NULL, 0},
        {JOURNAL_INTENT, {ONE, 0, 1, 2}, &item, 1},   {JOURNAL_DONE, {ONE, 0, 1, 2}, &item, 1},
        {JOURNAL_DISCARDED, {ONE, 0, 2, 3}, NULL, 0},
    };

    cr_assert_eq(fold(entries, 2), STATUS_OK);
    expect_done("00000");
    cr_expect_eq(undoing.nmade, 0, "what it had made is not there");
    cr_assert_eq(fold(entries, 5), STATUS_OK);
    expect_done("10000");
}

Test(undoing, an_open_batch_has_no_telling_and_what_began_on_a_mounted_volume_may_be_done)
{
    const struct journal_entry batch = {JOURNAL_INTENT, {TWO, 0, 2, 1}, NULL, 0};
    const struct journal_entry mounted = {JOURNAL_INTENT, {TWO, 1, 1, 0}, NULL, 0};

    cr_assert_eq(fold(&batch, 1), STATUS_DAMAGED);
    cr_expect(strstr(undoing.why, "recover"));
    arena_free(&undoing.arena);
    cr_assert_eq(undoing_fold(&maker.plan, &batch, 1, false, &undoing), STATUS_OK,
                 "without a log it never counted");
    expect_done("00000");
    cr_assert_eq(fold(&mounted, 1), STATUS_OK);
    expect_done("00010");
    for (uint32_t i = 0; i < maker.plan.nops; i++)
        cr_expect_eq(undoing.is_begun[i], i == 3, "operation %u", i);
}

Test(undoing, entries_of_other_operations_are_damage)
{
    const struct journal_item item = {.op = 5, .reference = 9};
    const struct journal_entry entries[] = {
        {JOURNAL_DONE, {VOLUMES, 0, 1, 0}, NULL, 0},
        {JOURNAL_DONE, {TWO, 0, 3, 0}, NULL, 0},
        {JOURNAL_DONE, {TWO, 3, 0, 0}, NULL, 0},
        {JOURNAL_DONE, {ONE, 2, UINT32_MAX, 0}, NULL, 0},
        {JOURNAL_DONE, {ONE, 0, 1, 0}, &item, 1},
    };

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
        cr_expect_eq(fold(&entries[i], 1), STATUS_DAMAGED, "%zu", i);
}
