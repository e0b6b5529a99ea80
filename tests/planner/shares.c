/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breakdowns of a folder: classes at their borders, sums, what is shared with other folders. */
#include "planner/shares.h"

#include "tests/support/grove.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { MOST = 60, MODIFIED = 1 };

#define DAY   UINT64_C(864000000000)
#define TODAY (20000 * DAY)

static struct grove grove;
static struct space space;
static struct shares shares;
static uint32_t a, b;

static void plant(void)
{
    struct file_rows *files = &grove.index.files;

    grove_begin(&grove, MOST);
    files->size = arena_array(&grove.arena, MOST, sizeof *files->size);
    files->allocated = arena_array(&grove.arena, MOST, sizeof *files->allocated);
    files->attributes = arena_array(&grove.arena, MOST, sizeof *files->attributes);
    files->times = arena_array(&grove.arena, (size_t)MOST * TIMES, sizeof *files->times);
    cr_assert(files->size && files->allocated && files->attributes && files->times);
    a = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_DIRECTORY);
    b = grove_add(&grove, GROVE_ROOT, str_of("b"), FILE_DIRECTORY);
}

static void uproot(void)
{
    shares_free(&shares);
    space_free(&space);
    grove_free(&grove);
}

TestSuite(shares, .init = plant, .fini = uproot);

static uint32_t add(uint32_t parent, const char *name, uint64_t size, uint64_t modified)
{
    uint32_t file = grove_add(&grove, parent, str_of(name), 0);

    grove.index.files.size[file] = size;
    grove.index.files.allocated[file] = 4096;
    grove.index.files.times[file * TIMES + MODIFIED] = modified;
    return file;
}

static const char *owner(void *context, uint32_t file)
{
    (void)context;
    return file % 2 ? "odd" : NULL;
}

static void share(uint32_t folder)
{
    struct shares_question question = {.space = &space, .now = TODAY, .owner = owner};

    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    question.scope = question.direct = space.node[folder];
    cr_assert_eq(shares_of(&question, &shares), STATUS_OK);
}

static uint64_t files_of(const struct textsums *sums, const char *text)
{
    for (uint32_t i = 0; i < sums->n; i++)
        if (str_equal(sums->rows[i].text, str_of(text)))
            return sums->rows[i].sizes.files;
    return 0;
}

Test(shares, extension_is_behind_the_last_dot_unless_that_is_first)
{
    add(a, "one.TXT", 1, TODAY);
    add(a, "two.tar.txt", 1, TODAY);
    add(a, ".profile", 1, TODAY);
    add(a, "none", 1, TODAY);
    add(a, "end.", 1, TODAY);
    share(a);
    cr_expect_eq(files_of(&shares.extensions, "txt"), 2);
    cr_expect_eq(files_of(&shares.extensions, ""), 3);
    cr_expect_eq(shares.extensions.n, 2);
}

Test(shares, extension_of_each_name_counts_where_the_name_is)
{
    add(a, "x.doc", 10, TODAY);
    grove_link(&grove, a, str_of("y.bak"));
    share(a);
    cr_assert_eq(shares.extensions.n, 2);
    cr_expect(str_equal(shares.extensions.rows[0].text, str_of("doc")), "its first name");
    cr_expect_eq(shares.extensions.rows[0].sizes.unique, 10);
    cr_expect_eq(shares.extensions.rows[0].sizes.freed, 4096);
    cr_expect_eq(shares.extensions.rows[1].sizes.naive, 10);
    cr_expect_eq(shares.extensions.rows[1].sizes.unique, 0);
}

Test(shares, ages_begin_and_end_at_their_days)
{
    add(a, "1", 1, TODAY + 1);
    add(a, "2", 1, TODAY);
    add(a, "3", 1, TODAY - 30 * DAY + 1);
    add(a, "4", 1, TODAY - 30 * DAY);
    add(a, "5", 1, TODAY - 365 * DAY);
    add(a, "6", 1, 0);
    share(a);
    cr_expect_eq(shares.ages[0].files, 1);
    cr_expect_eq(shares.ages[1].files, 2);
    cr_expect_eq(shares.ages[2].files, 1);
    cr_expect_eq(shares.ages[4].files, 1);
    cr_expect_eq(shares.ages[SHARES_AGES - 1].files, 1);
}

Test(shares, sizes_and_links_end_at_their_most)
{
    add(a, "0", 0, TODAY);
    add(a, "1", 1, TODAY);
    add(a, "2", 4096, TODAY);
    add(a, "3", 4097, TODAY);
    add(a, "4", UINT64_C(1) << 40, TODAY);
    for (unsigned i = 0; i < 4; i++)
        grove_link(&grove, a, (struct str){"abcd" + i, 1});
    share(a);
    cr_expect_eq(shares.steps[0].files, 1);
    cr_expect_eq(shares.steps[1].files, 2);
    cr_expect_eq(shares.steps[2].files, 1);
    cr_expect_eq(shares.steps[SHARES_STEPS - 1].files, 1);
    cr_expect_eq(shares.links[1].files, 4);
    cr_expect_eq(shares.links[4].files, 1, "five names");
    cr_expect_eq(shares_links_most(4), 8);
}

Test(shares, kinds_are_told_by_flags_and_attributes)
{
    static const unsigned flags[] = {0, FILE_SPARSE, FILE_COMPRESSED, FILE_ENCRYPTED};

    for (unsigned i = 0; i < 4; i++)
        grove.index.files.flags[add(a, "x", 1, TODAY)] |= (uint16_t)flags[i];
    grove.index.files.flags[add(a, "y", 1, TODAY)] |= FILE_SPARSE | FILE_COMPRESSED;
    grove.index.files.attributes[add(a, "z", 1, TODAY)] = 0x400000;
    share(a);
    cr_expect_eq(shares.kinds[SHARES_PLAIN].files, 1);
    cr_expect_eq(shares.kinds[SHARES_SPARSE].files, 2);
    cr_expect_eq(shares.kinds[SHARES_COMPRESSED].files, 2);
    cr_expect_eq(shares.kinds[SHARES_ENCRYPTED].files, 1);
    cr_expect_eq(shares.kinds[SHARES_CLOUD].files, 1);
}

Test(shares, files_with_names_elsewhere_are_present_and_shared)
{
    add(b, "own", 1, TODAY);
    add(b, "with a", 2, TODAY);
    grove_link(&grove, a, str_of("with b"));
    add(a, "not here", 4, TODAY);
    share(b);
    cr_expect_eq(shares.present.unique, 3);
    cr_expect_eq(shares.present.allocated, 8192);
    cr_expect_eq(shares.shared.unique, 2);
    cr_expect_eq(space.sizes[space.node[b]].freed, 4096);
    cr_expect_eq(space.sizes[space.node[b]].unique, 1, "its first name is in a");
}

Test(shares, owners_are_told_and_unknown_ones_counted)
{
    for (unsigned i = 0; i < 4; i++)
        add(a, "x", 1, TODAY);
    share(a);
    cr_expect_eq(files_of(&shares.owners, "odd"), 2);
    cr_expect_eq(files_of(&shares.owners, ""), 2);
}

Test(shares, file_linked_into_a_folder_below_is_not_freed_by_what_is_direct)
{
    uint32_t below = grove_add(&grove, a, str_of("below"), FILE_DIRECTORY);

    add(a, "direct", 1, TODAY);
    add(a, "a both", 2, TODAY);
    grove_link(&grove, below, str_of("both"));
    add(below, "deep", 4, TODAY);
    share(a);
    cr_expect_eq(shares.direct.naive, 3);
    cr_expect_eq(shares.direct.unique, 3);
    cr_expect_eq(shares.direct.files, 2);
    cr_expect_eq(shares.direct.freed, 4096);
    cr_expect_eq(space.sizes[space.node[a]].freed, 3 * 4096);
}

Test(shares, thousands_of_texts_have_a_row_each)
{
    struct textsums sums = {0};
    struct arena arena = {0};
    char text[8];
    uint32_t row = 0;

    for (unsigned i = 0; i < 10000; i++) {
        snprintf(text, sizeof text, "%u", i % 5000);
        cr_assert_eq(textsums_row(&sums, str_of(text), &arena, &row), STATUS_OK);
        sums.rows[row].sizes.allocated += i % 5000;
    }
    textsums_sort(&sums);
    cr_expect_eq(sums.n, 5000);
    cr_expect_eq(sums.rows[0].sizes.allocated, 2 * 4999);
    cr_expect(str_equal(sums.rows[0].text, str_of("4999")));
    arena_free(&arena);
}
