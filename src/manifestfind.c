/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifests of a store: see manifestfind.h. */
#include "src/manifestfind.h"

#include "mft/path.h"
#include "src/filedata.h"
#include "src/manifestfile.h"
#include "src/say.h"
#include "src/textbuf.h"

#include <stdlib.h>

/* More than any store's manifest has: a hundred million names. */
#define BYTES_MAX (UINT64_C(1) << 33)

struct numbered {
    uint32_t number, name;
};

/* ---- Which they are ---- */

static int compare(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

static struct str behind_drive(struct str store)
{
    size_t n = 0;

    while (n < store.n && store.at[n] != '\\')
        n++;
    return (struct str){store.at + n, store.n - n};
}

/* The row of the folder that BELOW leads to in STORE; INDEX_NONE. */
static enum status find_folder(const struct manifestfind_place *place, struct str store,
                               const char *below, uint32_t *folder_ret)
{
    const struct index *index = place->index;
    struct textbuf path = {0};
    uint32_t name;
    enum status status = STATUS_NO_MEMORY;

    *folder_ret = INDEX_NONE;
    textbuf_str(&path, behind_drive(store));
    textbuf_cstr(&path, below);
    if (!path.is_short)
        status = path_find(index, textbuf_view(&path), place->upcase, &name, NULL);
    if (status == STATUS_OK && index->files.flags[index->names.file[name]] & FILE_DIRECTORY)
        *folder_ret = index->names.file[name];
    textbuf_free(&path);
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

/* Counts the manifests in FOLDER, and puts them to LIST where that is not NULL. */
static uint32_t list_names(const struct manifestfind_place *place, uint32_t folder,
                           struct numbered *list)
{
    const struct index *index = place->index;
    uint32_t n = 0, number;

    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++) {
        uint32_t name = index->children[i];

        if (index->files.flags[index->names.file[name]] & FILE_DIRECTORY ||
            !manifest_name_number(index_name(index, name), place->upcase, &number))
            continue;
        if (list)
            list[n] = (struct numbered){number, name};
        n++;
    }
    return n;
}

/* Which they are, by the index alone: no manifest is read. STATUS_NO_MEMORY. */
static enum status find_names(const struct manifestfind_place *place,
                              struct manifestfind *found_ret)
{
    struct manifestfind found = {0};
    struct numbered *list;
    uint32_t folder, n;
    enum status status = find_folder(place, place->store, "\\USMT", &folder);
    bool has_room;

    if (status != STATUS_OK)
        return status;
    n = folder == INDEX_NONE ? 0 : list_names(place, folder, NULL);
    list = calloc(n + (size_t)1, sizeof *list);
    found.names = arena_array(&found.arena, n + (size_t)1, sizeof *found.names);
    has_room = list && found.names;
    if (has_room) {
        if (n > 0)
            list_names(place, folder, list);
        qsort(list, n, sizeof *list, compare);
        for (; found.n < n; found.n++)
            found.names[found.n] = list[found.n].name;
    }
    free(list);
    if (has_room)
        *found_ret = found;
    else
        arena_free(&found.arena);
    return has_room ? STATUS_OK : STATUS_NO_MEMORY;
}

/* ---- Reading ---- */

/* Does STORE, as its manifest has it, lead to the store that is asked for? */
static enum status is_store(const struct manifestfind_place *place, struct str store, bool *is_ret)
{
    uint32_t ours = INDEX_NONE, theirs = INDEX_NONE;
    enum status status = find_folder(place, place->store, "", &ours);

    if (status == STATUS_OK)
        status = find_folder(place, store, "", &theirs);
    *is_ret = ours == theirs;
    return status;
}

static enum status refuse_content(const char *name, enum status status)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else
        say("The manifest '%s' cannot be read: %s. The one that 'apply' has put beside the plan "
            "can be given instead (--manifest).",
            name, status_text(status));
    return status;
}

static enum status refuse(const char *name, const char *why)
{
    say("The manifest '%s' %s. The one that 'apply' has put beside the plan can be given instead "
        "(--manifest).",
        name, why);
    return STATUS_DAMAGED;
}

static enum status read_bytes(const struct manifestfind_place *place, const char *name,
                              struct bytes bytes, unsigned nworkers, struct manifest *manifest_ret)
{
    struct source source = source_of_memory(bytes);
    const char *why = NULL;
    enum status status = manifestfile_read(&source, nworkers, manifest_ret, &why);
    bool is_same_volume, is_same_store;

    if (status != STATUS_OK) {
        manifestfile_refuse(name, status, why);
        return status;
    }
    is_same_volume = manifest_ret->serial == place->serial;
    status = is_store(place, manifest_ret->store, &is_same_store);
    if (status == STATUS_OK && is_same_volume && is_same_store)
        return STATUS_OK;
    manifest_free(manifest_ret);
    if (status != STATUS_OK)
        return refuse_content(name, status);
    return refuse(name, is_same_volume ? "is of another store" : "is of another volume");
}

static enum status read_one(const struct manifestfind_place *place, const char *name, uint32_t row,
                            unsigned nworkers, struct manifest *manifest_ret)
{
    struct arena arena = {0};
    struct bytes bytes;
    enum status status;

    if (!place->volume)
        return refuse(name, "is on a volume of which there is only an inventory, which has no "
                            "contents of files");
    status = filedata_load(place->volume, place->index, place->index->names.file[row], BYTES_MAX,
                           &arena, &bytes);
    if (status == STATUS_OK)
        status = read_bytes(place, name, bytes, nworkers, manifest_ret);
    else
        refuse_content(name, status);
    arena_free(&arena);
    return status;
}

/* Its path with the drive, for sentences: terminated. */
static bool put_name(const struct manifestfind_place *place, uint32_t row, struct textbuf *name)
{
    struct path path = {0};
    enum status status = path_of_name(place->index, row, &path);

    name->n = 0;
    textbuf_shown(name, place->drive);
    if (status == STATUS_OK)
        textbuf_shown(name, path_str(&path));
    textbuf_char(name, '\0');
    path_free(&path);
    return status == STATUS_OK && !name->is_short;
}

enum status manifestfind(const struct manifestfind_place *place, unsigned nworkers,
                         struct manifestfind *found_ret)
{
    struct manifestfind found = {0};
    struct textbuf name = {0};
    enum status status = find_names(place, &found);
    uint32_t n = found.n;

    found.n = 0;
    if (status == STATUS_OK)
        found.manifests = arena_array(&found.arena, n + (size_t)1, sizeof *found.manifests);
    if (!found.manifests) {
        status = STATUS_NO_MEMORY;
        say_no_memory();
    }
    while (found.n < n && status == STATUS_OK) {
        if (put_name(place, found.names[found.n], &name)) {
            status =
                read_one(place, name.at, found.names[found.n], nworkers, &found.manifests[found.n]);
        } else {
            status = STATUS_NO_MEMORY;
            say_no_memory();
        }
        found.n += status == STATUS_OK;
    }
    textbuf_free(&name);
    if (status == STATUS_OK)
        *found_ret = found;
    else
        manifestfind_free(&found);
    return status;
}

void manifestfind_free(struct manifestfind *found)
{
    for (uint32_t i = 0; i < found->n && found->manifests; i++)
        manifest_free(&found->manifests[i]);
    arena_free(&found->arena);
    *found = (struct manifestfind){0};
}
