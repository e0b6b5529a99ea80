/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that are shown and folders that are folded together: nothing is lost or counted twice. */
#include "planner/spacefold.h"

#include "tests/support/chance.h"
#include "tests/support/grove.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { MOST = 600 };

static void plant(struct grove *grove)
{
    struct file_rows *files = &grove->index.files;

    grove_begin(grove, MOST);
    files->size = arena_array(&grove->arena, MOST, sizeof *files->size);
    files->allocated = arena_array(&grove->arena, MOST, sizeof *files->allocated);
    cr_assert(files->size && files->allocated);
}

static uint32_t add(struct grove *grove, uint32_t parent, const char *name, uint64_t clusters)
{
    uint32_t file = grove_add(grove, parent, str_of(name), 0);

    grove->index.files.size[file] = clusters * 512;
    grove->index.files.allocated[file] = clusters * 512;
    return file;
}

static uint64_t one(void *context, uint32_t node)
{
    (void)context;
    (void)node;
    return 1;
}

/* The folds of everything with room for so many folders. */
static void fold_with(const struct space *space, uint64_t room, struct spacefold *fold_ret)
{
    struct spacefold_question question = {
        .space = space,
        .scope = SPACE_ALL,
        .direct = space->node[GROVE_ROOT],
        .room = room,
        .cost = one,
    };

    cr_assert_eq(spacefold_of(&question, fold_ret), STATUS_OK);
}

Test(spacefold, largest_folders_have_rows_and_the_others_are_summed_up_where_they_are)
{
    struct grove grove;
    struct space space;
    struct spacefold fold;
    uint32_t large, deep, small, tiny;

    plant(&grove);
    small = grove_add(&grove, GROVE_ROOT, str_of("small"), FILE_DIRECTORY);
    large = grove_add(&grove, GROVE_ROOT, str_of("large"), FILE_DIRECTORY);
    deep = grove_add(&grove, large, str_of("deep"), FILE_DIRECTORY);
    tiny = grove_add(&grove, large, str_of("tiny"), FILE_DIRECTORY);
    grove_add(&grove, tiny, str_of("in it"), FILE_DIRECTORY);
    add(&grove, small, "a", 2);
    add(&grove, deep, "b", 8);
    add(&grove, tiny, "c", 1);
    add(&grove, large, "d", 4);
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    fold_with(&space, 2, &fold);
    cr_assert_eq(fold.n, 3);
    cr_expect_eq(fold.node[0], SPACE_ALL);
    cr_expect_eq(fold.node[1], space.node[large]);
    cr_expect_eq(fold.node[2], space.node[deep]);
    cr_expect_eq(fold.parent[2], 1);
    cr_expect_eq(fold.nfolded[0], 1);
    cr_expect_eq(fold.folded[0].allocated, 1024, "what is in 'small'");
    cr_expect_eq(fold.nfolded[1], 1, "'tiny', and not what is in it");
    cr_expect_eq(fold.folded[1].folders, 1, "which counts as a folder in it");
    cr_expect_eq(fold.folded[1].freed, 512);
    cr_expect_eq(fold.direct_freed[1], 2048);
    spacefold_free(&fold);
    space_free(&space);
    grove_free(&grove);
}

Test(spacefold, file_with_names_in_two_folders_is_freed_directly_in_none)
{
    struct grove grove;
    struct space space;
    struct spacefold fold;
    uint32_t a, b;

    plant(&grove);
    a = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_DIRECTORY);
    b = grove_add(&grove, GROVE_ROOT, str_of("b"), FILE_DIRECTORY);
    add(&grove, a, "one", 4);
    grove_link(&grove, b, str_of("two"));
    add(&grove, a, "three", 2);
    grove_link(&grove, a, str_of("four"));
    add(&grove, GROVE_ROOT, "five", 1);
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    fold_with(&space, 9, &fold);
    cr_assert_eq(fold.n, 3);
    cr_expect_eq(fold.direct_freed[0], 512);
    cr_expect_eq(fold.direct_freed[1], 1024, "both names are in it");
    cr_expect_eq(fold.direct_freed[2], 0);
    spacefold_free(&fold);
    space_free(&space);
    grove_free(&grove);
}

Test(spacefold, what_no_folder_leads_to_has_a_row_only_where_there_is_some)
{
    struct grove grove;
    struct space space;
    struct spacefold fold;
    uint32_t lost;

    plant(&grove);
    grove_add(&grove, GROVE_ROOT, str_of("kept"), FILE_DIRECTORY);
    lost = grove_add(&grove, GROVE_ROOT, str_of("lost"), FILE_DIRECTORY | FILE_CUT_OFF);
    add(&grove, lost, "a", 1);
    grove_finish(&grove);
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
    fold_with(&space, 9, &fold);
    cr_assert_eq(fold.n, 4);
    cr_expect_eq(fold.node[1], SPACE_ORPHANS);
    cr_expect_eq(fold.node[2], space.node[lost]);
    cr_expect_eq(fold.parent[2], 1);
    spacefold_free(&fold);
    space_free(&space);
    grove_free(&grove);
}

static void plant_by_chance(struct grove *grove, struct chance *chance)
{
    uint32_t folders[MOST], nfolders = 1, n = 5 + chance_below(chance, 200);
    char name[32];

    plant(grove);
    folders[0] = GROVE_ROOT;
    for (uint32_t i = 0; i < n && grove->index.names.n < MOST - 8; i++) {
        uint32_t parent = folders[chance_below(chance, nfolders)];

        snprintf(name, sizeof name, "%u-%u", chance_below(chance, 30), i);
        if (chance_below(chance, 2) == 0) {
            unsigned cut = chance_below(chance, 20) == 0 ? FILE_CUT_OFF : 0;

            folders[nfolders++] = grove_add(grove, parent, str_of(name), FILE_DIRECTORY | cut);
            continue;
        }
        add(grove, parent, name, chance_below(chance, 9));
        if (chance_below(chance, 4) == 0)
            grove_link(grove, folders[chance_below(chance, nfolders)], str_of("again"));
    }
    grove_finish(grove);
}

/* Files and their clusters whose first names are directly in NODE, or in ALSO. */
static struct space_sizes directly(const struct space *space, uint32_t node, uint32_t also)
{
    struct space_sizes sum = {0};

    for (uint32_t file = 0; file < space->index->files.n; file++) {
        uint32_t home = space_home(space, file);

        if (!space_counts(space, file) || (home != node && home != also))
            continue;
        sum.allocated += space->allocated[file];
        sum.files += !(space->index->files.flags[file] & FILE_DIRECTORY);
    }
    return sum;
}

static void check_row(const struct space *space, const struct spacefold *fold, uint32_t row,
                      unsigned round)
{
    uint32_t node = fold->node[row], root = space->node[GROVE_ROOT];
    struct space_sizes sum = directly(space, node, row == 0 ? root : node);
    uint64_t freed = fold->direct_freed[row] + fold->folded[row].freed, folders;

    space_plus(&sum, &fold->folded[row]);
    folders = sum.folders + fold->nfolded[row];
    for (uint32_t other = row + 1; other < fold->n; other++)
        if (fold->parent[other] == row) {
            bool is_folder = fold->node[other] != SPACE_ORPHANS;

            space_plus(&sum, &space->sizes[fold->node[other]]);
            folders += space->sizes[fold->node[other]].folders + is_folder;
            freed += space->sizes[fold->node[other]].freed;
        }
    cr_assert_eq(sum.allocated, space->sizes[node].allocated, "round %u, row %u", round, row);
    cr_assert_eq(sum.files, space->sizes[node].files, "round %u, row %u", round, row);
    cr_assert_leq(freed, space->sizes[node].freed, "round %u, row %u", round, row);
    /* The root is a folder of everything, but no row; $Orphans is a row, but no folder. */
    if (row > 0)
        cr_assert_eq(folders, space->sizes[node].folders, "round %u, row %u", round, row);
}

Test(spacefold, rows_and_folds_add_up_on_trees_by_chance)
{
    struct chance chance = chance_seed(11);

    for (unsigned round = 0; round < 300; round++) {
        struct grove grove;
        struct space space;
        struct spacefold fold;

        plant_by_chance(&grove, &chance);
        cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
        fold_with(&space, chance_below(&chance, 40), &fold);
        for (uint32_t row = 0; row < fold.n; row++) {
            cr_assert(row == 0 || fold.parent[row] < row, "round %u, row %u", round, row);
            check_row(&space, &fold, row, round);
        }
        spacefold_free(&fold);
        space_free(&space);
        grove_free(&grove);
    }
}
