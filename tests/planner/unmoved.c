/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A volume as it was before its Windows was moved aside. */
#include "planner/unmoved.h"

#include <criterion/criterion.h>

#include "tests/support/estate.h"

static struct estate estate;
static struct unmoved unmoved;

static void end(void)
{
    unmoved_free(&unmoved);
    estate_free(&estate);
}

TestSuite(unmoved, .fini = end, .timeout = 60);

static uint32_t find_in(const struct index *index, const char *path)
{
    uint32_t name;

    return path_find(index, str_of(path), NULL, &name, NULL) == STATUS_OK ? index->names.file[name]
                                                                          : INDEX_NONE;
}

static uint32_t find(const char *path)
{
    return find_in(&unmoved.index, path);
}

static void begin(void)
{
    uint32_t old;

    estate_finish(&estate);
    old = find_in(estate.drives[0].index, "\\Windows.old");
    cr_assert_eq(unmoved_begin(&unmoved, &estate.drives[0], old), STATUS_OK);
    estate.drives[0].real = estate.drives[0].index;
    estate.drives[0].moved = old;
}

static void expect_path(uint32_t file, const char *path)
{
    struct path it = {0};

    cr_assert_eq(path_of_file(&unmoved.index, file, &it), STATUS_OK);
    cr_expect(str_equal(path_str(&it), str_of(path)), "%.*s", (int)it.n, it.at);
    path_free(&it);
}

Test(unmoved, what_was_moved_is_in_the_root_again)
{
    estate_begin(&estate, ESTATE_VISTA);
    uint32_t first = estate_add(&estate, 0, "Windows.old\\Users\\Cat\\a.txt");
    uint32_t later = estate_add(&estate, 0, "Kept\\b.txt");
    uint32_t loose = estate_add(&estate, 0, "Windows.old\\loose.txt");

    begin();
    cr_expect_eq(find("\\Users\\Cat\\a.txt"), first);
    cr_expect_eq(find("\\Kept\\b.txt"), later);
    cr_expect_eq(find("\\loose.txt"), loose);
    cr_expect_eq(find("\\Windows.old"), INDEX_NONE);
    expect_path(first, "\\Users\\Cat\\a.txt");
    expect_path(later, "\\Kept\\b.txt");
    cr_expect(machine_is_moved(&estate.drives[0], index_first_name(&unmoved.index, loose)));
    cr_expect(!machine_is_moved(&estate.drives[0], index_first_name(&unmoved.index, first)),
              "the folder above it was");
    cr_expect(!machine_is_moved(&estate.drives[0], index_first_name(&unmoved.index, later)));
}

Test(unmoved, what_the_new_windows_has_is_not_there)
{
    estate_begin(&estate, ESTATE_VISTA);
    estate_add(&estate, 0, "Windows.old\\Documents and Settings\\Cat\\a.txt");
    estate_add(&estate, 0, "Windows.old\\Tools\\old.txt");
    estate_add(&estate, 0, "TOOLS\\new.txt");
    estate_add(&estate, 0, "Users\\Ann\\new.txt");
    estate_add(&estate, 0, "ProgramData\\new.txt");
    estate_add(&estate, 0, "Other\\new.txt");

    begin();
    cr_expect_eq(find("\\Users"), INDEX_NONE, "though the old one had none");
    cr_expect_eq(find("\\Windows"), INDEX_NONE);
    cr_expect_eq(find("\\ProgramData"), INDEX_NONE);
    cr_expect_eq(find("\\TOOLS\\new.txt"), INDEX_NONE, "the old one has a namesake");
    cr_expect_neq(find("\\tools\\old.txt"), INDEX_NONE);
    cr_expect_neq(find("\\Other\\new.txt"), INDEX_NONE);
    cr_expect_neq(find_in(estate.drives[0].index, "\\Users\\Ann\\new.txt"), INDEX_NONE,
                  "the index itself is as it was");
}

Test(unmoved, children_ascend)
{
    const struct index *index = &unmoved.index;

    estate_begin(&estate, ESTATE_XP);
    for (unsigned i = 0; i < 20; i++)
        estate_add(&estate, 0, estate_text(&estate, i % 3 ? "Windows.old\\n%u\\" : "n%u\\", i));
    begin();
    for (uint32_t i = index->first_child[GROVE_ROOT] + 1; i < index->first_child[GROVE_ROOT + 1];
         i++)
        cr_assert_lt(index->children[i - 1], index->children[i]);
    for (unsigned i = 0; i < 20; i++)
        cr_expect_neq(find(estate_text(&estate, "\\n%u", i)), INDEX_NONE);
}
