/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words are kept once, under their owner, and found by a hash that grows from their end. */
#include "planner/intern.h"

#include <criterion/criterion.h>

static const uint32_t units[] = {'a', 'b', 'c', 'd'};

Test(intern, a_word_has_one_number_for_each_owner)
{
    struct arena arena = {0};
    struct intern table;

    cr_assert_eq(intern_begin(&table, 4, &arena), STATUS_OK);
    cr_expect_eq(intern_find(&table, 0, units, 2, intern_hash(units, 2)), INTERN_NONE);
    cr_expect_eq(intern_add(&table, 0, units, 2), 0);
    cr_expect_eq(intern_add(&table, 1, units, 2), 1);
    cr_expect_eq(intern_add(&table, 0, units, 0), 2);
    cr_expect_eq(intern_add(&table, 0, units + 1, 2), 3);
    cr_expect_eq(intern_add(&table, 1, units, 2), 1);
    cr_expect_eq(table.n, 4);
    cr_expect_eq(intern_find(&table, 0, units + 1, 2, intern_hash(units + 1, 2)), 3);
    cr_expect_eq(intern_find(&table, 0, units + 1, 3, intern_hash(units + 1, 3)), INTERN_NONE);
    arena_free(&arena);
}

Test(intern, the_hash_of_an_end_is_met_on_the_way)
{
    uint32_t hash = INTERN_HASH_BEGIN;

    for (uint32_t i = 4; i > 0; i--) {
        cr_expect_eq(intern_hash(units + i, 4 - i), hash);
        hash = intern_hash_before(hash, units[i - 1]);
    }
    cr_expect_eq(intern_hash(units, 4), hash);
}

Test(intern, a_full_table_finds_all_of_thousands)
{
    enum { N = 5000 };
    static uint32_t numbers[N];
    struct arena arena = {0};
    struct intern table;

    cr_assert_eq(intern_begin(&table, N, &arena), STATUS_OK);
    for (uint32_t i = 0; i < N; i++) {
        numbers[i] = i;
        cr_assert_eq(intern_add(&table, i % 3, &numbers[i], 1), i);
    }
    for (uint32_t i = 0; i < N; i++)
        cr_assert_eq(intern_find(&table, i % 3, &numbers[i], 1, intern_hash(&numbers[i], 1)), i);
    arena_free(&arena);
}
