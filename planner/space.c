/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four sizes of every folder: see space.h and docs/REPORT.md, "How it is computed".
 */
#include "planner/space.h"

#include "planner/space_walk.h"

uint32_t space_of_name(const struct space *space, uint32_t name)
{
    uint32_t folder = index_parent(space->index, name);
    uint32_t node = folder == INDEX_NONE ? INDEX_NONE : space->node[folder];

    return node == INDEX_NONE ? SPACE_ORPHANS : node;
}

/* The node of FILE's first name. */
static uint32_t home_node(const struct space *space, uint32_t file)
{
    if (space->node[file] != INDEX_NONE)
        return space->node[file];
    return space->home[file] == INDEX_NONE ? SPACE_ORPHANS
                                           : space_of_name(space, space->home[file]);
}

/* What has one name at most is nowhere else than there. */
uint32_t space_home(const struct space *space, uint32_t file)
{
    uint32_t n = index_end_name(space->index, file) - index_first_name(space->index, file);

    return n < 2 ? space->common[file] : home_node(space, file);
}

void space_plus(struct space_sizes *sizes, const struct space_sizes *more)
{
    sizes->naive = space_sum(sizes->naive, more->naive);
    sizes->unique = space_sum(sizes->unique, more->unique);
    sizes->allocated = space_sum(sizes->allocated, more->allocated);
    sizes->freed = space_sum(sizes->freed, more->freed);
    sizes->names += more->names;
    sizes->files += more->files;
    sizes->freed_files += more->freed_files;
    sizes->folders += more->folders;
}

/* ---- What a file gives ---- */

static bool is_folder(const struct space *space, uint32_t file)
{
    return space->index->files.flags[file] & FILE_DIRECTORY;
}

/* A DOS name is no name of its own, even where it is the only one. */
static bool is_link(const struct index *index, uint32_t name)
{
    return index->names.name_space[name] != NAMESPACE_DOS;
}

static void add_name(const struct space *space, uint32_t file, uint32_t name,
                     struct space_sizes *sizes)
{
    if (name == INDEX_NONE || is_folder(space, file) || !is_link(space->index, name))
        return;
    sizes->naive = space_sum(sizes->naive, space->index->files.size[file]);
    sizes->names++;
}

static void add_home(const struct space *space, uint32_t file, struct space_sizes *sizes)
{
    sizes->allocated = space_sum(sizes->allocated, space->allocated[file]);
    if (is_folder(space, file))
        return;
    sizes->unique = space_sum(sizes->unique, space->index->files.size[file]);
    sizes->files++;
}

static void add_freed(const struct space *space, uint32_t file, struct space_sizes *sizes)
{
    sizes->freed = space_sum(sizes->freed, space->allocated[file]);
    sizes->freed_files += !is_folder(space, file);
}

bool space_add(const struct space *space, uint32_t scope, uint32_t file, uint32_t name,
               struct space_sizes *sizes)
{
    bool is_home = name == space->home[file];
    uint32_t node = is_home ? space_home(space, file) : space_of_name(space, name);

    if (!space_is_in(space, node, scope))
        return false;
    add_name(space, file, name, sizes);
    if (!is_home)
        return true;
    add_home(space, file, sizes);
    sizes->folders += is_folder(space, file) && node != scope;
    if (space_is_in(space, space->common[file], scope))
        add_freed(space, file, sizes);
    return true;
}

/* ---- Sums ---- */

static void add_file(struct space *space, uint32_t file)
{
    uint32_t first = index_first_name(space->index, file), end = index_end_name(space->index, file);
    uint32_t home = space_home(space, file);

    for (uint32_t name = first; name < end && !is_folder(space, file); name++)
        add_name(space, file, name,
                 &space->sizes[end - first > 1 ? space_of_name(space, name) : home]);
    add_home(space, file, &space->sizes[home]);
    add_freed(space, file, &space->sizes[space->common[file]]);
    if (is_folder(space, file))
        space->sizes[space->parent[home]].folders++;
}

/* Every node behind another one in path order is given to its parent before that is given on. */
static void sum_up(struct space *space)
{
    for (uint32_t file = 0; file < space->index->files.n; file++)
        if (space_counts(space, file))
            add_file(space, file);
    for (uint32_t place = space->n - 1; place > 0; place--) {
        uint32_t node = space->order[place];

        space_plus(&space->sizes[space->parent[node]], &space->sizes[node]);
    }
}

/* ---- Columns ---- */

static void add_streams(struct space *space)
{
    const struct stream_rows *streams = &space->index->streams;

    for (uint32_t i = 0; i < streams->n; i++) {
        uint64_t *allocated = &space->allocated[streams->file[i]];

        *allocated = space_sum(*allocated, streams->allocated[i]);
    }
}

/* Every file as if it had one name at most; the walk puts those right that have several. */
static void place_files(struct space *space)
{
    const struct index *index = space->index;

    for (uint32_t file = 0; file < index->files.n; file++) {
        uint32_t first = index_first_name(index, file), end = index_end_name(index, file);

        space->home[file] = first < end ? first : INDEX_NONE;
        space->allocated[file] = index->files.allocated[file];
        space->common[file] = INDEX_NONE;
        if (!space_counts(space, file))
            continue;
        if (is_folder(space, file) || end - first < 2)
            space->common[file] = home_node(space, file);
        else
            space->home[file] = INDEX_NONE;
    }
}

static bool is_node(const struct index *index, uint32_t file)
{
    return (index->files.flags[file] & (FILE_IN_USE | FILE_DIRECTORY)) ==
           (FILE_IN_USE | FILE_DIRECTORY);
}

static enum status list_nodes(struct space *space)
{
    const struct index *index = space->index;
    uint32_t n = 2;

    for (uint32_t file = 0; file < index->files.n; file++)
        space->node[file] = is_node(index, file) ? n++ : INDEX_NONE;
    space->n = n;
    space->folder = arena_grow(&space->arena, NULL, n * sizeof *space->folder);
    space->parent = arena_grow(&space->arena, NULL, n * sizeof *space->parent);
    space->enter = arena_grow(&space->arena, NULL, n * sizeof *space->enter);
    space->leave = arena_grow(&space->arena, NULL, n * sizeof *space->leave);
    space->order = arena_grow(&space->arena, NULL, n * sizeof *space->order);
    space->sizes = arena_array(&space->arena, n, sizeof *space->sizes);
    if (!space->folder || !space->parent || !space->enter || !space->leave || !space->order ||
        !space->sizes)
        return STATUS_NO_MEMORY;
    space->folder[SPACE_ALL] = space->folder[SPACE_ORPHANS] = INDEX_NONE;
    for (uint32_t file = 0; file < index->files.n; file++)
        if (space->node[file] != INDEX_NONE)
            space->folder[space->node[file]] = file;
    return STATUS_OK;
}

static enum status make_columns(struct space *space)
{
    size_t n = (size_t)space->index->files.n + 1;

    space->node = arena_grow(&space->arena, NULL, n * sizeof *space->node);
    space->home = arena_grow(&space->arena, NULL, n * sizeof *space->home);
    space->common = arena_grow(&space->arena, NULL, n * sizeof *space->common);
    space->allocated = arena_grow(&space->arena, NULL, n * sizeof *space->allocated);
    if (!space->node || !space->home || !space->common || !space->allocated)
        return STATUS_NO_MEMORY;
    return list_nodes(space);
}

enum status space_of(const struct index *index, struct space *space_ret)
{
    struct space space = {.index = index};
    enum status status = make_columns(&space);

    if (status == STATUS_OK) {
        place_files(&space);
        add_streams(&space);
        status = space_walk(&space);
    }
    if (status != STATUS_OK) {
        arena_free(&space.arena);
        return status;
    }
    sum_up(&space);
    *space_ret = space;
    return STATUS_OK;
}

void space_free(struct space *space)
{
    arena_free(&space->arena);
}
