/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which folders of the store a restore puts elsewhere than to their old places: those that mean
 * something to both Windows. What is in them goes along, as audit_walk.c finds it.
 */
#include "planner/auditing.h"

static const char way[] = "\\USMT\\File\\";

/* "C:\Users\Ann" in the store: "\migdata\USMT\File\C$\Users\Ann". At NULL: without memory. */
static struct str stored(struct auditing *a, struct str path)
{
    struct str store = a->job->store;
    char *at;
    size_t n;

    if (store.n >= 2 && store.at[1] == ':')
        store = (struct str){store.at + 2, store.n - 2};
    n = store.n + sizeof way - 1 + path.n;
    at = arena_alloc(&a->arena, n + 1);
    if (!at)
        return (struct str){NULL, 0};
    memcpy(at, store.at, store.n);
    memcpy(at + store.n, way, sizeof way - 1);
    memcpy(at + store.n + sizeof way - 1, path.at, path.n);
    at[store.n + sizeof way] = '$'; /* for the colon */
    return (struct str){at, n};
}

/* The folder at PATH of the store's drive; INDEX_NONE: there is none, or it is of another drive. */
static uint32_t find_folder(const struct auditing *a, struct lookup *lookup, struct str path)
{
    const struct machine *machine = a->job->machine;
    uint32_t name;

    if (path.n < 3 || machine_drive(machine, (struct str){path.at, 2}) != a->job->drive)
        return INDEX_NONE;
    name = lookup_path(lookup, (struct str){path.at + 2, path.n - 2});
    return name != INDEX_NONE && auditing_is_folder(a->index, name) ? a->index->names.file[name]
                                                                    : INDEX_NONE;
}

static enum status take_folder(struct auditing *a, struct lookup *lookup,
                               const struct knownfolder *folder)
{
    struct str from;
    uint32_t name;

    if (folder->from.n < 3)
        return STATUS_OK;
    from = stored(a, folder->from);
    if (!from.at)
        return STATUS_NO_MEMORY;
    name = lookup_path(lookup, from);
    if (name != INDEX_NONE && auditing_is_folder(a->index, name)) {
        uint32_t to = find_folder(a, lookup, folder->to);

        a->restored[a->index->names.file[name]] = to == INDEX_NONE ? INDEX_NONE : to + 1;
    }
    return STATUS_OK;
}

enum status audit_restored(struct auditing *a)
{
    const struct knownfolders *folders = a->job->folders;
    struct lookup *lookup;
    enum status status;

    if (!folders || folders->n == 0)
        return STATUS_OK;
    a->restored = arena_array(&a->arena, a->index->files.n, sizeof *a->restored);
    if (!a->restored)
        return STATUS_NO_MEMORY;
    status = audit_walk_lookup(a, a->job->drive, &lookup);
    for (uint32_t i = 0; i < folders->n && status == STATUS_OK; i++)
        status = take_folder(a, lookup, &folders->at[i]);
    return status;
}
