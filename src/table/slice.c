/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Some rows of a column: see slice.h. Only ends are copied: they count from the beginning.
 */
#include "src/table/slice.h"

#include <stdlib.h>

/* How many values NROWS rows have. */
static uint32_t count(const struct table_column *column, const struct table_values *values,
                      uint32_t first_row, uint32_t first_value, uint32_t nrows)
{
    uint32_t n = 0;

    if (column->shape == TABLE_REQUIRED)
        return nrows;
    if (column->shape == TABLE_LIST)
        return nrows > 0 ? values->list_ends[first_row + nrows - 1] - first_value : 0;
    for (uint32_t row = first_row; row < first_row + nrows; row++)
        n += values->present[row];
    return n;
}

static bool reserve(struct slice *slice, size_t n)
{
    uint32_t *ends;

    if (n <= slice->capacity)
        return true;
    ends = realloc(slice->ends, n * sizeof *ends);
    if (!ends)
        return false;
    slice->ends = ends;
    slice->capacity = n;
    return true;
}

static void rebase(const uint32_t *from, uint32_t n, uint32_t base, uint32_t *to)
{
    for (uint32_t i = 0; i < n; i++)
        to[i] = from[i] - base;
}

/* The texts of values FIRST and following, whose ends are copied to ENDS. */
static void take_texts(struct table_values *to, const struct table_values *values, uint32_t first,
                       uint32_t *ends)
{
    uint32_t base = first > 0 ? values->text_ends[first - 1] : 0;

    rebase(values->text_ends + first, to->n, base, ends);
    to->text_ends = ends;
    to->text.at = values->text.at ? values->text.at + base : NULL;
    to->text.n = to->n > 0 ? ends[to->n - 1] : 0;
}

bool slice_take(struct slice *slice, const struct table_column *column,
                const struct table_values *values, uint32_t first_row, uint32_t first_value,
                uint32_t nrows)
{
    uint32_t n = count(column, values, first_row, first_value, nrows);
    struct table_values taken = {.nrows = nrows, .n = n};

    if (!reserve(slice, (size_t)n + nrows))
        return false;
    if (column->shape == TABLE_OPTIONAL)
        taken.present = values->present + first_row;
    if (column->shape == TABLE_LIST) {
        taken.list_ends = slice->ends + n;
        rebase(values->list_ends + first_row, nrows, first_value, taken.list_ends);
    }
    if (table_is_text(column->type))
        take_texts(&taken, values, first_value, slice->ends);
    else if (n > 0)
        taken.numbers = values->numbers + first_value;
    slice->values = taken;
    return true;
}

void slice_free(struct slice *slice)
{
    free(slice->ends);
    *slice = (struct slice){0};
}
