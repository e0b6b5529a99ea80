/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The security descriptors of a volume: see descriptorlist.h. */
#include "src/descriptorlist.h"

#include <stdlib.h>

#include "mft/sds.h"

enum { FIRST_CAPACITY = 64 };

struct row {
    struct descriptor descriptor;
    uint32_t order; /* as found */
};

struct loading {
    struct row *rows;
    uint32_t n, capacity;
    struct arena scratch;
    struct descriptors *list;
};

static enum status add(void *context, uint32_t id, struct bytes descriptor)
{
    struct loading *loading = context;
    uint8_t *copy;

    if (loading->n == loading->capacity) {
        uint32_t capacity = loading->n ? 2 * loading->n : FIRST_CAPACITY;
        struct row *rows = arena_grow(&loading->scratch, loading->rows, capacity * sizeof *rows);

        if (!rows)
            return STATUS_NO_MEMORY;
        loading->rows = rows;
        loading->capacity = capacity;
    }
    copy = arena_alloc(&loading->list->arena, descriptor.n);
    if (!copy)
        return STATUS_NO_MEMORY;
    memcpy(copy, descriptor.at, descriptor.n);
    loading->rows[loading->n] = (struct row){{id, {copy, descriptor.n}}, loading->n};
    loading->n++;
    return STATUS_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct row *left = a, *right = b;

    if (left->descriptor.id != right->descriptor.id)
        return left->descriptor.id < right->descriptor.id ? -1 : 1;
    return left->order < right->order ? -1 : 1;
}

static enum status sort(struct loading *loading)
{
    struct descriptors *list = loading->list;

    list->at = arena_array(&list->arena, (size_t)loading->n + 1, sizeof *list->at);
    if (!list->at)
        return STATUS_NO_MEMORY;
    if (loading->n > 1)
        qsort(loading->rows, loading->n, sizeof *loading->rows, by_id);
    for (uint32_t i = 0; i < loading->n; i++)
        if (list->n == 0 || list->at[list->n - 1].id != loading->rows[i].descriptor.id)
            list->at[list->n++] = loading->rows[i].descriptor;
    return STATUS_OK;
}

enum status descriptorlist_load(const struct volume *volume, struct descriptors **list_ret)
{
    struct loading loading = {.list = calloc(1, sizeof *loading.list)};
    enum status status = loading.list ? sds_walk(volume, &loading, add) : STATUS_NO_MEMORY;

    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        status = sort(&loading);
    arena_free(&loading.scratch);
    if (status == STATUS_OK)
        *list_ret = loading.list;
    else
        descriptorlist_free(loading.list);
    return status;
}

void descriptorlist_free(struct descriptors *list)
{
    if (list)
        arena_free(&list->arena);
    free(list);
}
