/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where most of a plan lies: see show_folders.h. */
#include "src/show_folders.h"

#include <stdlib.h>

enum { LEVELS = 4 /* "C:\", "C:\Users", "C:\Users\Ann", "C:\Users\Ann\Documents" */, SHARE = 20 };

/* Divided, not multiplied: sizes of a forged plan may be anything. */
static bool is_large(const struct plantally_row *row, const struct plantally_row *all)
{
    return (row->names > 0 && row->names >= all->names / SHARE) ||
           (row->bytes > 0 && row->bytes >= all->bytes / SHARE) ||
           (row->refusals > 0 && row->refusals >= all->refusals / SHARE);
}

struct key {
    const struct plan_folder *folder;
    uint32_t id;
};

static int compare(const void *a, const void *b)
{
    const struct plan_folder *x = ((const struct key *)a)->folder,
                             *y = ((const struct key *)b)->folder;

    if (x->volume != y->volume)
        return x->volume < y->volume ? -1 : 1;
    return text_compare(x->path, y->path);
}

static uint32_t find(const struct plan *plan, const struct plantally *tally, uint8_t *levels,
                     struct key *keys)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->nfolders; i++) {
        uint32_t parent = plan->folders[i].parent;
        uint8_t above = parent == PLAN_NONE ? 0 : levels[parent];

        levels[i] = above < LEVELS ? above + 1 : above + (above == LEVELS);
        if (levels[i] <= LEVELS && is_large(&tally->folders[i], &tally->all))
            keys[n++] = (struct key){&plan->folders[i], i};
    }
    return n;
}

bool show_folders(const struct plan *plan, const struct plantally *tally,
                  struct show_folders *folders_ret)
{
    size_t most = plan->nfolders + (size_t)1;
    uint8_t *levels = calloc(most, sizeof *levels);
    struct key *keys = calloc(most, sizeof *keys);
    uint32_t n = levels && keys ? find(plan, tally, levels, keys) : 0;
    uint32_t *at = levels && keys ? calloc(n + (size_t)1, sizeof *at) : NULL;

    if (at) {
        qsort(keys, n, sizeof *keys, compare);
        for (uint32_t i = 0; i < n; i++)
            at[i] = keys[i].id;
        *folders_ret = (struct show_folders){at, n};
    }
    free(levels);
    free(keys);
    return at != NULL;
}

void show_folders_free(struct show_folders *folders)
{
    free(folders->at);
}
