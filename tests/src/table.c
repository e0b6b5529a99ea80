/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a column: put, grown, cleared. */
#include "src/table/table.h"

#include <criterion/criterion.h>

static struct table_values values;

static void end(void)
{
    table_free(&values);
}

TestSuite(table, .fini = end, .timeout = 20);

Test(table, which_types_are_texts)
{
    for (int type = TABLE_BOOL; type <= TABLE_BYTES; type++)
        cr_expect_eq(table_is_text((enum table_type)type), type >= TABLE_TEXT, "%d", type);
}

Test(table, numbers_of_a_required_column)
{
    for (uint32_t i = 0; i < 100000; i++)
        table_put_number(&values, UINT64_MAX - i);
    cr_assert(!values.is_short && values.n == 100000 && values.nrows == 100000);
    for (uint32_t i = 0; i < 100000; i++)
        cr_assert_eq(values.numbers[i], UINT64_MAX - i);
}

Test(table, texts_stand_one_behind_the_other)
{
    table_put_text(&values, str_of(""));
    table_put_text(&values, (struct str){NULL, 0});
    table_put_text(&values, (struct str){"a\0b", 3});
    table_put_text(&values, str_of(""));
    table_put_text(&values, str_of("last"));
    cr_assert_eq(values.nrows, 5);
    cr_expect_eq(table_text(&values, 0).n, 0);
    cr_expect_not_null(table_text(&values, 0).at, "texts never lie at NULL");
    cr_expect(str_equal(table_text(&values, 2), (struct str){"a\0b", 3}));
    cr_expect_eq(table_text(&values, 3).n, 0);
    cr_expect(str_equal(table_text(&values, 4), str_of("last")));
}

Test(table, optional_rows_have_a_value_or_none)
{
    table_put_null(&values);
    table_put_some_number(&values, 7);
    table_put_null(&values);
    cr_assert(values.nrows == 3 && values.n == 1);
    cr_expect(values.present[0] == 0 && values.present[1] == 1 && values.present[2] == 0);
    cr_expect_eq(values.numbers[0], 7);
    table_clear(&values);
    table_put_some_text(&values, str_of("x"));
    cr_expect(values.nrows == 1 && values.n == 1 && values.present[0] == 1);
    cr_expect(str_equal(table_text(&values, 0), str_of("x")));
}

Test(table, many_rows_without_a_value_need_room_too)
{
    for (uint32_t i = 0; i < 5000; i++)
        table_put_null(&values);
    for (uint32_t i = 0; i < 5000; i++)
        table_put_some_number(&values, i);
    cr_assert(values.nrows == 10000 && values.n == 5000 && values.capacity >= 10000);
    cr_expect(values.present[4999] == 0 && values.present[5000] == 1);
    cr_expect_eq(values.numbers[4999], 4999);
}

Test(table, lists_end_where_their_elements_end)
{
    table_end_list(&values);
    table_add_text(&values, str_of("a"));
    table_add_text(&values, str_of("b"));
    table_end_list(&values);
    table_end_list(&values);
    cr_assert(values.nrows == 3 && values.n == 2);
    cr_expect(values.list_ends[0] == 0 && values.list_ends[1] == 2 && values.list_ends[2] == 2);
    for (uint32_t i = 0; i < 3000; i++)
        table_add_number(&values, i);
    table_end_list(&values);
    cr_expect_eq(values.list_ends[3], 3002);
}

Test(table, room_is_kept_when_rows_are_forgotten)
{
    uint32_t capacity;

    cr_assert(table_reserve(&values, 1000));
    capacity = values.capacity;
    cr_assert_geq(capacity, 1000);
    for (uint32_t i = 0; i < capacity; i++)
        table_put_number(&values, i);
    cr_expect_eq(values.capacity, capacity);
    table_clear(&values);
    cr_expect(values.n == 0 && values.nrows == 0 && values.capacity == capacity);
    cr_assert(table_reserve(&values, 0));
}

Test(table, what_cannot_be_had_is_remembered)
{
    table_put_number(&values, 1);
    cr_assert_not(table_reserve(&values, UINT32_MAX));
    cr_assert(values.is_short);
    cr_assert_not(table_reserve(&values, 1));
}
