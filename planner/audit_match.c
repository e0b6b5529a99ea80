/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which name of the store is which row of a manifest. A manifest's rows come folder by folder, so
 * that the folder of the row before is nearly always the one to look into.
 */
#include <stdlib.h>

#include "planner/auditing.h"

struct matcher {
    struct auditing *a;
    struct lookup *lookup;
    struct str above; /* the path of the folder found last */
    uint32_t folder;  /* its row; INDEX_NONE */
    uint32_t capacity;
};

static uint32_t find_folder(struct matcher *m, struct str above)
{
    uint32_t name;

    if (m->above.at && str_equal(m->above, above))
        return m->folder;
    name = lookup_path(m->lookup, above);
    m->above = above;
    m->folder = name != INDEX_NONE && auditing_is_folder(m->a->index, name)
                    ? m->a->index->names.file[name]
                    : INDEX_NONE;
    return m->folder;
}

/* The name in the store that ROW is about; INDEX_NONE. */
static uint32_t find_name(struct matcher *m, const struct manifest_row *row)
{
    const struct auditing *a = m->a;
    size_t at = row->path.n;
    uint32_t folder, name;

    while (at > 0 && row->path.at[at - 1] != '\\')
        at--;
    if (at == 0 || at == row->path.n)
        return INDEX_NONE;
    folder = find_folder(m, (struct str){row->path.at, at - 1});
    if (folder == INDEX_NONE || a->places[folder] != AUDITING_INSIDE)
        return INDEX_NONE;
    name = lookup_child(m->lookup, folder, (struct str){row->path.at + at, row->path.n - at});
    if (name == INDEX_NONE || auditing_is_folder(a->index, name) != (row->kind == PLAN_MKDIR))
        return INDEX_NONE;
    return name;
}

/* The store's folder, and those on the way to it, are nothing that can be missing in it. */
static bool is_around(const struct matcher *m, const struct manifest_row *row)
{
    const struct auditing *a = m->a;
    uint32_t name;

    if (row->kind != PLAN_MKDIR || row->original.n > 0)
        return false;
    name = lookup_path(m->lookup, row->path);
    return name != INDEX_NONE && auditing_is_folder(a->index, name);
}

static enum status take_row(struct matcher *m, const struct manifest_row *row, uint32_t no)
{
    struct auditing *a = m->a;
    uint32_t name = find_name(m, row), *missing;

    if (name != INDEX_NONE) {
        a->manifest_row[name] = no + 1;
        return STATUS_OK;
    }
    if (is_around(m, row))
        return STATUS_OK;
    missing = audit_walk_room(a, a->missing, a->nmissing, &m->capacity, sizeof *missing);
    if (!missing)
        return STATUS_NO_MEMORY;
    a->missing = missing;
    missing[a->nmissing++] = no;
    return STATUS_OK;
}

/* ---- What several manifests miss ---- */

struct absence {
    struct str path;
    uint32_t no;
};

static int by_path(const void *left, const void *right)
{
    const struct absence *a = left, *b = right;
    int order = text_compare(a->path, b->path);

    return order ? order : (a->no > b->no) - (a->no < b->no);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* Of a path that several manifests have, the latest row alone. */
static enum status drop_repeated(struct auditing *a)
{
    struct absence *all = arena_array(&a->arena, a->nmissing + (size_t)1, sizeof *all);
    uint32_t n = 0;

    if (!all)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < a->nmissing; i++) {
        const struct audit_row row = {.manifest = a->missing[i]};

        all[i] = (struct absence){audit_manifest_row(a->job, &row)->path, a->missing[i]};
    }
    qsort(all, a->nmissing, sizeof *all, by_path);
    for (uint32_t i = 0; i < a->nmissing; i++)
        if (i + 1 == a->nmissing || !str_equal(all[i].path, all[i + 1].path))
            a->missing[n++] = all[i].no;
    qsort(a->missing, n, sizeof *a->missing, by_number);
    a->nmissing = n;
    return STATUS_OK;
}

enum status audit_match(struct auditing *a)
{
    struct matcher m = {.a = a};
    uint32_t no = 0;
    enum status status;

    if (a->job->nmanifests == 0)
        return STATUS_OK;
    a->manifest_row = arena_array(&a->arena, a->index->names.n, sizeof *a->manifest_row);
    if (!a->manifest_row)
        return STATUS_NO_MEMORY;
    status = audit_walk_lookup(a, a->job->drive, &m.lookup);
    for (uint32_t i = 0; i < a->job->nmanifests; i++)
        for (uint32_t row = 0; row < a->job->manifests[i].n && status == STATUS_OK; row++)
            status = take_row(&m, &a->job->manifests[i].rows[row], no++);
    if (status == STATUS_OK && a->job->nmanifests > 1 && a->nmissing > 0)
        status = drop_repeated(a);
    return status;
}
