/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders are looked up by the row of what they stand for. What is not known yet is found by going
 * up to what is, and coming down again.
 */
#include "planner/store.h"

#include "planner/manifest.h"

#include <assert.h>

enum { FIRST_CAPACITY = 64, ATTRIBUTE_HIDDEN = 0x2 };

uint32_t store_units(struct str text)
{
    uint32_t n = 0;

    for (size_t at = 0; at < text.n; n++)
        n += text_next(text, &at) >= 0x10000;
    return n;
}

static uint32_t root_of(const struct machine_drive *drive)
{
    return drive->index ? index_find(drive->index, RECORD_ROOT) : INDEX_NONE;
}

/* ---- What is a store already ---- */

/*
 * A folder that has nothing in it but the way to the store is no more than that: else the folders
 * that were made for the store would be taken the next time. One that is empty and on that way will
 * be such a folder.
 */
static uint32_t begin_of_way(const struct index *index, uint32_t file)
{
    for (;;) {
        uint32_t parent = index_parent(index, index_first_name(index, file));

        if (parent == INDEX_NONE || index->files.record[parent] == RECORD_ROOT ||
            index->first_child[parent + 1] - index->first_child[parent] != 1)
            return file;
        file = parent;
    }
}

/* The folder that PATH leads to, or the last one on the way that is there; INDEX_NONE: the root. */
static uint32_t last_on_way(const struct machine_drive *drive, struct str path, bool *is_all_ret)
{
    const struct index *index = drive->index;
    uint32_t name;

    *is_all_ret = true;
    while (path.n > 0) {
        if (path_find(index, path, drive->upcase, &name, NULL) == STATUS_OK) {
            uint32_t file = index->names.file[name];

            return index->files.flags[file] & FILE_DIRECTORY &&
                           index->files.record[file] != RECORD_ROOT
                       ? file
                       : INDEX_NONE;
        }
        *is_all_ret = false;
        while (path.n > 0 && path.at[--path.n] != '\\')
            ;
    }
    return INDEX_NONE;
}

static void mark_own(struct store *store, uint32_t drive)
{
    const struct machine_drive *d = &store->machine->drives[drive];
    bool is_all;
    uint32_t file = d->is_ntfs ? last_on_way(d, store->path, &is_all) : INDEX_NONE;

    if (file != INDEX_NONE &&
        (is_all || d->index->first_child[file + 1] == d->index->first_child[file]))
        store->places[drive][begin_of_way(d->index, file)] = STORE_NONE;
}

/* The folder that FILE lies in by its first name, when it is called NAME; INDEX_NONE. */
static uint32_t above_called(const struct machine_drive *drive, uint32_t file, struct str name)
{
    const struct index *index = drive->index;
    uint32_t first = file == INDEX_NONE ? INDEX_NONE : index_first_name(index, file);

    if (file == INDEX_NONE || first == index_end_name(index, file) ||
        !text_same_folded(index_name(index, first), name, drive->upcase))
        return INDEX_NONE;
    return index_parent(index, first);
}

/* A folder is a store of mftlink where a manifest is in its USMT. */
static void mark_others(struct store *store, uint32_t drive)
{
    static const struct str usmt = {"USMT", 4};
    const struct machine_drive *d = &store->machine->drives[drive];
    const struct index *index = d->index;

    for (uint32_t name = 0; name < index->names.n; name++) {
        uint32_t above, number;

        if (!manifest_name_number(index_name(index, name), d->upcase, &number))
            continue;
        above = above_called(d, index_parent(index, name), usmt);
        if (above != INDEX_NONE && index->files.record[above] != RECORD_ROOT)
            store->places[drive][above] = STORE_NONE;
    }
}

enum status store_begin(struct store *store, const struct machine *machine, struct str path)
{
    uint32_t drive = machine_drive(machine, path), n = machine->ndrives;

    *store = (struct store){.machine = machine, .master = drive};
    if (drive == MACHINE_NONE)
        return STATUS_NOT_FOUND;
    store->path = (struct str){path.at + machine->drives[drive].name.n,
                               path.n - machine->drives[drive].name.n};
    store->places = arena_array(&store->arena, n, sizeof *store->places);
    store->tops = arena_array(&store->arena, n, sizeof *store->tops);
    if (!store->places || !store->tops)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        store->tops[i] = STORE_NONE;
        if (!machine->drives[i].index)
            continue;
        store->places[i] =
            arena_array(&store->arena, machine->drives[i].index->files.n, sizeof *store->places[i]);
        if (!store->places[i])
            return STATUS_NO_MEMORY;
        mark_own(store, i);
        mark_others(store, i);
    }
    return STATUS_OK;
}

void store_free(struct store *store)
{
    arena_free(&store->arena);
}

/* ---- Folders ---- */

/* Room for one more behind N of SIZE bytes. */
static void *make_room(struct store *store, void *array, uint32_t n, uint32_t *capacity,
                       size_t size)
{
    uint32_t more = *capacity ? *capacity : FIRST_CAPACITY;
    void *grown;

    if (n < *capacity)
        return array;
    if (more > UINT32_MAX / 2)
        return NULL;
    grown = arena_grow(&store->arena, array, 2 * (size_t)more * size);
    if (grown)
        *capacity = 2 * more;
    return grown;
}

/* A folder called NAME in PARENT that stands for nothing; the rest is the caller's to fill in. */
static struct store_folder *add(struct store *store, uint32_t parent, uint32_t target,
                                struct str name)
{
    struct store_folder *folders = make_room(store, store->folders, store->n, &store->capacity,
                                             sizeof *folders),
                        *folder;

    if (!folders)
        return NULL;
    store->folders = folders;
    folder = &folders[store->n++];
    *folder = (struct store_folder){
        .parent = parent,
        .name = name,
        .target = target,
        .drive = MACHINE_NONE,
        .file = INDEX_NONE,
        .there = INDEX_NONE,
        .rule = PLAN_NONE,
        .units = store_units(name),
        .row = PLAN_NONE,
        .from_row = PLAN_NONE,
    };
    if (parent != STORE_NONE)
        folder->units += folders[parent].units + 1;
    return folder;
}

/* A root's own name says nothing: its path is the drive alone. */
static enum status add_root(struct store *store, uint32_t target)
{
    struct store_folder *root = add(store, STORE_NONE, target, store->machine->drives[target].name);

    if (!root)
        return STATUS_NO_MEMORY;
    root->there = root_of(&store->machine->drives[target]);
    return STATUS_OK;
}

static enum status add_step(struct store *store, uint32_t target, struct str name,
                            uint32_t attributes)
{
    struct store_folder *folder = add(store, store->n - 1, target, name);

    if (!folder)
        return STATUS_NO_MEMORY;
    folder->attributes = attributes;
    return STATUS_OK;
}

enum status store_top(struct store *store, uint32_t drive, uint32_t *folder_ret)
{
    enum status status = STATUS_OK;

    if (store->tops[drive] == STORE_NONE) {
        status = add_root(store, drive);
        for (size_t at = 0, first; at < store->path.n && status == STATUS_OK; at++) {
            for (first = at; at < store->path.n && store->path.at[at] != '\\';)
                at++;
            if (at > first)
                status =
                    add_step(store, drive, (struct str){store->path.at + first, at - first}, 0);
        }
        if (status == STATUS_OK)
            status = add_step(store, drive, str_of("USMT"), 0);
        if (status == STATUS_OK)
            status = add_step(store, drive, str_of("File"), ATTRIBUTE_HIDDEN);
        if (status == STATUS_OK)
            store->tops[drive] = store->n - 1;
    }
    if (status == STATUS_OK)
        *folder_ret = store->tops[drive];
    return status;
}

static void stand_for(struct store *store, uint32_t drive, uint32_t file)
{
    struct store_folder *folder = &store->folders[store->n - 1];

    folder->drive = drive;
    folder->file = file;
    store->places[drive][file] = store->n;
}

/* "C$" for "C:" */
static enum status add_drive(struct store *store, uint32_t drive, uint32_t root)
{
    const struct machine_drive *d = &store->machine->drives[drive];
    uint32_t target = d->is_ntfs ? drive : store->master, top;
    char *name = arena_alloc(&store->arena, d->name.n);
    enum status status = name ? store_top(store, target, &top) : STATUS_NO_MEMORY;

    if (status != STATUS_OK)
        return status;
    memcpy(name, d->name.at, d->name.n);
    name[d->name.n - 1] = '$';
    if (!add(store, top, target, (struct str){name, d->name.n}))
        return STATUS_NO_MEMORY;
    stand_for(store, drive, root);
    return STATUS_OK;
}

static enum status add_below(struct store *store, uint32_t drive, uint32_t parent, uint32_t file)
{
    const struct index *index = store->machine->drives[drive].index;

    if (!add(store, parent, store->folders[parent].target,
             index_name(index, index_first_name(index, file))))
        return STATUS_NO_MEMORY;
    stand_for(store, drive, file);
    return STATUS_OK;
}

/* From FILE up to a folder that is known, or to the root: what is on the way goes to store->way. */
static enum status go_up(struct store *store, uint32_t drive, uint32_t file, uint32_t *n_ret)
{
    const struct index *index = store->machine->drives[drive].index;
    uint32_t n = 0;

    while (store->places[drive][file] == 0) {
        uint32_t *way = make_room(store, store->way, n, &store->way_capacity, sizeof *way);

        if (!way)
            return STATUS_NO_MEMORY;
        store->way = way;
        way[n++] = file;
        if (index->files.record[file] == RECORD_ROOT)
            break;
        file = index_parent(index, index_first_name(index, file));
        assert(file != INDEX_NONE && n < index->files.n);
    }
    *n_ret = n;
    return STATUS_OK;
}

enum status store_folder(struct store *store, uint32_t drive, uint32_t file, uint32_t *folder_ret)
{
    const struct index *index = store->machine->drives[drive].index;
    uint32_t *places = store->places[drive], n = 0;
    enum status status = go_up(store, drive, file, &n);

    while (n > 0 && status == STATUS_OK) {
        uint32_t at = store->way[--n];

        if (index->files.record[at] == RECORD_ROOT) {
            status = add_drive(store, drive, at);
            continue;
        }

        uint32_t above = places[index_parent(index, index_first_name(index, at))];
        if (above == STORE_NONE)
            places[at] = STORE_NONE;
        else
            status = add_below(store, drive, above - 1, at);
    }
    if (status == STATUS_OK)
        *folder_ret = places[file] == STORE_NONE ? STORE_NONE : places[file] - 1;
    return status;
}
