/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See storeplan.h. */
#include "tests/support/storeplan.h"

#include "planner/indexorder.h"

#include <stdlib.h>

/* Room for N + 1 elements of SIZE in COLUMN. */
static void *room(struct arena *arena, void *column, uint32_t n, uint32_t *capacity, size_t size)
{
    if (n < *capacity)
        return column;
    *capacity = *capacity ? 2 * *capacity : 256;
    column = arena_grow(arena, column, *capacity * size);
    if (!column)
        abort();
    return column;
}

static struct str joined(struct arena *arena, struct str path, struct str name)
{
    char *at = arena_alloc(arena, path.n + 1 + name.n);
    size_t n = path.n == 1 ? 0 : path.n;

    if (!at)
        abort();
    memcpy(at, path.at, n);
    at[n] = '\\';
    memcpy(at + n + 1, name.at, name.n);
    return (struct str){at, n + 1 + name.n};
}

uint32_t storeplan_volume(struct storeplan *maker, const struct plan_volume *volume)
{
    struct plan *plan = &maker->plan;

    if (!plan->volumes)
        plan->volumes = arena_array(&plan->arena, 8, sizeof *plan->volumes);
    if (!plan->volumes || plan->nvolumes == 8)
        abort();
    plan->volumes[plan->nvolumes] = *volume;
    return plan->nvolumes++;
}

void storeplan_begin(struct storeplan *maker, const struct plan_volume *volume)
{
    *maker = (struct storeplan){0};
    plan_begin(&maker->plan);
    maker->plan.command = str_of("save");
    maker->plan.store = str_of("C:\\migdata");
    storeplan_volume(maker, volume);
}

uint32_t storeplan_folder(struct storeplan *maker, uint32_t parent, struct str name, bool is_made)
{
    struct plan *plan = &maker->plan;
    uint32_t folder = plan->nfolders;

    plan->folders =
        room(&plan->arena, plan->folders, folder, &maker->folders_capacity, sizeof *plan->folders);
    plan->nfolders++;
    plan->folders[folder] = (struct plan_folder){
        .volume = parent == PLAN_NONE ? plan->nvolumes - 1 : plan->folders[parent].volume,
        .parent = parent,
        .is_made = is_made,
        .path = str_of("\\")};
    if (parent == PLAN_NONE)
        return folder;
    plan->folders[folder].path = joined(&plan->arena, plan->folders[parent].path, name);
    if (is_made)
        storeplan_op(maker, PLAN_MKDIR, parent, name, 0, 0);
    return folder;
}

struct plan_op *storeplan_op(struct storeplan *maker, enum plan_kind kind, uint32_t folder,
                             struct str name, uint64_t reference, uint64_t size)
{
    struct plan *plan = &maker->plan;
    struct plan_op *op;

    plan->ops = room(&plan->arena, plan->ops, plan->nops, &maker->ops_capacity, sizeof *plan->ops);
    op = &plan->ops[plan->nops++];
    *op = (struct plan_op){.kind = kind,
                           .folder = folder,
                           .from_folder = PLAN_NONE,
                           .name = name,
                           .expect = {.reference = reference, .size = size},
                           .rule = PLAN_NONE};
    return op;
}

/* ---- As planner/save does it ---- */

struct saving {
    struct storeplan *maker;
    const struct index *index;
    struct indexorder order;
    struct arena arena;
    uint32_t *rows, *folders; /* in the order of the plan: a row of the index and its folder */
    uint32_t n, capacity, folders_capacity;
};

static bool is_first(enum storeplan_order order, uint32_t i)
{
    switch (order) {
    case STOREPLAN_IN_ORDER:
        return true;
    case STOREPLAN_HALVES:
        return i % 2 == 0;
    case STOREPLAN_TWO_ROUNDS:
        return i % 7 % 2 == 0;
    }
    return true;
}

/* The names in the folder of ROW in their order; theirs to free: *N_RET of them. */
static uint32_t *sorted_children(struct saving *saving, uint32_t row, uint32_t *n_ret)
{
    const struct index *index = saving->index;
    const uint32_t *children = index->children + index->first_child[row];
    uint32_t n = index->first_child[row + 1] - index->first_child[row];
    struct str *names = calloc(n + (size_t)1, sizeof *names);
    uint32_t *sorted = calloc(n + (size_t)1, sizeof *sorted);

    if (!names || !sorted)
        abort();
    for (uint32_t i = 0; i < n; i++)
        names[i] = index_name(index, children[i]);
    if (!indexorder_rank(&saving->order, names, n))
        abort();
    for (uint32_t i = 0; i < n; i++)
        sorted[saving->order.ranks[i]] = children[i];
    free(names);
    *n_ret = n;
    return sorted;
}

static void put_folder(struct saving *saving, uint32_t row, uint32_t folder)
{
    saving->rows =
        room(&saving->arena, saving->rows, saving->n, &saving->capacity, sizeof *saving->rows);
    saving->folders = room(&saving->arena, saving->folders, saving->n, &saving->folders_capacity,
                           sizeof *saving->folders);
    saving->rows[saving->n] = row;
    saving->folders[saving->n++] = folder;
}

static void save_folders(struct saving *saving, uint32_t at)
{
    const struct index *index = saving->index;
    uint32_t n, *names = sorted_children(saving, saving->rows[at], &n);

    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = index->names.file[names[i]];

        if (index->files.flags[row] & FILE_DIRECTORY)
            put_folder(saving, row,
                       storeplan_folder(saving->maker, saving->folders[at],
                                        index_name(index, names[i]), true));
    }
    free(names);
}

static void save_links(struct saving *saving, uint32_t at, enum storeplan_order order)
{
    const struct index *index = saving->index;
    uint32_t n, *names = sorted_children(saving, saving->rows[at], &n);

    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < n; i++) {
            uint32_t row = index->names.file[names[i]];

            if (!(index->files.flags[row] & FILE_DIRECTORY) && is_first(order, i) == (round == 0))
                storeplan_op(saving->maker, PLAN_LINK, saving->folders[at],
                             index_name(index, names[i]), index_reference(index, row),
                             index->files.size[row]);
        }
    free(names);
}

void storeplan_save(struct storeplan *maker, const struct index *index, uint32_t top,
                    enum storeplan_order order)
{
    static const char *const names[] = {"migdata", "USMT", "File", "C$"};
    struct saving saving = {.maker = maker, .index = index};
    uint32_t folder = storeplan_folder(maker, PLAN_NONE, str_of(""), false);

    saving.order.arena = &saving.arena;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        folder = storeplan_folder(maker, folder, str_of(names[i]), true);
    put_folder(&saving, top, folder);
    for (uint32_t at = 0; at < saving.n; at++)
        save_folders(&saving, at);
    for (uint32_t at = 0; at < saving.n; at++)
        save_links(&saving, at, order);
    arena_free(&saving.arena);
}
