/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that operations have made are found by their folder, and by names of another case. */
#include "planner/made.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct arena arena;
static struct made made;

static void end(void)
{
    arena_free(&arena);
}

TestSuite(made, .fini = end, .timeout = 60);

static void add(uint32_t folder, struct str name, uint32_t thing)
{
    made_add(&made, &(struct made_name){.name = name, .folder = folder, .thing = thing}, NULL);
}

Test(made, a_name_is_found_in_its_folder_alone_and_in_any_case)
{
    struct str name = str_of("a.txt");

    cr_assert_eq(made_begin(&made, 2, &arena), STATUS_OK);
    cr_expect_null(made_find(&made, 7, name, NULL));
    add(7, name, 100);
    cr_assert_not_null(made_find(&made, 7, name, NULL));
    cr_expect_eq(made_find(&made, 7, str_of("A.TXT"), NULL)->thing, 100);
    cr_expect_null(made_find(&made, 8, name, NULL));
    cr_expect_null(made_find(&made, 7, str_of("a.tx"), NULL));
}

Test(made, one_that_is_gone_is_found_until_another_takes_its_place)
{
    struct str name = str_of("a"), other = str_of("A");

    cr_assert_eq(made_begin(&made, 2, &arena), STATUS_OK);
    add(7, name, 100);
    made_find(&made, 7, name, NULL)->is_gone = true;
    cr_expect(made_find(&made, 7, other, NULL)->is_gone);
    add(7, other, 101);
    cr_expect_not(made_find(&made, 7, name, NULL)->is_gone);
    cr_expect_eq(made_find(&made, 7, name, NULL)->thing, 101);
    cr_expect_eq(made.n, 2);
}

/* As many as there is room for, each asked about before and after others were added. */
Test(made, all_of_thousands_are_found_whatever_was_asked_between)
{
    enum { N = 5000, BYTES = 16, FOLDERS = 7 };
    static char texts[N][BYTES];

    cr_assert_eq(made_begin(&made, N, &arena), STATUS_OK);
    for (uint32_t i = 0; i < N; i++) {
        snprintf(texts[i], BYTES, "name %u", i / FOLDERS);
        cr_expect_null(made_find(&made, i % FOLDERS, str_of(texts[i]), NULL));
        add(i % FOLDERS, str_of(texts[i]), i);
        cr_expect_eq(made_find(&made, i % FOLDERS, str_of(texts[i]), NULL)->thing, i);
    }
    for (uint32_t i = 0; i < N; i++)
        cr_expect_eq(made_find(&made, i % FOLDERS, str_of(texts[i]), NULL)->thing, i);
}
