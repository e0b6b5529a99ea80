/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes summed up by a text: see textsums.h. */
#include "planner/textsums.h"

#include <stdlib.h>

enum { FIRST_ROWS = 64 };

static enum status widen(struct textsums *sums, struct arena *arena)
{
    uint32_t capacity = sums->capacity ? 2 * sums->capacity : FIRST_ROWS;
    struct textsums_row *rows = arena_grow(arena, sums->rows, (size_t)capacity * sizeof *rows);

    if (!rows)
        return STATUS_NO_MEMORY;
    sums->rows = rows;
    sums->capacity = capacity;
    return STATUS_OK;
}

static enum status add(struct textsums *sums, struct str text, struct arena *arena)
{
    char *copy;
    enum status status;

    if (sums->n == sums->capacity && widen(sums, arena) != STATUS_OK)
        return STATUS_NO_MEMORY;
    copy = arena_alloc(arena, text.n + 1);
    if (!copy)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(copy, text.at, text.n);
    sums->numbers.arena = arena;
    status = lexicon_put(&sums->numbers, (struct str){copy, text.n}, sums->n);
    if (status == STATUS_OK)
        sums->rows[sums->n++] = (struct textsums_row){.text = {copy, text.n}};
    return status;
}

enum status textsums_row(struct textsums *sums, struct str text, struct arena *arena,
                         uint32_t *row_ret)
{
    uint32_t row = sums->n;
    enum status status = STATUS_OK;

    if (!lexicon_find(&sums->numbers, text, &row))
        status = add(sums, text, arena);
    if (status == STATUS_OK)
        *row_ret = row;
    return status;
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
