/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four sizes of every folder: on trees by hand, and against their definitions on trees by chance.
 */
#include "planner/space.h"

#include "mft/path.h"
#include "tests/support/chance.h"
#include "tests/support/grove.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 400 };

static void plant(struct grove *grove, uint32_t most)
{
    struct file_rows *files = &grove->index.files;

    grove_begin(grove, most);
    files->size = arena_array(&grove->arena, most, sizeof *files->size);
    files->allocated = arena_array(&grove->arena, most, sizeof *files->allocated);
    cr_assert(files->size && files->allocated);
}

static uint32_t add(struct grove *grove, uint32_t parent, const char *name, uint64_t size,
                    uint64_t allocated)
{
    uint32_t file = grove_add(grove, parent, str_of(name), 0);

    grove->index.files.size[file] = size;
    grove->index.files.allocated[file] = allocated;
    return file;
}

static const struct space_sizes *sizes_of(const struct space *space, uint32_t folder)
{
    return &space->sizes[space->node[folder]];
}

Test(space, file_with_names_in_two_folders_is_freed_by_neither_but_by_what_holds_both)
{
    struct grove grove;
    struct space space;
    uint32_t top, b, a, file;

    plant(&grove, 20);
    top = grove_add(&grove, GROVE_ROOT, str_of("top"), FILE_DIRECTORY);
    b = grove_add(&grove, top, str_of("b"), FILE_DIRECTORY);
    a = grove_add(&grove, top, str_of("a"), FILE_DIRECTORY);
    file = add(&grove, b, "one", 10, 4096);
    grove_link(&grove, a, str_of("two"));
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    cr_expect(str_equal(index_name(&grove.index, space.home[file]), str_of("two")));
    cr_expect_eq(sizes_of(&space, a)->naive, 10);
    cr_expect_eq(sizes_of(&space, b)->naive, 10);
    cr_expect_eq(sizes_of(&space, a)->unique, 10);
    cr_expect_eq(sizes_of(&space, b)->unique, 0);
    cr_expect_eq(sizes_of(&space, a)->allocated, 4096);
    cr_expect_eq(sizes_of(&space, a)->freed, 0);
    cr_expect_eq(sizes_of(&space, b)->freed, 0);
    cr_expect_eq(sizes_of(&space, top)->freed, 4096);
    cr_expect_eq(sizes_of(&space, top)->naive, 20);
    cr_expect_eq(space.sizes[SPACE_ALL].freed, 4096);
    cr_expect_eq(space.sizes[SPACE_ALL].folders, 3);
    space_free(&space);
    grove_free(&grove);
}

Test(space, name_that_no_folder_leads_to_keeps_its_file_from_being_freed)
{
    struct grove grove;
    struct space space;
    uint32_t lost, kept;

    plant(&grove, 20);
    kept = grove_add(&grove, GROVE_ROOT, str_of("kept"), FILE_DIRECTORY);
    lost = grove_add(&grove, GROVE_ROOT, str_of("lost"), FILE_DIRECTORY | FILE_CUT_OFF);
    add(&grove, lost, "a", 5, 512);
    add(&grove, lost, "b", 7, 1024);
    grove_link(&grove, kept, str_of("b"));
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    cr_expect_eq(sizes_of(&space, kept)->allocated, 1024, "the orphans come last");
    cr_expect_eq(sizes_of(&space, kept)->freed, 0);
    cr_expect_eq(sizes_of(&space, lost)->freed, 512);
    cr_expect_eq(space.parent[space.node[lost]], SPACE_ORPHANS);
    cr_expect_eq(space.sizes[SPACE_ORPHANS].naive, 12);
    cr_expect_eq(space.sizes[SPACE_ALL].freed, 1536);
    space_free(&space);
    grove_free(&grove);
}

Test(space, sums_beyond_64_bits_stay_at_the_most)
{
    struct grove grove;
    struct space space;

    plant(&grove, 20);
    for (unsigned i = 0; i < 3; i++)
        add(&grove, GROVE_ROOT, "x", INT64_MAX, INT64_MAX);
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    cr_expect_eq(space.sizes[SPACE_ALL].naive, UINT64_MAX);
    cr_expect_eq(space.sizes[SPACE_ALL].freed, UINT64_MAX);
    space_free(&space);
    grove_free(&grove);
}

Test(space, hundred_thousand_levels_are_walked_as_one)
{
    enum { LEVELS = 100000 };
    struct grove grove;
    struct space space;
    uint32_t folder = GROVE_ROOT, first = INDEX_NONE;

    plant(&grove, 3 * LEVELS);
    for (unsigned i = 0; i < LEVELS; i++) {
        folder = grove_add(&grove, folder, str_of("d"), FILE_DIRECTORY);
        if (first == INDEX_NONE)
            first = folder;
        add(&grove, folder, "f", 1, 512);
        if (i % 2)
            grove_link(&grove, GROVE_ROOT, str_of("f"));
    }
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    cr_expect_eq(sizes_of(&space, GROVE_ROOT)->freed, UINT64_C(512) * LEVELS);
    cr_expect_eq(sizes_of(&space, first)->freed, UINT64_C(512) * LEVELS / 2);
    cr_expect_eq(sizes_of(&space, folder)->naive, 1);
    space_free(&space);
    grove_free(&grove);
}

/* ---- Against the definitions ---- */

/*
 * The folders of NAME from the top down, then itself. Orphans begin with a name behind all others
 * and then the row, in ROW, so that they are in its order.
 */
static uint32_t steps_of(const struct index *index, uint32_t name, char row[16], struct str *steps)
{
    struct str from_below[MOST];
    uint32_t n = 0;

    for (;;) {
        uint32_t file = index->names.file[name], parent = index_parent(index, name);

        from_below[n++] = index_name(index, name);
        if (index->files.flags[file] & FILE_CUT_OFF) {
            snprintf(row, 16, "%010u", name);
            from_below[n - 1] = str_of(row);
            from_below[n++] = str_of("\xF4\x8F\xBF\xBF");
            break;
        }
        if (index->files.record[parent] == RECORD_ROOT)
            break;
        name = index_first_name(index, parent);
    }
    for (uint32_t i = 0; i < n; i++)
        steps[i] = from_below[n - 1 - i];
    return n;
}

static bool comes_before(const struct index *index, uint32_t a, uint32_t b)
{
    struct str left[MOST], right[MOST];
    char left_row[16], right_row[16];
    uint32_t nleft = steps_of(index, a, left_row, left);
    uint32_t nright = steps_of(index, b, right_row, right);

    for (uint32_t i = 0; i < nleft && i < nright; i++) {
        int order = text_compare(left[i], right[i]);

        if (order)
            return order < 0;
    }
    return nleft != nright ? nleft < nright : a < b;
}

/* Is NAME in FOLDER, by going up? */
static bool is_below(const struct index *index, uint32_t name, uint32_t folder)
{
    for (;;) {
        uint32_t file = index->names.file[name], parent = index_parent(index, name);

        if (parent == INDEX_NONE || index->files.flags[file] & FILE_CUT_OFF)
            return false;
        if (parent == folder)
            return true;
        if (index->files.record[parent] == RECORD_ROOT)
            return false;
        name = index_first_name(index, parent);
    }
}

static uint32_t first_name(const struct index *index, uint32_t file)
{
    uint32_t best = index_first_name(index, file);

    for (uint32_t name = best + 1; name < index_end_name(index, file); name++)
        if (comes_before(index, name, best))
            best = name;
    return best;
}

static struct space_sizes defined(const struct index *index, const uint32_t *firsts,
                                  uint32_t folder)
{
    struct space_sizes sizes = {0};

    for (uint32_t file = 0; file < index->files.n; file++) {
        uint32_t below = 0;

        for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
             name++)
            below += is_below(index, name, folder);
        if (index->files.flags[file] & FILE_DIRECTORY) {
            sizes.folders += file != folder && below > 0;
            continue;
        }
        sizes.names += below;
        sizes.naive += below * index->files.size[file];
        if (below > 0 && is_below(index, firsts[file], folder)) {
            sizes.files++;
            sizes.unique += index->files.size[file];
            sizes.allocated += index->files.allocated[file];
        }
        if (below == index_end_name(index, file) - index_first_name(index, file)) {
            sizes.freed_files++;
            sizes.freed += index->files.allocated[file];
        }
    }
    return sizes;
}

static void plant_by_chance(struct grove *grove, struct chance *chance)
{
    uint32_t folders[MOST], nfolders = 1, n = 5 + chance_below(chance, 100);
    char name[32];

    plant(grove, MOST);
    folders[0] = GROVE_ROOT;
    for (uint32_t i = 0; i < n && grove->index.names.n < MOST - 8; i++) {
        uint32_t parent = folders[chance_below(chance, nfolders)];

        snprintf(name, sizeof name, "%u-%u", chance_below(chance, 30), i);
        if (chance_below(chance, 3) == 0) {
            unsigned cut = chance_below(chance, 12) == 0 ? FILE_CUT_OFF : 0;

            folders[nfolders++] = grove_add(grove, parent, str_of(name), FILE_DIRECTORY | cut);
            continue;
        }
        add(grove, parent, name, chance_below(chance, 1000), 512 * chance_below(chance, 9));
        for (uint32_t links = chance_below(chance, 5); links > 2; links--) {
            snprintf(name, sizeof name, "%u+%u.%u", chance_below(chance, 30), i, links);
            grove_link(grove, folders[chance_below(chance, nfolders)], str_of(name));
        }
    }
    grove_finish(grove);
}

static void check_folder(const struct space *space, const uint32_t *firsts, uint32_t folder,
                         unsigned round)
{
    struct space_sizes expected = defined(space->index, firsts, folder);
    const struct space_sizes *found = sizes_of(space, folder);

    cr_assert_eq(memcmp(&expected, found, sizeof expected), 0,
                 "round %u, folder %u: naive %llu/%llu unique %llu/%llu allocated %llu/%llu "
                 "freed %llu/%llu names %llu/%llu folders %llu/%llu",
                 round, folder, (unsigned long long)found->naive,
                 (unsigned long long)expected.naive, (unsigned long long)found->unique,
                 (unsigned long long)expected.unique, (unsigned long long)found->allocated,
                 (unsigned long long)expected.allocated, (unsigned long long)found->freed,
                 (unsigned long long)expected.freed, (unsigned long long)found->names,
                 (unsigned long long)expected.names, (unsigned long long)found->folders,
                 (unsigned long long)expected.folders);
}

/* What every name adds to a folder must make up its sizes again. */
static void check_shares(const struct space *space, uint32_t folder)
{
    struct space_sizes sum = {0};
    uint32_t scope = space->node[folder];

    for (uint32_t name = 0; name < space->index->names.n; name++)
        if (space_counts(space, space->index->names.file[name]))
            space_add(space, scope, space->index->names.file[name], name, &sum);
    cr_assert_eq(memcmp(&sum, &space->sizes[scope], sizeof sum), 0);
}

Test(space, sizes_are_as_defined_on_trees_by_chance)
{
    struct chance chance = chance_seed(7);

    for (unsigned round = 0; round < 300; round++) {
        struct grove grove;
        struct space space;
        uint32_t firsts[MOST];

        plant_by_chance(&grove, &chance);
        cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
        for (uint32_t file = 0; file < grove.index.files.n; file++) {
            firsts[file] = first_name(&grove.index, file);
            if (space_counts(&space, file))
                cr_assert_eq(space.home[file], firsts[file], "round %u file %u", round, file);
        }
        for (uint32_t file = 0; file < grove.index.files.n; file++)
            if (grove.index.files.flags[file] & FILE_DIRECTORY) {
                check_folder(&space, firsts, file, round);
                check_shares(&space, file);
            }
        space_free(&space);
        grove_free(&grove);
    }
}
