/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders that there is room to show: see spacefold.h.
 *
 * A folder's naive and allocated sizes are at least those of each folder in it, and it comes before
 * these in path order. So in the order of both sizes together, and of the path among equals, every
 * folder stands behind the one that it is in, wherever the list is cut.
 */
#include "planner/spacefold.h"

#include <stdlib.h>

struct ranked {
    uint64_t weight;
    uint32_t place, node;
};

struct folding {
    const struct spacefold_question *question;
    const struct space *space;
    struct spacefold *fold;
    struct ranked *ranked; /* the folders in the scope, the largest first */
    uint32_t nranked;
    uint32_t *row; /* of each node; INDEX_NONE: it has none */
    struct arena scratch;
};

/* ---- Which folders there are ---- */

static bool is_system(const struct space *space, uint32_t node)
{
    uint32_t folder = space->folder[node];

    return folder != INDEX_NONE && space->index->files.flags[folder] & FILE_SYSTEM;
}

static bool is_listed(const struct folding *f, uint32_t node)
{
    const struct space_sizes *sizes = &f->space->sizes[node];

    if (node == f->question->scope || node == f->question->direct ||
        !space_is_in(f->space, node, f->question->scope) || is_system(f->space, node))
        return false;
    return node != SPACE_ORPHANS || sizes->names + sizes->files + sizes->folders > 0;
}

/* The listed folder, or the scope, that NODE is in. */
static uint32_t shown_parent(const struct folding *f, uint32_t node)
{
    uint32_t scope = f->question->scope, direct = f->question->direct;

    do
        node = f->space->parent[node];
    while (node != scope && node != direct && is_system(f->space, node));
    return node == direct ? scope : node;
}

static int by_weight(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;

    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return left->place < right->place ? -1 : 1;
}

static enum status rank(struct folding *f)
{
    const struct space *space = f->space;

    f->ranked = arena_grow(&f->scratch, NULL, space->n * sizeof *f->ranked);
    f->row = arena_grow(&f->scratch, NULL, space->n * sizeof *f->row);
    if (!f->ranked || !f->row)
        return STATUS_NO_MEMORY;
    for (uint32_t node = 0; node < space->n; node++) {
        f->row[node] = INDEX_NONE;
        if (is_listed(f, node))
            f->ranked[f->nranked++] = (struct ranked){
                space_sum(space->sizes[node].naive, space->sizes[node].allocated),
                space->enter[node],
                node,
            };
    }
    qsort(f->ranked, f->nranked, sizeof *f->ranked, by_weight);
    return STATUS_OK;
}

/* ---- Which of them have rows ---- */

static uint32_t count_rows(const struct folding *f)
{
    uint64_t room = f->question->room;
    uint32_t n = 0;

    while (n < f->nranked) {
        uint64_t cost = f->question->cost(f->question->context, f->ranked[n].node);

        if (cost > room)
            break;
        room -= cost;
        n++;
    }
    return n + 1;
}

static enum status make_columns(struct spacefold *fold)
{
    fold->node = arena_array(&fold->arena, fold->n, sizeof *fold->node);
    fold->parent = arena_array(&fold->arena, fold->n, sizeof *fold->parent);
    fold->direct_freed = arena_array(&fold->arena, fold->n, sizeof *fold->direct_freed);
    fold->nfolded = arena_array(&fold->arena, fold->n, sizeof *fold->nfolded);
    fold->folded = arena_array(&fold->arena, fold->n, sizeof *fold->folded);
    return fold->node && fold->parent && fold->direct_freed && fold->nfolded && fold->folded
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}

static void fill_rows(struct folding *f)
{
    struct spacefold *fold = f->fold;

    fold->node[0] = f->question->scope;
    f->row[f->question->scope] = 0;
    for (uint32_t row = 1; row < fold->n; row++) {
        uint32_t node = f->ranked[row - 1].node;

        fold->node[row] = node;
        fold->parent[row] = f->row[shown_parent(f, node)];
        f->row[node] = row;
    }
}

/* What is in a folder without a row is in its sizes already. */
static void fold_others(struct folding *f)
{
    for (uint32_t i = f->fold->n - 1; i < f->nranked; i++) {
        uint32_t node = f->ranked[i].node, row = f->row[shown_parent(f, node)];

        if (row == INDEX_NONE)
            continue;
        f->fold->nfolded[row]++;
        space_plus(&f->fold->folded[row], &f->space->sizes[node]);
    }
}

/* ---- What is freed directly ---- */

/* Are all names of FILE directly in the node that they are all in? */
static bool is_direct(const struct space *space, uint32_t file)
{
    uint32_t first = index_first_name(space->index, file), end = index_end_name(space->index, file);

    if (space->node[file] != INDEX_NONE || end - first < 2)
        return true;
    for (uint32_t name = first; name < end; name++)
        if (space_of_name(space, name) != space->common[file])
            return false;
    return true;
}

static void add_direct(struct folding *f)
{
    const struct space *space = f->space;

    for (uint32_t file = 0; file < space->index->files.n; file++) {
        uint32_t node, row;

        if (!space_counts(space, file) || space->allocated[file] == 0)
            continue;
        node = space->common[file];
        row = f->row[node == f->question->direct ? f->question->scope : node];
        if (row != INDEX_NONE && is_direct(space, file))
            f->fold->direct_freed[row] =
                space_sum(f->fold->direct_freed[row], space->allocated[file]);
    }
}

static enum status make(struct folding *f)
{
    enum status status = rank(f);

    if (status == STATUS_OK) {
        f->fold->n = count_rows(f);
        status = make_columns(f->fold);
    }
    if (status != STATUS_OK)
        return status;
    fill_rows(f);
    fold_others(f);
    add_direct(f);
    return STATUS_OK;
}

enum status spacefold_of(const struct spacefold_question *question, struct spacefold *fold_ret)
{
    struct spacefold fold = {0};
    struct folding f = {.question = question, .space = question->space, .fold = &fold};
    enum status status = make(&f);

    arena_free(&f.scratch);
    if (status != STATUS_OK) {
        arena_free(&fold.arena);
        return status;
    }
    *fold_ret = fold;
    return STATUS_OK;
}

void spacefold_free(struct spacefold *fold)
{
    arena_free(&fold->arena);
}
