/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of names in an index. */
#include "planner/indexorder.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/chance.h"

static struct arena arena;
static struct indexorder order;

static void begin(void)
{
    order = (struct indexorder){.arena = &arena};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(indexorder, .init = begin, .fini = end, .timeout = 30);

Test(indexorder, upper_case_counts_then_length_then_the_units_themselves)
{
    static const char *const sorted[] = {
        "$x",
        "1",
        "10",
        "2",
        "A",
        "a",
        "AB",
        "aB",
        "ab",
        "B",
        "b1",
        "_",
        "\xC3\xA4",
        /* U+10000 is written with units from D800 on, before U+E000 */
        "\xED\xA0\x80",
        "\xF0\x90\x80\x80",
        "\xEE\x80\x80",
    };
    enum { N = sizeof sorted / sizeof sorted[0] };

    for (uint32_t i = 0; i < N; i++)
        for (uint32_t k = 0; k < N; k++) {
            int sign = indexorder_compare(str_of(sorted[i]), str_of(sorted[k]), NULL);

            cr_expect(i < k   ? sign < 0
                      : i > k ? sign > 0
                              : sign == 0,
                      "%s and %s: %d", sorted[i], sorted[k], sign);
        }
}

Test(indexorder, upcase_is_the_volumes)
{
    static uint16_t upcase[TEXT_UPCASE_UNITS];

    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)i;
    upcase['z'] = '1';
    upcase[0xE4] = '0';
    cr_expect_lt(indexorder_compare(str_of("z"), str_of("2"), upcase), 0);
    cr_expect_lt(indexorder_compare(str_of("x\xC3\xA4"), str_of("x1"), upcase), 0);
    cr_expect_gt(indexorder_compare(str_of("a"), str_of("B"), upcase), 0);
}

Test(indexorder, ranks_are_those_of_a_sorted_list)
{
    enum { N = 3000 };
    static char text[N][24];
    static struct str names[N];
    struct chance chance = chance_seed(3);

    for (uint32_t round = 0; round < 6; round++) {
        bool seen[N] = {false};
        static uint32_t at[N];

        for (uint32_t i = 0; i < N; i++) {
            uint32_t number = round == 0   ? i
                              : round == 1 ? N - i
                              : round == 2 ? i * 2 % N + i * 2 / N
                                           : chance_below(&chance, 1000000);

            snprintf(text[i], sizeof text[i], round % 2 ? "same beginning %06u" : "%06u%c", number,
                     'a' + (int)(i % 26));
            names[i] = str_of(text[i]);
        }
        cr_assert(indexorder_rank(&order, names, N));
        for (uint32_t i = 0; i < N; i++) {
            cr_assert_lt(order.ranks[i], N);
            cr_assert_not(seen[order.ranks[i]]);
            seen[order.ranks[i]] = true;
            at[order.ranks[i]] = i;
        }
        for (uint32_t i = 1; i < N; i++)
            cr_assert_leq(indexorder_compare(names[at[i - 1]], names[at[i]], NULL), 0);
    }
}

Test(indexorder, none_and_one)
{
    struct str name = str_of("a");

    cr_expect(indexorder_rank(&order, NULL, 0));
    cr_assert(indexorder_rank(&order, &name, 1));
    cr_expect_eq(order.ranks[0], 0);
}
