/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ntfs back-end where the overlay is full at any point: nothing crashes, nothing leaks, nothing
 * is lost; and many changes in any order. */
#include "src/backend_ntfs.h"

#include "src/content.h"
#include "tests/oracle/backendbed.h"
#include "tests/oracle/sameindex.h"
#include "tests/support/chance.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_RECORD = 64, NAME_BYTES = 64 };

static bool is_user_file(const struct index *index, uint32_t row)
{
    return index->files.record[row] >= FIRST_RECORD &&
           (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY)) == FILE_IN_USE;
}

/* ---- Full overlays ---- */

static int copy_file(struct backendbed *bed, uint64_t record, uint32_t folder, const char *name)
{
    const struct backend_item from = backendbed_item(bed, record);
    const struct backend_item to = {
        .folder = folder, .from_folder = BACKEND_NONE, .name = str_of(name)};
    struct content *content;
    struct backend_made made;
    int why = bed->backend->calls->open_content(bed->backend, &from, &content);

    if (why)
        return why;
    why = bed->backend->calls->copy(bed->backend, &to, content, &made);
    content->calls->close(content);
    return why;
}

/* A call or two for each file; what fails first. */
static int work_on(struct backendbed *bed, uint32_t row, uint32_t folder)
{
    const uint64_t record = bed->volume.before.index->files.record[row];
    struct backend_item item;
    char name[NAME_BYTES];
    int why;

    snprintf(name, sizeof name, "%u is the row of this file", row);
    item = backendbed_to(bed, record, folder, name);
    why = bed->backend->calls->link(bed->backend, &item);
    if (!why && row % 3 == 0)
        why = bed->backend->calls->unlink(bed->backend, &item);
    snprintf(name, sizeof name, "%u is the row of its copy", row);
    return why ? why : copy_file(bed, record, folder, name);
}

static int work(struct backendbed *bed, uint32_t folder)
{
    const struct index *before = bed->volume.before.index;
    const struct backend_item store = {
        .folder = BACKEND_NONE, .from_folder = BACKEND_NONE, .name = str_of("store")};
    struct backend_made made;
    int why = bed->backend->calls->make_folder(bed->backend, &store, &made);

    for (uint32_t row = 0; row < before->files.n && !why; row++)
        if (is_user_file(before, row))
            why = work_on(bed, row, folder);
    return why ? why : bed->backend->calls->finish(bed->backend);
}

static void try_limit(const char *recipe, uint64_t limit_bytes)
{
    struct backendbed bed;
    struct viewscan through;
    const char *column;
    uint32_t folder;
    int why;

    backendbed_begin(&bed, recipe, limit_bytes);
    folder = backendbed_folder(&bed, "store");
    backendbed_open(&bed);
    why = work(&bed, folder);
    cr_expect_eq(!why, overlay_failure(bed.volume.overlay) == STATUS_OK, "%s, %" PRIu64 ": %s",
                 recipe, limit_bytes, strerror(why));
    if (why)
        cr_expect_neq(bed.backend->calls->finish(bed.backend), 0, "it has failed");
    backendbed_abandon(&bed);
    overlay_forget(bed.volume.overlay);
    overlaybed_scan(&bed.volume, &through);
    column = sameindex_difference(bed.volume.before.index, through.index);
    cr_expect_null(column, "%s", column);
    viewscan_close(&through);
    backendbed_end(&bed);
}

TestSuite(backend_ntfs_limit, .timeout = 300);

Test(backend_ntfs_limit, full_overlays_fail_calls_and_nothing_else)
{
    static const char *const recipes[] = {
        "ads",     "sparse",    "compressed", "efs", "ea", "manylinks:300:40",
        "reparse", "longnames", "stdinfo72",  "tree"};
    struct chance chance = chance_seed(5);

    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
        for (unsigned k = 0; k < 12; k++)
            try_limit(recipes[i], (uint64_t)chance_below(&chance, 1U << (15 + k % 6)));
}

/* Every number of blocks, one after the other. */
Test(backend_ntfs_limit, overlays_are_full_at_every_block)
{
    for (uint64_t nblocks = 0; nblocks < 80; nblocks++)
        try_limit("ads", nblocks * OVERLAY_BLOCK_BYTES);
}

/* ---- Any order ---- */

enum { NFOLDERS = 9, NNAMES = 300, NSTEPS = 6000, NFILES = 700 };

/* Names that there are: of which file each is, 0 for none. */
struct model {
    uint64_t files[NFOLDERS][NNAMES];
    uint32_t folders[NFOLDERS];
    uint64_t choice[NFILES]; /* files that get names */
    uint32_t nchoice;
};

static const char *const folder_names[NFOLDERS] = {"a",   "a/b", "a/b/c", "a/d",  "e",
                                                   "e/f", "g",   "g/h",   "g/h/i"};

static struct str name_of(uint32_t name, char *text)
{
    return (struct str){text, (size_t)snprintf(text, NAME_BYTES, "%u%s", name,
                                               name % 2 ? "" : " is the number of this name")};
}

static void make_folders(struct backendbed *bed, struct model *model)
{
    for (uint32_t i = 0; i < NFOLDERS; i++) {
        const uint32_t parent = bed->folders[model->folders[i]].parent;
        const struct backend_item item = {.folder = parent,
                                          .from_folder = BACKEND_NONE,
                                          .name = bed->folders[model->folders[i]].name};
        struct backend_made made;

        cr_assert_eq(bed->backend->calls->make_folder(bed->backend, &item, &made), 0);
    }
}

static void choose(struct backendbed *bed, struct model *model)
{
    const struct index *before = bed->volume.before.index;

    for (uint32_t row = 0; row < before->files.n && model->nchoice < NFILES; row++)
        if (is_user_file(before, row))
            model->choice[model->nchoice++] = before->files.record[row];
    cr_assert_eq(model->nchoice, NFILES);
}

/* Gives a name that is free, takes one that is not, or moves it. */
static void step(struct backendbed *bed, struct model *model, struct chance *chance)
{
    const struct backend_calls *calls = bed->backend->calls;
    const uint32_t folder = chance_below(chance, NFOLDERS), name = chance_below(chance, NNAMES);
    const uint32_t to = chance_below(chance, NFOLDERS), other = chance_below(chance, NNAMES);
    uint64_t *file = &model->files[folder][name], *target = &model->files[to][other];
    const uint64_t record = *file ? *file : model->choice[chance_below(chance, NFILES)];
    struct backend_item item = backendbed_item(bed, record);
    char text[NAME_BYTES], target_text[NAME_BYTES];

    item.folder = model->folders[folder];
    item.name = name_of(name, text);
    if (!*file) {
        cr_assert_eq(calls->link(bed->backend, &item), 0);
        *file = record;
    } else if (chance_below(chance, 2)) {
        cr_assert_eq(calls->link(bed->backend, &item), EEXIST);
        cr_assert_eq(calls->unlink(bed->backend, &item), 0);
        *file = 0;
    } else {
        item.from_folder = item.folder;
        item.from_name = item.name;
        item.folder = model->folders[to];
        item.name = name_of(other, target_text);
        cr_assert_eq(calls->move(bed->backend, &item), *target ? EEXIST : 0);
        if (!*target) {
            *target = record;
            *file = 0;
        }
    }
}

static void expect_model(const struct backendbed *bed, const struct model *model)
{
    const struct index *after = bed->after.index;
    uint32_t n = 0;
    char path[2 * NAME_BYTES], text[NAME_BYTES];

    for (uint32_t folder = 0; folder < NFOLDERS; folder++)
        for (uint32_t name = 0; name < NNAMES; name++) {
            const struct str it = name_of(name, text);
            uint32_t row;

            snprintf(path, sizeof path, "%s/%.*s", folder_names[folder], (int)it.n, it.at);
            row = backendbed_row(after, path);
            cr_assert_eq(row == INDEX_NONE ? 0 : after->files.record[row],
                         model->files[folder][name], "%s", path);
            n += row != INDEX_NONE;
        }
    cr_assert_eq(after->names.n, bed->volume.before.index->names.n + n + NFOLDERS);
}

Test(backend_ntfs_limit, names_come_go_and_move_in_any_order)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct model *model = calloc(1, sizeof *model);
        struct chance chance = chance_seed(seed);
        struct backendbed bed;

        cr_assert_not_null(model);
        backendbed_begin(&bed, "demo", BACKENDBED_PLENTY);
        for (uint32_t i = 0; i < NFOLDERS; i++)
            model->folders[i] = backendbed_folder(&bed, folder_names[i]);
        choose(&bed, model);
        backendbed_open(&bed);
        make_folders(&bed, model);
        for (uint32_t i = 0; i < NSTEPS; i++)
            step(&bed, model, &chance);
        backendbed_finish(&bed);
        expect_model(&bed, model);
        backendbed_expect_files(&bed, 0);
        backendbed_check(&bed, "backend-order.img");
        free(model);
        backendbed_end(&bed);
    }
}
