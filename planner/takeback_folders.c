/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders of a plan that takes another one back: those of the other one, by the names that they
 * have now, and those in which a file has the name that it gets another one from.
 */
#include "planner/ledger.h"
#include "planner/takeback.h"

/* "C:\a\b": 2 */
static uint32_t count_steps(struct str path)
{
    uint32_t n = 0;

    for (size_t i = 0; i < path.n; i++)
        n += path.at[i] == '\\' && i + 1 < path.n && path.at[i + 1] != '\\';
    return n;
}

/* The store has the same path on each volume. */
static void measure_depths(struct takeback *t)
{
    const struct plan *done = t->done;

    t->store_depth = count_steps(done->store);
    for (uint32_t i = 0; i < done->nfolders; i++)
        if (done->folders[i].parent != PLAN_NONE)
            t->depths[i] = t->depths[done->folders[i].parent] + 1;
}

enum status takeback_folders_begin(struct takeback *t)
{
    const struct plan *done = t->done;
    size_t ndrives = (size_t)t->job->machine->ndrives + 1, nvolumes = (size_t)done->nvolumes + 1,
           nfolders = (size_t)done->nfolders + 1;

    t->volumes = arena_array(&t->arena, nvolumes, sizeof *t->volumes);
    t->drives = arena_array(&t->arena, nvolumes, sizeof *t->drives);
    t->folders = arena_array(&t->arena, nfolders, sizeof *t->folders);
    t->depths = arena_array(&t->arena, nfolders, sizeof *t->depths);
    t->files = arena_array(&t->arena, nfolders, sizeof *t->files);
    t->lookups = arena_array(&t->arena, ndrives, sizeof *t->lookups);
    t->reaches = arena_array(&t->arena, ndrives, sizeof *t->reaches);
    t->rows = arena_array(&t->arena, ndrives, sizeof *t->rows);
    t->draft.plan->volumes =
        arena_array(&t->draft.plan->arena, nvolumes, sizeof *t->draft.plan->volumes);
    if (!t->volumes || !t->drives || !t->folders || !t->depths || !t->files || !t->lookups ||
        !t->reaches || !t->rows || !t->draft.plan->volumes)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < done->nvolumes; i++) {
        uint32_t drive = machine_drive(t->job->machine, done->volumes[i].drive);
        bool is_there = drive != MACHINE_NONE && t->job->machine->drives[drive].index &&
                        t->job->machine->drives[drive].name.n == done->volumes[i].drive.n;

        t->volumes[i] = PLAN_NONE;
        t->drives[i] = is_there ? drive : MACHINE_NONE;
    }
    for (uint32_t i = 0; i < done->nfolders; i++)
        t->folders[i] = PLAN_NONE;
    measure_depths(t);
    return STATUS_OK;
}

static enum status begin_drive(struct takeback *t, uint32_t drive)
{
    const struct machine_drive *d = &t->job->machine->drives[drive];
    enum status status = lookup_begin_folders(&t->lookups[drive], d->index, d->upcase);

    if (status == STATUS_OK)
        status = reach_begin(&t->reaches[drive], d->index, &t->arena);
    t->rows[drive] = arena_array(&t->arena, (size_t)d->index->files.n + 1, sizeof **t->rows);
    return t->rows[drive] ? status : STATUS_NO_MEMORY;
}

/* The row of VOLUME of DONE. */
static enum status need_volume(struct takeback *t, uint32_t volume, uint32_t *row_ret)
{
    uint32_t drive = t->drives[volume];
    const struct plan_volume *from =
        drive == MACHINE_NONE ? &t->done->volumes[volume] : &t->job->volumes[drive];
    enum status status = STATUS_OK;

    if (t->volumes[volume] == PLAN_NONE) {
        status = draft_volume(&t->draft, from);
        if (status == STATUS_OK && drive != MACHINE_NONE && !t->rows[drive])
            status = begin_drive(t, drive);
        t->volumes[volume] = t->draft.plan->nvolumes - 1;
    }
    if (status == STATUS_OK)
        *row_ret = t->volumes[volume];
    return status;
}

/* A row for the folder NAME in PARENT, which is FILE of DRIVE where it is there. */
static enum status add(struct takeback *t, uint32_t parent, uint32_t volume, struct str name,
                       uint32_t drive, uint32_t file, uint32_t *row_ret)
{
    uint32_t *known = file == INDEX_NONE ? NULL : &t->rows[drive][file];
    enum status status;

    if (known && *known != 0) {
        *row_ret = *known - 1;
        return STATUS_OK;
    }
    status = draft_folder(&t->draft, parent, volume, name, false, row_ret);
    if (status == STATUS_OK && known)
        *known = *row_ret + 1;
    return status;
}

/* The name that FOLDER of DONE has now; INDEX_NONE. Its parent was found. */
static uint32_t find_now(struct takeback *t, uint32_t folder, uint32_t drive)
{
    const struct plan_folder *at = &t->done->folders[folder];
    const struct index *index;

    if (drive == MACHINE_NONE)
        return INDEX_NONE;
    index = t->lookups[drive].index;
    if (at->parent == PLAN_NONE) {
        uint32_t file = index_find(index, RECORD_ROOT);

        return file == INDEX_NONE ? INDEX_NONE : index_first_name(index, file);
    }
    if (t->files[at->parent] == INDEX_NONE)
        return INDEX_NONE;
    return lookup_child(&t->lookups[drive], t->files[at->parent],
                        ledger_last_step(t->done, folder));
}

static enum status add_folder(struct takeback *t, uint32_t folder)
{
    const struct plan_folder *at = &t->done->folders[folder];
    uint32_t drive = t->drives[at->volume], volume, name;
    struct str step = ledger_last_step(t->done, folder);
    enum status status = need_volume(t, at->volume, &volume);

    if (status != STATUS_OK)
        return status;
    name = find_now(t, folder, drive);
    t->files[folder] = INDEX_NONE;
    if (name != INDEX_NONE) {
        t->files[folder] = t->lookups[drive].index->names.file[name];
        step = index_name(t->lookups[drive].index, name);
    }
    return add(t, at->parent == PLAN_NONE ? PLAN_NONE : t->folders[at->parent], volume, step, drive,
               t->files[folder], &t->folders[folder]);
}

enum status takeback_folders_of_done(struct takeback *t)
{
    const struct plan *done = t->done;
    bool *is_needed = arena_array(&t->arena, (size_t)done->nfolders + 1, sizeof *is_needed);
    enum status status = is_needed ? STATUS_OK : STATUS_NO_MEMORY;

    for (uint32_t i = 0; i < done->nops && status == STATUS_OK; i++)
        if (t->job->is_done[i]) {
            is_needed[done->ops[i].folder] = true;
            if (done->ops[i].kind == PLAN_MOVE && done->ops[i].from_folder != PLAN_NONE)
                is_needed[done->ops[i].from_folder] = true;
        }
    /* Parents stand before what is in them. */
    for (uint32_t i = done->nfolders; i-- > 0 && status == STATUS_OK;)
        if (is_needed[i] && done->folders[i].parent != PLAN_NONE)
            is_needed[done->folders[i].parent] = true;
    for (uint32_t i = 0; i < done->nfolders && status == STATUS_OK; i++)
        if (is_needed[i])
            status = add_folder(t, i);
    return status;
}

/* From FILE up to a folder that has a row, or to the root: N rows of names in an array. */
static enum status go_up(struct takeback *t, uint32_t drive, uint32_t file, uint32_t **way_ret,
                         uint32_t *n_ret)
{
    const struct index *index = t->lookups[drive].index;
    uint32_t n = 0, *way;

    for (uint32_t at = file; t->rows[drive][at] == 0 && index->files.record[at] != RECORD_ROOT; n++)
        at = index_parent(index, index_first_name(index, at));
    way = arena_array(&t->arena, (size_t)n + 1, sizeof *way);
    if (!way)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0, at = file; i < n; i++) {
        way[i] = index_first_name(index, at);
        at = index_parent(index, way[i]);
    }
    *way_ret = way;
    *n_ret = n;
    return STATUS_OK;
}

enum status takeback_folders_add(struct takeback *t, uint32_t volume, uint32_t drive, uint32_t file,
                                 uint32_t *row_ret)
{
    const struct index *index = t->lookups[drive].index;
    uint32_t *way = NULL, n = 0, row, top;
    enum status status = go_up(t, drive, file, &way, &n);

    if (status == STATUS_OK)
        status = need_volume(t, volume, &volume);
    if (status != STATUS_OK)
        return status;
    top = n == 0 ? file : index_parent(index, way[n - 1]);
    status = add(t, PLAN_NONE, volume, str_of(""), drive, top, &row);
    while (n-- > 0 && status == STATUS_OK)
        status =
            add(t, row, volume, index_name(index, way[n]), drive, index->names.file[way[n]], &row);
    if (status == STATUS_OK)
        *row_ret = row;
    return status;
}

void takeback_folders_free(struct takeback *t)
{
    for (uint32_t i = 0; t->lookups && i < t->job->machine->ndrives; i++)
        lookup_free(&t->lookups[i]);
    arena_free(&t->arena);
}
