/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drive by drive: see remove.h. */
#include "planner/remove.h"

#include "planner/removal.h"

/* What FILE has in it that makes it a store. */
struct signs {
    uint32_t usmt; /* row of the folder USMT in it; INDEX_NONE */
    bool has_file; /* and in that the folder File, or Cleaned, */
    bool has_manifest;
    bool has_others;
};

static bool is_folder(const struct index *index, uint32_t name)
{
    return index->files.flags[index->names.file[name]] & FILE_DIRECTORY;
}

static uint32_t find_usmt(const struct index *index, uint32_t file, const uint16_t *upcase)
{
    for (uint32_t i = index->first_child[file]; i < index->first_child[file + 1]; i++)
        if (is_folder(index, index->children[i]) &&
            shape_folder(SHAPE_STORE, index_name(index, index->children[i]), upcase) == SHAPE_USMT)
            return index->names.file[index->children[i]];
    return INDEX_NONE;
}

static struct signs find_signs(const struct index *index, uint32_t file, const uint16_t *upcase)
{
    struct signs signs = {.usmt = find_usmt(index, file, upcase)};
    uint32_t number;

    if (signs.usmt == INDEX_NONE)
        return signs;
    for (uint32_t i = index->first_child[signs.usmt]; i < index->first_child[signs.usmt + 1]; i++) {
        struct str name = index_name(index, index->children[i]);

        if (is_folder(index, index->children[i]) &&
            shape_folder(SHAPE_USMT, name, upcase) != SHAPE_FOREIGN)
            signs.has_file = true;
        else if (!is_folder(index, index->children[i]) &&
                 manifest_name_number(name, upcase, &number))
            signs.has_manifest = true;
        else
            signs.has_others = true;
    }
    return signs;
}

/* Also what is left of a store of which all but two folders went. */
bool remove_is_store(const struct machine_drive *drive, uint32_t file)
{
    struct signs signs;

    if (!(drive->index->files.flags[file] & FILE_DIRECTORY) ||
        drive->index->files.flags[file] & FILE_REPARSE ||
        drive->index->files.record[file] == RECORD_ROOT)
        return false;
    signs = find_signs(drive->index, file, drive->upcase);
    return signs.usmt != INDEX_NONE && (signs.has_file || signs.has_manifest || !signs.has_others);
}

/* The name of the store's folder on DRIVE; INDEX_NONE. PATH has no drive in front. */
static uint32_t find_store(const struct machine_drive *drive, struct str path)
{
    uint32_t name;

    if (!drive->is_ntfs || !drive->index ||
        path_find(drive->index, path, drive->upcase, &name, NULL) != STATUS_OK ||
        !remove_is_store(drive, drive->index->names.file[name]))
        return INDEX_NONE;
    return name;
}

/* The store is called by the names that its folders have. */
static enum status write_store(struct draft *draft, const struct removal *r, struct str drive)
{
    struct str path = draft->plan->folders[r->folders[0].row].path;
    char *at;

    if (draft->plan->store.n > 0)
        return STATUS_OK;
    at = arena_alloc(&draft->plan->arena, drive.n + path.n);
    if (!at)
        return STATUS_NO_MEMORY;
    memcpy(at, drive.at, drive.n);
    memcpy(at + drive.n, path.at, path.n);
    draft->plan->store = (struct str){at, drive.n + path.n};
    return STATUS_OK;
}

static enum status remove_from(const struct remove_job *job, struct draft *draft, uint32_t drive,
                               struct str path, uint32_t top)
{
    const struct machine *machine = job->machine;
    struct removal r = {
        .job = job,
        .draft = draft,
        .drive = drive,
        .volume = draft->plan->nvolumes,
        .index = machine->drives[drive].index,
        .path = path,
        .top = top,
    };
    enum status status = draft_volume(draft, &job->volumes[drive]);

    if (status == STATUS_OK)
        status = removal_walk(&r);
    if (status == STATUS_OK)
        status = write_store(draft, &r, machine->drives[machine_drive(machine, job->store)].name);
    if (status == STATUS_OK)
        status = removal_write(&r);
    arena_free(&r.arena);
    return status;
}

enum status remove_plan(const struct remove_job *job, struct plan *plan_ret)
{
    const struct machine *machine = job->machine;
    struct draft draft = {.plan = plan_ret};
    uint32_t drive = machine_drive(machine, job->store);
    enum status status = drive == MACHINE_NONE ? STATUS_NOT_FOUND : STATUS_OK;
    struct str path;

    if (status != STATUS_OK)
        return status;
    path = (struct str){job->store.at + machine->drives[drive].name.n,
                        job->store.n - machine->drives[drive].name.n};
    plan_ret->volumes =
        arena_array(&plan_ret->arena, (size_t)machine->ndrives + 1, sizeof *plan_ret->volumes);
    status = plan_ret->volumes ? draft_text(&draft, str_of("remove"), &plan_ret->command)
                               : STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < machine->ndrives && status == STATUS_OK; i++) {
        uint32_t top = find_store(&machine->drives[i], path);

        if (top != INDEX_NONE)
            status = remove_from(job, &draft, i, path, top);
    }
    return status == STATUS_OK && plan_ret->nvolumes == 0 ? STATUS_NOT_FOUND : status;
}
