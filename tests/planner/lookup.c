/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names by their folder: the very one, else one that differs only by case. */
#include "planner/lookup.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/grove.h"

static struct grove grove;
static struct lookup lookup;

static void begin(void)
{
    grove_begin(&grove, 5000);
}

static void end(void)
{
    lookup_free(&lookup);
    grove_free(&grove);
}

TestSuite(lookup, .init = begin, .fini = end, .timeout = 60);

static uint32_t plant(uint32_t parent, const char *name, unsigned flags)
{
    return grove.index.files.first_name[grove_add(&grove, parent, str_of(name), flags)];
}

static void finish(void)
{
    grove_finish(&grove);
    cr_assert_eq(lookup_begin(&lookup, &grove.index, NULL), STATUS_OK);
}

Test(lookup, the_very_name_comes_before_one_of_another_case)
{
    uint32_t first = plant(GROVE_ROOT, "a", 0), second = plant(GROVE_ROOT, "A", 0);

    finish();
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("a")), first);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("A")), second);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("b")), INDEX_NONE);
    lookup_drop(&lookup, first);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("a")), second);
    lookup_drop(&lookup, second);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("a")), INDEX_NONE);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("A")), INDEX_NONE);
}

Test(lookup, a_path_leads_where_path_find_says)
{
    uint32_t users = grove_add(&grove, GROVE_ROOT, str_of("Users"), FILE_DIRECTORY);
    uint32_t file = plant(users, "a.txt", 0), name;

    plant(GROVE_ROOT, "a.txt", 0);
    finish();
    cr_assert_eq(path_find(&grove.index, str_of("\\USERS\\A.txt"), NULL, &name, NULL), STATUS_OK);
    cr_expect_eq(name, file);
    cr_expect_eq(lookup_path(&lookup, str_of("\\USERS\\A.txt")), file);
    cr_expect_eq(lookup_path(&lookup, str_of("\\Users\\nothing")), INDEX_NONE);
    cr_expect_eq(lookup_path(&lookup, str_of("\\a.txt\\a.txt")), INDEX_NONE);
    cr_expect_eq(lookup_path(&lookup, str_of("\\")), grove.index.files.first_name[GROVE_ROOT]);
}

Test(lookup, of_folders_alone_files_are_not_found)
{
    plant(GROVE_ROOT, "a", 0);
    plant(GROVE_ROOT, "b", FILE_DIRECTORY);
    grove_finish(&grove);
    cr_assert_eq(lookup_begin_folders(&lookup, &grove.index, NULL), STATUS_OK);
    cr_expect_eq(lookup_child(&lookup, GROVE_ROOT, str_of("a")), INDEX_NONE);
    cr_expect_neq(lookup_child(&lookup, GROVE_ROOT, str_of("b")), INDEX_NONE);
}

Test(lookup, names_that_differ_only_by_case_leave_one_after_the_other)
{
    char name[] = "abcdefghijkl";

    for (uint32_t i = 0; i < 4096; i++) {
        for (uint32_t bit = 0; bit < 12; bit++)
            name[bit] = (char)((i >> bit & 1 ? 'A' : 'a') + (int)bit);
        plant(GROVE_ROOT, name, 0);
    }
    finish();
    for (uint32_t i = 0; i < 4096; i++) {
        uint32_t found = lookup_child(&lookup, GROVE_ROOT, str_of("ABCDEFGHIJKl"));

        cr_assert_neq(found, INDEX_NONE);
        lookup_drop(&lookup, found);
    }
    cr_assert_eq(lookup_child(&lookup, GROVE_ROOT, str_of("abcdefghijkl")), INDEX_NONE);
}
