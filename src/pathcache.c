/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths of many names, fast: see pathcache.h. A folder's row number picks its only place in the
 * table, so a lookup is one comparison. Long paths are not kept: the table stays below 5 MB.
 */
#include "src/pathcache.h"

#include <stdlib.h>

enum { SLOTS = 8192, KEPT_BYTES_MAX = 512 };

struct slot {
    uint32_t folder_plus_one; /* row; 0: empty */
    uint32_t n;
    uint32_t capacity;
    char *at; /* the folder's path with a backslash behind it */
};

struct pathcache {
    const struct index *index;
    struct path path; /* the answer, and a place to work */
    struct slot slots[SLOTS];
};

bool pathcache_make(const struct index *index, struct pathcache **cache_ret)
{
    struct pathcache *cache = calloc(1, sizeof *cache);

    if (!cache)
        return false;
    cache->index = index;
    *cache_ret = cache;
    return true;
}

void pathcache_free(struct pathcache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        free(cache->slots[i].at);
    path_free(&cache->path);
    free(cache);
}

/* Room for N bytes in all of the working path. */
static bool reserve(struct path *path, size_t n)
{
    char *at;

    if (path->capacity >= n)
        return true;
    at = realloc(path->at, 2 * n);
    if (!at)
        return false;
    path->at = at;
    path->capacity = 2 * n;
    return true;
}

static void keep(struct slot *slot, uint32_t folder, const struct path *path)
{
    if (path->n > KEPT_BYTES_MAX)
        return;
    if (slot->capacity < path->n) {
        char *at = realloc(slot->at, path->n);

        if (!at)
            return;
        slot->at = at;
        slot->capacity = (uint32_t)path->n;
    }
    memcpy(slot->at, path->at, path->n);
    slot->n = (uint32_t)path->n;
    slot->folder_plus_one = folder + 1;
}

/* Puts the path of FOLDER and a backslash into cache->path. */
static enum status put_folder(struct pathcache *cache, uint32_t folder)
{
    struct slot *slot = &cache->slots[folder % SLOTS];
    struct path *path = &cache->path;
    enum status status = STATUS_OK;

    if (slot->folder_plus_one == folder + 1) {
        if (!reserve(path, slot->n))
            return STATUS_NO_MEMORY;
        memcpy(path->at, slot->at, slot->n);
        path->n = slot->n;
        return STATUS_OK;
    }
    path->n = 0;
    if (cache->index->files.record[folder] != RECORD_ROOT)
        status = path_of_file(cache->index, folder, path);
    if (status != STATUS_OK)
        return status;
    if (!reserve(path, path->n + 1))
        return STATUS_NO_MEMORY;
    path->at[path->n++] = '\\';
    keep(slot, folder, path);
    return STATUS_OK;
}

/* Is the path of NAME that of FOLDER and the name behind it? Not for what is cut off from the root,
 * for the root itself, and for what lies in a folder without a name. */
static bool is_plain(const struct index *index, uint32_t name, uint32_t folder)
{
    uint32_t file = index->names.file[name];

    return folder != INDEX_NONE && !(index->files.flags[file] & FILE_CUT_OFF) &&
           index->files.record[file] != RECORD_ROOT &&
           index_first_name(index, folder) < index_end_name(index, folder);
}

enum status pathcache_path(struct pathcache *cache, uint32_t name, struct str *path_ret)
{
    const struct index *index = cache->index;
    uint32_t folder = index_parent(index, name);
    struct path *path = &cache->path;
    struct str text = index_name(index, name);
    enum status status;

    if (is_plain(index, name, folder)) {
        status = put_folder(cache, folder);
        if (status == STATUS_OK && !reserve(path, path->n + text.n))
            status = STATUS_NO_MEMORY;
        if (status == STATUS_OK) {
            memcpy(path->at + path->n, text.at, text.n);
            path->n += text.n;
        }
    } else {
        status = path_of_name(index, name, path);
    }
    if (status == STATUS_OK)
        *path_ret = path_str(path);
    return status;
}
