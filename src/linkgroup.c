/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file with all its names: see linkgroup.h.
 */
#include "src/linkgroup.h"

#include "src/filekind.h"
#include "src/pathcache.h"
#include "src/textbuf.h"

#include <stdlib.h>

struct linkgroup_reader {
    const struct index *index;
    struct pathcache *cache;
    struct textbuf text; /* the paths, one behind the other */
    struct str *names;
    uint32_t capacity;
};

bool linkgroup_begin(const struct index *index, struct linkgroup_reader **reader_ret)
{
    struct linkgroup_reader *reader = calloc(1, sizeof *reader);

    if (!reader)
        return false;
    reader->index = index;
    if (!pathcache_make(index, &reader->cache)) {
        free(reader);
        return false;
    }
    *reader_ret = reader;
    return true;
}

void linkgroup_end(struct linkgroup_reader *reader)
{
    if (!reader)
        return;
    pathcache_free(reader->cache);
    textbuf_free(&reader->text);
    free(reader->names);
    free(reader);
}

static int compare(const void *a, const void *b)
{
    return text_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool reserve(struct linkgroup_reader *reader, uint32_t n)
{
    struct str *names;

    if (n <= reader->capacity)
        return true;
    names = realloc(reader->names, n * sizeof *names);
    if (!names)
        return false;
    reader->names = names;
    reader->capacity = n;
    return true;
}

/* Puts the paths into the text; until it is whole and stays where it is, only their lengths. */
static enum status read_paths(struct linkgroup_reader *reader, uint32_t first, uint32_t n)
{
    size_t at = 0;

    reader->text.n = 0;
    for (uint32_t i = 0; i < n; i++) {
        enum status status = pathcache_path(reader->cache, first + i, &reader->names[i]);

        if (status != STATUS_OK)
            return status;
        textbuf_str(&reader->text, reader->names[i]);
    }
    if (reader->text.is_short)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        reader->names[i].at = reader->text.at + at;
        at += reader->names[i].n;
    }
    return STATUS_OK;
}

enum status linkgroup_read(struct linkgroup_reader *reader, uint32_t file,
                           struct linkgroup *group_ret)
{
    const struct index *index = reader->index;
    uint32_t first = index_first_name(index, file), n = index_end_name(index, file) - first;
    enum status status = reserve(reader, n) ? read_paths(reader, first, n) : STATUS_NO_MEMORY;

    if (status != STATUS_OK)
        return status;
    if (n > 1)
        qsort(reader->names, n, sizeof *reader->names, compare);
    *group_ret = (struct linkgroup){
        .reference = index_reference(index, file),
        .size = index->files.size[file],
        .allocated = index->files.allocated[file],
        .naive = index->files.size[file] * index_links(index, file),
        .kind = filekind_word(index, file),
        .is_system = index->files.flags[file] & FILE_SYSTEM,
        .names = reader->names,
        .n = n,
    };
    return STATUS_OK;
}
