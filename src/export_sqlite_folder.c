/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders of names and their prefixes: see export_sqlite_folder.h. A prefix is written from its
 * end, and a walk up ends when the buffer is full: no loop, however it came to be, lasts longer.
 */
#include "src/export_sqlite_folder.h"

#include <stdio.h>

struct prefix {
    char *buffer;
    size_t start; /* where what has been written begins */
    bool is_long; /* did not fit */
};

static bool is_root(const struct index *index, uint32_t file)
{
    return index->files.record[file] == RECORD_ROOT;
}

static bool has_name(const struct index *index, uint32_t file)
{
    return index_first_name(index, file) < index_end_name(index, file);
}

uint32_t export_sqlite_folder_of(const struct index *index, uint32_t name)
{
    uint32_t file = index->names.file[name], folder = index_parent(index, name);

    if (folder == INDEX_NONE || (folder == file && is_root(index, file)))
        return folder;
    if (index->files.flags[file] & FILE_CUT_OFF)
        return INDEX_NONE;
    return is_root(index, folder) || has_name(index, folder) ? folder : INDEX_NONE;
}

/* TEXT and a backslash before what is there. */
static void put_before(struct prefix *prefix, struct str text)
{
    prefix->is_long = prefix->is_long || text.n + 1 > prefix->start;
    if (prefix->is_long)
        return;
    prefix->buffer[--prefix->start] = '\\';
    prefix->start -= text.n;
    if (text.n > 0)
        memcpy(prefix->buffer + prefix->start, text.at, text.n);
}

static void put_orphanage(struct prefix *prefix, uint64_t reference)
{
    char text[48];

    snprintf(text, sizeof text, "\\$Orphans\\%llu-%u",
             (unsigned long long)reference_record(reference), reference_sequence(reference));
    put_before(prefix, str_of(text));
}

/* FOLDER and all above it. */
static void put_folders(struct prefix *prefix, const struct index *index, uint32_t folder)
{
    while (!is_root(index, folder) && !prefix->is_long) {
        uint32_t name = index_first_name(index, folder), above;

        if (!has_name(index, folder)) {
            put_orphanage(prefix, index_reference(index, folder));
            return;
        }
        put_before(prefix, index_name(index, name));
        above = export_sqlite_folder_of(index, name);
        if (above == INDEX_NONE) {
            put_orphanage(prefix, index->names.parent[name]);
            return;
        }
        folder = above;
    }
    put_before(prefix, str_of(""));
}

struct str export_sqlite_folder_prefix(const struct index *index, uint32_t folder,
                                       char buffer[EXPORT_SQLITE_PREFIX_MAX])
{
    struct prefix prefix = {.start = EXPORT_SQLITE_PREFIX_MAX};

    prefix.buffer = buffer;
    put_folders(&prefix, index, folder);
    if (prefix.is_long)
        return (struct str){NULL, 0};
    return (struct str){prefix.buffer + prefix.start, EXPORT_SQLITE_PREFIX_MAX - prefix.start};
}
