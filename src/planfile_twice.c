/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * No folder twice: see planfile_twice.h. Folders are sorted by a hash of their paths, and paths are
 * looked at only where it is the same: whoever makes many hashes the same on purpose gets a slower
 * sort, and no more. Sorted by the paths alone, their common beginnings would be compared again and
 * again.
 */
#include "src/planfile_twice.h"

#include <stdlib.h>

struct key {
    uint64_t hash;
    const struct plan_folder *folder;
};

/* FNV-1a of TEXT behind what gave HASH. */
static uint64_t hash_on(uint64_t hash, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (uint8_t)text.at[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* The hash of a path goes on where that of its parent ended, wherever the parts are divided. */
static uint64_t hash_of(const struct plan *plan, const struct key *keys, uint32_t i)
{
    const struct plan_folder *folder = &plan->folders[i], *parent;
    size_t front;

    if (folder->parent == PLAN_NONE)
        return folder->volume;
    parent = &plan->folders[folder->parent];
    front = parent->parent == PLAN_NONE ? 0 : parent->path.n;
    return hash_on(keys[folder->parent].hash,
                   (struct str){folder->path.at + front, folder->path.n - front});
}

static int compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    struct str p = x->folder->path, q = y->folder->path;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->folder->volume != y->folder->volume)
        return x->folder->volume < y->folder->volume ? -1 : 1;
    if (p.n != q.n)
        return p.n < q.n ? -1 : 1;
    return memcmp(p.at, q.at, p.n);
}

enum status planfile_twice(const struct plan *plan)
{
    struct key *keys = calloc(plan->nfolders + (size_t)1, sizeof *keys);
    enum status status = STATUS_OK;

    if (!keys)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nfolders; i++)
        keys[i] = (struct key){hash_of(plan, keys, i), &plan->folders[i]};
    qsort(keys, plan->nfolders, sizeof *keys, compare);
    for (uint32_t i = 1; i < plan->nfolders; i++)
        if (compare(&keys[i - 1], &keys[i]) == 0)
            status = STATUS_DAMAGED;
    free(keys);
    return status;
}
