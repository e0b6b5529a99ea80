/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in the order of a folder's index. */
#include "planner/shelf.h"

#include <criterion/criterion.h>

#include "tests/support/chance.h"

enum { NAMES = 500, BYTES = 12 };

static struct arena arena;
static struct shelf shelf;
static uint16_t upcase[TEXT_UPCASE_UNITS];

static void begin(void)
{
    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)(i >= 'a' && i <= 'z' ? i - 32 : i);
    upcase[0xE4] = 0xC4;
    shelf = (struct shelf){.upcase = upcase, .arena = &arena};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(shelf, .init = begin, .fini = end, .timeout = 60);

static void put(const char *name, bool is_there)
{
    cr_assert_eq(shelf_add(&shelf, str_of(name), shelf.n, is_there), STATUS_OK);
}

Test(shelf, upcased_units_come_first_then_units_then_what_is_there)
{
    static const char *const order[] = {"A", "a", "a", "a.b", "AB", "_", "\xC3\x84", "\xC3\xA4"};

    put("\xC3\xA4", false);
    put("_", false);
    put("a", false);
    put("AB", false);
    put("a", true);
    put("a.b", false);
    put("\xC3\x84", false);
    put("A", false);
    shelf_sort(&shelf);
    for (uint32_t i = 0; i < 8; i++)
        cr_expect(str_equal(shelf.sorted[i]->name, str_of(order[i])), "%u", i);
    cr_expect(shelf.sorted[1]->is_there);
    cr_expect_eq(shelf_end_of_group(&shelf, 0), 3);
    cr_expect_eq(shelf_end_of_group(&shelf, 3), 4);
    cr_expect_eq(shelf_end_of_group(&shelf, 6), 8);
}

Test(shelf, units_are_ordered_and_not_code_points)
{
    put("\xEF\xBF\xBD", false);     /* U+FFFD */
    put("\xF0\x90\x80\x80", false); /* U+10000: D800 DC00 */
    put("\xED\xA0\x80", false);     /* D800 alone */
    shelf_sort(&shelf);
    cr_expect_eq(shelf.sorted[0]->id, 2);
    cr_expect_eq(shelf.sorted[1]->id, 1);
    cr_expect_eq(shelf.sorted[2]->id, 0);
}

Test(shelf, any_number_of_names_is_in_order)
{
    static char names[NAMES][BYTES];
    struct chance chance = chance_seed(3);

    for (uint32_t round = 0; round < 300; round++) {
        uint32_t n = chance_below(&chance, NAMES);

        shelf_clear(&shelf);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t length = 1 + chance_below(&chance, BYTES - 1);

            for (uint32_t at = 0; at < length; at++)
                names[i][at] = "aAbBcC."[chance_below(&chance, at < 5 ? 1 : 7)];
            cr_assert_eq(shelf_add(&shelf, (struct str){names[i], length}, i, false), STATUS_OK);
        }
        shelf_sort(&shelf);
        for (uint32_t i = 1; i < n; i++) {
            const struct shelf_name *a = shelf.sorted[i - 1], *b = shelf.sorted[i];
            size_t at = 0;

            while (at < a->name.n && at < b->name.n &&
                   upcase[(uint8_t)a->name.at[at]] == upcase[(uint8_t)b->name.at[at]])
                at++;
            if (at < a->name.n && at < b->name.n)
                cr_assert_lt(upcase[(uint8_t)a->name.at[at]], upcase[(uint8_t)b->name.at[at]]);
            else
                cr_assert(a->name.n < b->name.n ||
                          (a->name.n == b->name.n && text_compare(a->name, b->name) <= 0));
        }
    }
}

Test(shelf, the_second_round_fills_what_the_first_left_out)
{
    for (uint32_t n = 1; n < 20; n++) {
        uint32_t seen = 0;

        for (uint32_t i = 0; i < n; i++)
            seen |= UINT32_C(1) << shelf_round(i, n);
        cr_expect_eq(seen, (UINT32_C(1) << n) - 1);
    }
    for (uint32_t i = 0; i < 7; i++)
        cr_expect_eq(shelf_round(i, 7), "\0\2\4\6\1\3\5"[i]);
}
