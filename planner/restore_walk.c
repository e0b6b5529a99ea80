/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Down the store from each "C$", each folder before what is in it, without calls that nest: trees
 * may be ten thousand levels deep. What is in a folder comes in the order of its names, files in
 * the two rounds that fill an index best (docs/PLAN.md).
 */
#include "planner/restore_place.h"
#include "planner/shelf.h"
#include "planner/treat.h"

/* A folder that is to be entered. */
struct step {
    uint32_t name, parent; /* row of the index; of the folders of the store */
    uint8_t letter;
};

struct walk {
    struct comeback *r;
    uint32_t drive;
    const struct index *index;
    bool *is_entered; /* of each file */
    struct step *steps;
    uint32_t nsteps, steps_capacity;
    struct shelf shelf;
};

static bool is_folder(const struct index *index, uint32_t name)
{
    return index->files.flags[index->names.file[name]] & FILE_DIRECTORY;
}

/* ---- One name ---- */

/*
 * Why a folder of the store is not entered, the first line that fits:
 * - its name would lead elsewhere, or it leads elsewhere itself;
 * - its record is damaged, or it is there twice;
 * - the manifests know nothing of it.
 */
static enum plan_reason refuse_folder(const struct walk *w, uint32_t name)
{
    uint32_t file = w->index->names.file[name];
    const uint8_t *marks = w->r->marks[w->drive];
    struct treat_decision damage;

    if (!plan_is_name(index_name(w->index, name)))
        return PLAN_BAD_NAME;
    if (w->index->files.flags[file] & FILE_REPARSE)
        return PLAN_FOLDER_REPARSE;
    if (treat_damage(w->index, file, &damage))
        return damage.reason;
    if (w->is_entered[file])
        return PLAN_DAMAGED;
    return marks && marks[index_first_name(w->index, file)] == COMEBACK_UNKNOWN ? PLAN_NOT_OURS
                                                                                : PLAN_AS_USUAL;
}

static enum plan_reason refuse_file(const struct walk *w, uint32_t name, uint32_t *detail_ret)
{
    const uint8_t *marks = w->r->marks[w->drive];
    struct treat_decision damage = {0};
    enum plan_reason reason = PLAN_AS_USUAL;

    if (!plan_is_name(index_name(w->index, name)))
        reason = PLAN_BAD_NAME;
    else if (treat_damage(w->index, w->index->names.file[name], &damage))
        reason = damage.reason;
    else if (marks && marks[name] == COMEBACK_UNKNOWN)
        reason = PLAN_NOT_OURS;
    *detail_ret = damage.detail;
    return reason;
}

/* Has the store a copy there? Without a manifest that is what was on another drive. */
static bool is_copy(const struct walk *w, uint32_t name, uint8_t letter)
{
    const uint8_t *marks = w->r->marks[w->drive];
    const char own = w->r->machine->drives[w->drive].name.at[0];

    return marks ? marks[name] == COMEBACK_COPY : (own | 0x20) != 'a' + letter;
}

static enum status add_file(struct walk *w, uint32_t name, uint32_t folder)
{
    struct comeback *r = w->r;
    struct comeback_file *files =
        restore_place_room(r, r->files, r->nfiles, &r->files_capacity, sizeof *files);
    struct comeback_file file = {.name = name, .folder = folder, .to = COMEBACK_NONE};

    if (!files)
        return STATUS_NO_MEMORY;
    r->files = files;
    file.to_name = index_name(w->index, name);
    file.kind = is_copy(w, name, r->folders[folder].letter) ? PLAN_COPY : PLAN_LINK;
    file.reason = (uint8_t)refuse_file(w, name, &file.detail);
    file.state = file.reason == PLAN_AS_USUAL ? COMEBACK_OPEN : COMEBACK_REFUSED;
    if (file.state == COMEBACK_OPEN && file.kind == PLAN_COPY)
        file.reason = PLAN_STORE_COPY;
    files[r->nfiles++] = file;
    return STATUS_OK;
}

static enum status add_folder(struct walk *w, const struct step *step, uint32_t around,
                              uint32_t *folder_ret)
{
    struct comeback *r = w->r;
    struct comeback_folder *folders =
        restore_place_room(r, r->folders, r->nfolders, &r->folders_capacity, sizeof *folders);
    struct comeback_folder folder = {
        .name = step->name,
        .drive = w->drive,
        .parent = step->parent,
        .to = COMEBACK_NONE,
        .moved = COMEBACK_NONE,
        .asked = COMEBACK_NONE,
        .node = COMEBACK_NONE,
        .letter = step->letter,
        .reason = (uint8_t)refuse_folder(w, step->name),
    };
    uint32_t file = w->index->names.file[step->name];
    enum status status;

    if (!folders)
        return STATUS_NO_MEMORY;
    r->folders = folders;
    status = restore_place_child(r, around, index_name(w->index, step->name), &folder.here);
    folder.is_told = folder.reason != PLAN_AS_USUAL;
    folder.is_leaf = w->index->first_child[file] == w->index->first_child[file + 1];
    w->is_entered[file] = true;
    folders[r->nfolders] = folder;
    *folder_ret = r->nfolders++;
    return status;
}

/* ---- All names of a folder ---- */

static enum status push(struct walk *w, const struct step *step)
{
    struct step *steps =
        restore_place_room(w->r, w->steps, w->nsteps, &w->steps_capacity, sizeof *steps);

    if (!steps)
        return STATUS_NO_MEMORY;
    w->steps = steps;
    steps[w->nsteps++] = *step;
    return STATUS_OK;
}

/* Puts those names of FILE that are folders on the shelf, or those that are none. */
static enum status shelve(struct walk *w, uint32_t file, bool folders)
{
    enum status status = STATUS_OK;

    shelf_clear(&w->shelf);
    for (uint32_t i = w->index->first_child[file];
         i < w->index->first_child[file + 1] && status == STATUS_OK; i++)
        if (is_folder(w->index, w->index->children[i]) == folders)
            status = shelf_add(&w->shelf, index_name(w->index, w->index->children[i]),
                               w->index->children[i], true);
    if (status == STATUS_OK)
        shelf_sort(&w->shelf);
    return status;
}

static enum status enter(struct walk *w, const struct step *step, uint32_t around)
{
    uint32_t file = w->index->names.file[step->name], folder;
    enum status status = add_folder(w, step, around, &folder);

    if (status != STATUS_OK || w->r->folders[folder].reason != PLAN_AS_USUAL)
        return status;
    status = shelve(w, file, false);
    for (uint32_t i = 0; i < w->shelf.n && status == STATUS_OK; i++)
        status = add_file(w, w->shelf.sorted[shelf_round(i, w->shelf.n)]->id, folder);
    if (status == STATUS_OK)
        status = shelve(w, file, true);
    for (uint32_t i = w->shelf.n; i-- > 0 && status == STATUS_OK;)
        status = push(w, &(struct step){w->shelf.sorted[i]->id, folder, step->letter});
    return status;
}

/* ---- The store ---- */

/* "C$" */
static bool is_drive(struct str name, uint8_t *letter_ret)
{
    if (name.n != 2 || name.at[1] != '$' || (name.at[0] | 0x20) < 'a' || (name.at[0] | 0x20) > 'z')
        return false;
    *letter_ret = (uint8_t)((name.at[0] | 0x20) - 'a');
    return true;
}

/* What lies in USMT\File beside the drives is no part of the store. */
static enum status enter_tops(struct walk *w, uint32_t files)
{
    struct comeback *r = w->r;
    uint32_t file = r->places[files].file;
    enum status status = shelve(w, file, true);

    for (uint32_t i = w->shelf.n; i-- > 0 && status == STATUS_OK;) {
        struct step step = {w->shelf.sorted[i]->id, COMEBACK_NONE, 0};

        if (is_drive(w->shelf.sorted[i]->name, &step.letter))
            status = push(w, &step);
    }
    while (w->nsteps > 0 && status == STATUS_OK) {
        struct step step = w->steps[--w->nsteps];

        status =
            enter(w, &step, step.parent == COMEBACK_NONE ? files : r->folders[step.parent].here);
    }
    return status;
}

/* Is the store on this drive? Then FILES_RET is the place of its USMT\File. */
static enum status find_store(struct comeback *r, uint32_t drive, uint32_t *files_ret)
{
    static const char *const steps[] = {"USMT", "File"};
    uint32_t place;
    enum status status = restore_place_path(r, drive, r->path, &place);
    bool is_there;

    *files_ret = COMEBACK_NONE;
    if (status != STATUS_OK)
        return status;
    is_there = r->places[place].file != INDEX_NONE && r->places[place].parent != COMEBACK_NONE &&
               r->places[place].reason == PLAN_PLACE_STORE;
    for (size_t i = 0; i < 2 && is_there && status == STATUS_OK; i++) {
        status = restore_place_child(r, place, str_of(steps[i]), &place);
        is_there = status == STATUS_OK && r->places[place].file != INDEX_NONE &&
                   !(comeback_index(r, drive)->files.flags[r->places[place].file] & FILE_REPARSE);
    }
    if (is_there)
        *files_ret = place;
    return status;
}

static enum status walk_drive(struct comeback *r, uint32_t drive)
{
    struct walk w = {
        .r = r,
        .drive = drive,
        .index = comeback_index(r, drive),
        .shelf = {.upcase = comeback_upcase(r, drive), .arena = &r->arena},
    };
    uint32_t files;
    enum status status = find_store(r, drive, &files);

    if (status != STATUS_OK || files == COMEBACK_NONE)
        return status;
    r->is_found = true;
    w.is_entered = arena_array(&r->arena, (size_t)w.index->files.n + 1, sizeof *w.is_entered);
    return w.is_entered ? enter_tops(&w, files) : STATUS_NO_MEMORY;
}

enum status restore_walk(struct comeback *r)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->machine->ndrives && status == STATUS_OK; i++)
        if (restoring_is_usable(r, i))
            status = walk_drive(r, i);
    return status == STATUS_OK && !r->is_found ? STATUS_NOT_FOUND : status;
}
