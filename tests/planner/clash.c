/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that differ only by case: few, many, and of the volume's own letters. */
#include "planner/clash.h"

#include "tests/support/chance.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static struct arena arena;

static void end(void)
{
    arena_free(&arena);
}

TestSuite(clash, .fini = end, .timeout = 30);

static uint32_t count(const char *const *names, uint32_t n, const uint16_t *upcase)
{
    struct clash clash = {.arena = &arena};
    uint32_t units;

    clash_begin(&clash);
    for (uint32_t i = 0; i < n; i++)
        cr_assert_eq(clash_add(&clash, str_of(names[i]), upcase, &units), STATUS_OK);
    return clash_count(&clash);
}

Test(clash, the_first_of_each_is_left_out)
{
    static const char *const names[] = {"a.txt", "b",  "A.TXT", "a.Txt", "B",   "c", "",  "aa",
                                        "ab",    "AB", "d",     "e",     "f",   "g", "h", "i",
                                        "G",     "j",  "k.txt", "k.t",   "K.T", "l"};

    cr_expect_eq(count(names, 0, NULL), 0);
    cr_expect_eq(count(names, 1, NULL), 0);
    cr_expect_eq(count(names, 6, NULL), 3);
    cr_expect_eq(count(names, sizeof names / sizeof names[0], NULL), 6);
}

Test(clash, letters_fold_by_the_volumes_table)
{
    static uint16_t upcase[TEXT_UPCASE_UNITS];
    static const char *const names[] = {"\u00eb", "\u00cb", "\U0001F600", "\U0001F601"};

    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)i;
    upcase[0xEB] = 0xCB;
    cr_expect_eq(count(names, 4, upcase), 1);
    cr_expect_eq(count(names, 4, NULL), 0);
}

Test(clash, units_are_those_of_utf16)
{
    struct clash clash = {.arena = &arena};
    uint32_t units;

    cr_assert_eq(clash_add(&clash, str_of("a\u65e5\U0001F600\xED\xA0\xBD"), NULL, &units),
                 STATUS_OK);
    cr_expect_eq(units, 5);
}

/* Every pair compared is the plain way to say it. */
Test(clash, equals_comparing_all_with_all)
{
    enum { N = 300, BYTES = 8 };

    for (uint64_t run = 0; run < 50; run++) {
        struct chance chance = chance_seed(run + 1);
        char texts[N][BYTES];
        const char *names[N];
        uint32_t expected = 0;

        for (unsigned i = 0; i < N; i++) {
            unsigned n = 1 + chance_below(&chance, 4);

            for (unsigned k = 0; k < n; k++)
                texts[i][k] = "aAbBcC"[chance_below(&chance, 6)];
            texts[i][n] = '\0';
            names[i] = texts[i];
            for (unsigned k = 0; k < i; k++)
                if (text_same_folded(str_of(texts[i]), str_of(texts[k]), NULL)) {
                    expected++;
                    break;
                }
        }
        cr_assert_eq(count(names, N, NULL), expected);
        cr_assert_gt(expected, 0);
    }
}
