/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes summed up by a text: see textsums.h. */
#include "planner/textsums.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64 };

static uint32_t hash_of(struct str text)
{
    uint32_t hash = UINT32_C(2166136261);

    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (uint8_t)text.at[i]) * UINT32_C(16777619);
    return hash ^ hash >> 15;
}

/* The slot of TEXT, or the empty one where it goes. */
static uint32_t *slot_of(const struct textsums *sums, struct str text)
{
    uint32_t at = hash_of(text) & (sums->nslots - 1);

    while (sums->slots[at] && !str_equal(sums->rows[sums->slots[at] - 1].text, text))
        at = (at + 1) & (sums->nslots - 1);
    return &sums->slots[at];
}

static enum status widen(struct textsums *sums, struct arena *arena)
{
    uint32_t nslots = sums->nslots ? 2 * sums->nslots : FIRST_SLOTS;
    uint32_t *slots = arena_grow(arena, NULL, nslots * sizeof *slots);
    struct textsums_row *rows = arena_grow(arena, sums->rows, nslots / 2 * sizeof *rows);

    if (rows)
        sums->rows = rows;
    if (!rows || !slots)
        return STATUS_NO_MEMORY;
    arena_drop(arena, sums->slots);
    memset(slots, 0, nslots * sizeof *slots);
    sums->slots = slots;
    sums->nslots = nslots;
    sums->capacity = nslots / 2;
    for (uint32_t row = 0; row < sums->n; row++)
        *slot_of(sums, sums->rows[row].text) = row + 1;
    return STATUS_OK;
}

static enum status add(struct textsums *sums, struct str text, struct arena *arena)
{
    char *copy = arena_alloc(arena, text.n + 1);

    if (!copy)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(copy, text.at, text.n);
    sums->rows[sums->n++] = (struct textsums_row){.text = {copy, text.n}};
    return STATUS_OK;
}

enum status textsums_row(struct textsums *sums, struct str text, struct arena *arena,
                         uint32_t *row_ret)
{
    uint32_t *slot;

    if (sums->n == sums->capacity && widen(sums, arena) != STATUS_OK)
        return STATUS_NO_MEMORY;
    slot = slot_of(sums, text);
    if (*slot == 0) {
        if (add(sums, text, arena) != STATUS_OK)
            return STATUS_NO_MEMORY;
        *slot = sums->n;
    }
    *row_ret = *slot - 1;
    return STATUS_OK;
}

static int compare(const void *a, const void *b)
{
    const struct textsums_row *left = a, *right = b;

    if (left->sizes.allocated != right->sizes.allocated)
        return left->sizes.allocated > right->sizes.allocated ? -1 : 1;
    if (left->sizes.naive != right->sizes.naive)
        return left->sizes.naive > right->sizes.naive ? -1 : 1;
    return text_compare(left->text, right->text);
}

void textsums_sort(struct textsums *sums)
{
    if (sums->n > 1)
        qsort(sums->rows, sums->n, sizeof *sums->rows, compare);
}
