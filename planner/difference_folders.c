/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals by folder: see difference_folders.h. */
#include "planner/difference_folders.h"

#include <stdlib.h>

enum { DIRECT, LOST, FIRST_FOLDER }; /* rows */

/* One of the two volumes, and to which row each of its nodes belongs. */
struct half {
    const struct space *space;
    uint32_t scope, direct; /* nodes */
    uint32_t *row_of;       /* of each node; INDEX_NONE: outside of the scope */
};

struct making {
    struct difference_folders *folders;
    struct half before, after;
};

/* ---- Which node belongs to which row ---- */

static bool is_listed(const struct half *half, uint32_t node)
{
    return node > SPACE_ORPHANS && half->space->parent[node] == half->direct;
}

static struct half half_of(const struct space *space, uint32_t scope, struct arena *arena)
{
    uint32_t root = index_find(space->index, RECORD_ROOT);
    struct half half = {.space = space, .scope = scope, .direct = scope};

    if (scope == SPACE_ALL && root != INDEX_NONE && space->node[root] != INDEX_NONE)
        half.direct = space->node[root];
    half.row_of = arena_grow(arena, NULL, space->n * sizeof *half.row_of);
    return half;
}

/* The row that the folder of NODE has already, as one of the other volume; a new one else. */
static uint32_t row_of_folder(struct making *making, const struct half *half, uint32_t node)
{
    const struct half *other = &making->before;
    struct difference_folders *folders = making->folders;
    uint32_t folder = half->space->folder[node], twin = INDEX_NONE, row = folders->n;
    bool is_after = half == &making->after;

    if (is_after)
        twin =
            index_find_reference(other->space->index, index_reference(half->space->index, folder));
    if (twin != INDEX_NONE && other->space->node[twin] != INDEX_NONE &&
        is_listed(other, other->space->node[twin]))
        row = other->row_of[other->space->node[twin]];
    if (row == folders->n)
        folders->rows[folders->n++] =
            (struct difference_folders_row){.before = INDEX_NONE, .after = INDEX_NONE};
    if (is_after)
        folders->rows[row].after = folder;
    else
        folders->rows[row].before = folder;
    return row;
}

/* In path order, so that a folder's parent has its row before. */
static void assign_rows(struct making *making, struct half *half)
{
    const struct space *space = half->space;

    for (uint32_t place = 0; place < space->n; place++) {
        uint32_t node = space->order[place];

        if (half->scope == INDEX_NONE || !space_is_in(space, node, half->scope))
            half->row_of[node] = INDEX_NONE;
        else if (node == half->scope || node == half->direct)
            half->row_of[node] = DIRECT;
        else if (node == SPACE_ORPHANS)
            half->row_of[node] = LOST;
        else if (is_listed(half, node))
            half->row_of[node] = row_of_folder(making, half, node);
        else
            half->row_of[node] = half->row_of[space->parent[node]];
    }
}

static uint32_t row_of(const struct half *half, uint32_t file)
{
    return half->row_of[space_home(half->space, file)];
}

/* ---- Sums ---- */

static void add_file(const struct half *half, uint32_t file, struct difference_folders_state *state)
{
    state->allocated = space_sum(state->allocated, half->space->allocated[file]);
    if (half->space->index->files.flags[file] & FILE_DIRECTORY)
        return;
    state->files++;
    state->bytes = space_sum(state->bytes, half->space->index->files.size[file]);
}

static void add_state(const struct half *half, bool is_after, struct difference_folders *folders)
{
    for (uint32_t file = 0; file < half->space->index->files.n; file++) {
        uint32_t row = space_counts(half->space, file) ? row_of(half, file) : INDEX_NONE;

        if (row == INDEX_NONE)
            continue;
        add_file(half, file, is_after ? &folders->rows[row].is : &folders->rows[row].was);
        add_file(half, file, is_after ? &folders->is : &folders->was);
    }
}

/* The row of FILE, a file before, in the index after, where it is the same file; or INDEX_NONE. */
static uint32_t twin_of(const struct making *making, uint32_t file)
{
    const struct index *after = making->after.space->index;
    uint32_t twin = index_find_reference(after, index_reference(making->before.space->index, file));

    return twin != INDEX_NONE && space_counts(making->after.space, twin) &&
                   !(after->files.flags[twin] & FILE_DIRECTORY)
               ? twin
               : INDEX_NONE;
}

static void add_migrations(const struct making *making)
{
    const struct space *space = making->before.space;
    struct difference_folders_row *rows = making->folders->rows;

    for (uint32_t file = 0; file < space->index->files.n; file++) {
        uint32_t twin, from, to;

        if (!space_counts(space, file) || space->index->files.flags[file] & FILE_DIRECTORY)
            continue;
        twin = twin_of(making, file);
        if (twin == INDEX_NONE)
            continue;
        from = row_of(&making->before, file);
        to = row_of(&making->after, twin);
        if (from == to)
            continue;
        if (from != INDEX_NONE)
            rows[from].left++;
        if (to != INDEX_NONE)
            rows[to].came++;
    }
}

static void add_row(const struct making *making, const struct difference_row *row)
{
    bool is_there = row->after != INDEX_NONE, was_there = row->before != INDEX_NONE;
    const struct half *half = is_there ? &making->after : &making->before;
    uint32_t file = is_there ? row->after : row->before, at = row_of(half, file);
    struct difference_folders_row *sum;

    if (at == INDEX_NONE)
        return;
    sum = &making->folders->rows[at];
    if (half->space->index->files.flags[file] & FILE_DIRECTORY)
        sum->folders++;
    else if (is_there && was_there)
        sum->changed++;
    else if (is_there)
        sum->added++;
    else
        sum->removed++;
}

/* ---- Order ---- */

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

static uint64_t events(const struct difference_folders_row *row)
{
    return row->added + row->removed + row->changed + row->folders + row->came + row->left;
}

static int by_bytes(const void *a, const void *b)
{
    const struct difference_folders_row *left = a, *right = b;
    uint64_t far = distance(left->was.bytes, left->is.bytes);
    uint64_t near = distance(right->was.bytes, right->is.bytes);

    if (far != near)
        return far > near ? -1 : 1;
    if (events(left) != events(right))
        return events(left) > events(right) ? -1 : 1;
    if (left->before != right->before)
        return left->before < right->before ? -1 : 1;
    return (left->after > right->after) - (left->after < right->after);
}

static void keep_those_that_differ(struct difference_folders *folders)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < folders->n; i++) {
        const struct difference_folders_row *row = &folders->rows[i];

        if (events(row) > 0 || row->was.bytes != row->is.bytes ||
            row->was.allocated != row->is.allocated)
            folders->rows[n++] = *row;
    }
    folders->n = n;
    qsort(folders->rows, n, sizeof *folders->rows, by_bytes);
}

void difference_folders_plus(struct difference_folders_row *sum,
                             const struct difference_folders_row *more)
{
    sum->was.files += more->was.files;
    sum->was.bytes = space_sum(sum->was.bytes, more->was.bytes);
    sum->was.allocated = space_sum(sum->was.allocated, more->was.allocated);
    sum->is.files += more->is.files;
    sum->is.bytes = space_sum(sum->is.bytes, more->is.bytes);
    sum->is.allocated = space_sum(sum->is.allocated, more->is.allocated);
    sum->added += more->added;
    sum->removed += more->removed;
    sum->changed += more->changed;
    sum->folders += more->folders;
    sum->came += more->came;
    sum->left += more->left;
}

/* Rows for what has none of its own, and room for every folder of both. */
static bool make_rows(struct making *making)
{
    struct difference_folders *folders = making->folders;
    size_t most = FIRST_FOLDER + (size_t)making->before.space->n + making->after.space->n;

    folders->rows = arena_grow(&folders->arena, NULL, most * sizeof *folders->rows);
    if (!folders->rows || !making->before.row_of || !making->after.row_of)
        return false;
    for (folders->n = 0; folders->n < FIRST_FOLDER; folders->n++)
        folders->rows[folders->n] = (struct difference_folders_row){
            .before = INDEX_NONE,
            .after = INDEX_NONE,
            .is_lost = folders->n == LOST,
        };
    return true;
}

enum status difference_folders_of(const struct difference *difference,
                                  struct difference_folders *folders_ret)
{
    const struct difference_question *q = difference->question;
    struct difference_folders folders = {0};
    struct making making = {
        .folders = &folders,
        .before = half_of(q->before, q->scope_before, &folders.arena),
        .after = half_of(q->after, q->scope_after, &folders.arena),
    };

    if (!make_rows(&making)) {
        arena_free(&folders.arena);
        return STATUS_NO_MEMORY;
    }
    assign_rows(&making, &making.before);
    assign_rows(&making, &making.after);
    add_state(&making.before, false, &folders);
    add_state(&making.after, true, &folders);
    add_migrations(&making);
    for (uint32_t i = 0; i < difference->n; i++)
        add_row(&making, &difference->rows[i]);
    keep_those_that_differ(&folders);
    *folders_ret = folders;
    return STATUS_OK;
}

void difference_folders_free(struct difference_folders *folders)
{
    arena_free(&folders->arena);
    *folders = (struct difference_folders){0};
}
