/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables held against what they must be: see tablecheck.h. */
#include "src/table/tablecheck.h"

bool tablecheck_columns(const struct tableread *table, const struct table_column *columns,
                        uint32_t n)
{
    if (tableread_ncolumns(table) != n)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct table_column *theirs = tableread_column(table, i), *ours = &columns[i];

        if (strcmp(theirs->name, ours->name) != 0 || theirs->type != ours->type ||
            theirs->shape != ours->shape)
            return false;
    }
    return true;
}

static bool are_equal(const void *a, const void *b, size_t n)
{
    return n == 0 || memcmp(a, b, n) == 0;
}

bool tablecheck_same(const struct table_column *column, const struct table_values *a,
                     const struct table_values *b)
{
    if (a->nrows != b->nrows || a->n != b->n ||
        (column->shape == TABLE_OPTIONAL && !are_equal(a->present, b->present, a->nrows)))
        return false;
    if (!table_is_text(column->type))
        return are_equal(a->numbers, b->numbers, a->n * sizeof *a->numbers);
    return a->text.n == b->text.n &&
           are_equal(a->text_ends, b->text_ends, a->n * sizeof *a->text_ends) &&
           are_equal(a->text.at, b->text.at, a->text.n);
}
