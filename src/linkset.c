/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which hard-link groups to show: see linkset.h.
 */
#include "src/linkset.h"

#include "mft/path.h"

#include <stdlib.h>

static enum status add(const struct index *index, uint32_t file, uint32_t below,
                       struct linkset *set)
{
    uint32_t links = index_links(index, file);

    if (set->n == set->capacity) {
        uint32_t capacity = set->capacity ? 2 * set->capacity : 256;
        uint32_t *files = realloc(set->files, capacity * sizeof *files);

        if (!files)
            return STATUS_NO_MEMORY;
        set->files = files;
        set->capacity = capacity;
    }
    set->files[set->n++] = file;
    set->names += links;
    set->names_below += below;
    set->naive += index->files.size[file] * links;
    set->unique += index->files.size[file];
    set->allocated += index->files.allocated[file];
    return STATUS_OK;
}

static bool is_candidate(const struct index *index, uint32_t file, uint32_t min_links)
{
    unsigned flags = index->files.flags[file];

    return flags & FILE_IN_USE && !(flags & FILE_DIRECTORY) &&
           index_links(index, file) >= min_links;
}

enum status linkset_all(const struct index *index, uint32_t min_links, struct linkset *set_ret)
{
    enum status status = STATUS_OK;

    *set_ret = (struct linkset){0};
    for (uint32_t file = 0; file < index->files.n && status == STATUS_OK; file++)
        if (is_candidate(index, file, min_links))
            status = add(index, file, 0, set_ret);
    return status;
}

enum status linkset_under(const struct index *index, uint32_t folder, uint32_t min_links,
                          struct linkset *inside_ret, struct linkset *outside_ret)
{
    enum status status = STATUS_OK;

    *inside_ret = *outside_ret = (struct linkset){0};
    for (uint32_t file = 0; file < index->files.n && status == STATUS_OK; file++) {
        uint32_t below = 0;

        if (!is_candidate(index, file, min_links))
            continue;
        for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
             name++)
            below += path_is_below(index, name, folder);
        if (below > 0)
            status = add(index, file, below,
                         below == index_links(index, file) ? inside_ret : outside_ret);
    }
    return status;
}

void linkset_free(struct linkset *set)
{
    free(set->files);
    *set = (struct linkset){0};
}
