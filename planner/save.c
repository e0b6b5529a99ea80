/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is taken is gathered row by row; each row says what becomes of it, and in which folder of
 * the store. The names follow in placing.c, the plan in savewrite.c.
 */
#include "planner/save.h"

#include "planner/placing.h"
#include "planner/savewrite.h"
#include "planner/traits.h"

struct gathering {
    struct saving *saving;
    struct treat treat;
};

/* ---- Gathering ---- */

static void add_row(struct saving *saving, uint32_t folder, const struct select_row *taken,
                    const struct treat_decision *decision)
{
    struct saving_row *row = &saving->rows[saving->nrows++];
    struct store_folder *to = &saving->store.folders[folder];

    *row = (struct saving_row){
        .name = taken->name,
        .rule = taken->rule,
        .folder = folder,
        .detail = decision->detail,
        .kind = (uint8_t)decision->kind,
        .reason = (uint8_t)decision->reason,
        .state = decision->is_refused ? SAVING_REFUSED : SAVING_OPEN,
    };
    if (decision->is_refused)
        return;
    to->is_wanted = true;
    if (decision->kind == PLAN_MKDIR)
        to->rule = taken->rule;
}

static enum status gather_row(struct gathering *g, uint32_t drive, const struct select_row *taken)
{
    const struct index *index = g->saving->job->machine->drives[drive].index;
    uint32_t file = index->names.file[taken->name], folder;
    struct treat_decision decision;
    enum status status;

    if (!(index->files.flags[file] & FILE_DIRECTORY))
        file = index_parent(index, taken->name);
    else if (traits_is_own_junction(index->files.attributes[file], index_reparse_tag(index, file)))
        return STATUS_OK;
    status = store_folder(&g->saving->store, drive, file, &folder);
    if (status != STATUS_OK || folder == STORE_NONE)
        return status;
    status = treat_name(&g->treat, drive, taken->name, &decision);
    if (status == STATUS_OK)
        add_row(g->saving, folder, taken, &decision);
    return status;
}

/* The folders in which those of users lie who are left out are named in the plan. */
static enum status gather_left_out(struct saving *saving)
{
    const struct save_job *job = saving->job;
    const struct machine *machine = job->machine;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < job->nleft_out && status == STATUS_OK; i++) {
        uint32_t file = machine->profiles->at[job->left_out[i].profile].folder, folder;

        if (file == INDEX_NONE)
            continue;
        status = store_folder(&saving->store, machine->system, file, &folder);
        if (status == STATUS_OK && folder != STORE_NONE)
            saving->store.folders[saving_around(saving, folder)].is_named = true;
    }
    return status;
}

/* What a folder has in it, it is wanted for; and where anything is made, there is a master. */
static enum status want_folders(struct saving *saving)
{
    struct store *store = &saving->store;
    bool is_any = false;
    uint32_t top;

    for (uint32_t i = 0; i < store->n; i++)
        is_any |= store->folders[i].is_wanted;
    if (!is_any)
        return STATUS_OK;
    if (store_top(store, store->master, &top) != STATUS_OK)
        return STATUS_NO_MEMORY;
    store->folders[top].is_wanted = true;
    for (uint32_t i = store->n; i-- > 0;)
        if (store->folders[i].is_wanted && store->folders[i].parent != STORE_NONE)
            store->folders[store->folders[i].parent].is_wanted = true;
    return STATUS_OK;
}

static enum status gather(struct gathering *g)
{
    struct saving *saving = g->saving;
    const struct save_job *job = saving->job;
    uint64_t n = 0;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < job->machine->ndrives; i++)
        n += job->selections[i].n;
    if (n > UINT32_MAX / 2)
        return STATUS_TOO_LARGE;
    saving->rows = arena_grow(&saving->arena, NULL, ((size_t)n + 1) * sizeof *saving->rows);
    if (!saving->rows)
        return STATUS_NO_MEMORY;
    for (uint32_t drive = 0; drive < job->machine->ndrives; drive++)
        for (uint32_t i = 0; i < job->selections[drive].n && status == STATUS_OK; i++)
            status = gather_row(g, drive, &job->selections[drive].at[i]);
    if (status == STATUS_OK)
        status = gather_left_out(saving);
    return status == STATUS_OK ? want_folders(saving) : status;
}

/* ---- The whole ---- */

static enum status run(struct saving *saving, struct locks *locks, struct plan *plan)
{
    const struct save_job *job = saving->job;
    struct gathering g = {saving, {job->machine, locks, job->efs}};
    enum status status = store_begin(&saving->store, job->machine, job->store);

    if (status == STATUS_OK)
        status = gather(&g);
    if (status == STATUS_OK)
        status = placing_run(saving);
    return status == STATUS_OK ? savewrite_plan(saving, plan) : status;
}

enum status save_plan(const struct save_job *job, struct plan *plan_ret)
{
    struct saving saving = {.job = job};
    struct locks locks;
    enum status status = locks_begin(&locks, job->machine, job->config, job->locks, job->nlocks);

    if (status == STATUS_OK)
        status = run(&saving, &locks, plan_ret);
    locks_free(&locks);
    store_free(&saving.store);
    arena_free(&saving.arena);
    return status;
}

/* ---- Where a store can be ---- */

/* A name that a folder of Windows can have. */
static const char *refuse_step(struct str step)
{
    static const char forbidden[] = {'<', '>', ':', '"', '/', '|', '?', '*'};

    if (step.n == 1 && step.at[0] == '.')
        return "has a step . in its path";
    if (step.n == 2 && step.at[0] == '.' && step.at[1] == '.')
        return "has a step .. in its path";
    if (step.at[step.n - 1] == ' ' || step.at[step.n - 1] == '.')
        return "has a name that ends in a blank or a dot, which Windows cannot find";
    for (size_t i = 0; i < step.n; i++)
        if ((uint8_t)step.at[i] < ' ' || memchr(forbidden, step.at[i], sizeof forbidden))
            return "has a character in its path that no name can have";
    return store_units(step) > PLACING_NAME_UNITS_MAX ? "has a name of more than 255 characters"
                                                      : NULL;
}

static const char *refuse_steps(struct str path)
{
    const char *why = NULL;
    uint32_t nsteps = 0;

    for (size_t at = 0, first; at < path.n && !why; at++) {
        for (first = at; at < path.n && path.at[at] != '\\';)
            at++;
        if (at == first)
            continue;
        nsteps++;
        why = refuse_step((struct str){path.at + first, at - first});
    }
    return why || nsteps > 0 ? why : "is the root of a volume; name a folder on it";
}

/* What is there already on the way must be folders, and NTFS's own are nobody's to write to. */
static const char *refuse_there(const struct machine_drive *drive, struct str path)
{
    const struct index *index = drive->index;

    for (size_t end = 1; end <= path.n; end++) {
        uint32_t name, file;

        if (end < path.n && path.at[end] != '\\')
            continue;
        if (path_find(index, (struct str){path.at, end}, drive->upcase, &name, NULL) != STATUS_OK)
            return NULL;
        file = index->names.file[name];
        if (!(index->files.flags[file] & FILE_DIRECTORY))
            return "is, or lies in, a file";
        if (index->files.flags[file] & FILE_SYSTEM && index->files.record[file] != RECORD_ROOT)
            return "lies in a folder that belongs to NTFS itself";
        if (index->files.flags[file] & FILE_REPARSE &&
            !traits_is_cloud_tag(index_reparse_tag(index, file)))
            return "lies in a junction, mount point or link, which leads to another place";
    }
    return NULL;
}

const char *save_refuses_store(const struct machine *machine, struct str store)
{
    uint32_t drive = machine_drive(machine, store);
    const char *why;
    struct str path;

    if (drive == MACHINE_NONE)
        return "is on no drive that was given; a path has a drive and backslashes, as C:\\migdata "
               "has";
    path = (struct str){store.at + machine->drives[drive].name.n,
                        store.n - machine->drives[drive].name.n};
    if (!machine->drives[drive].is_ntfs)
        return "is on a volume that is not NTFS, which has no hard links";
    why = refuse_steps(path);
    return why ? why : refuse_there(&machine->drives[drive], path);
}
