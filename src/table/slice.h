/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Some of the rows of a column's values, as values of their own.
 *
 *   struct slice slice = {0};
 *   if (slice_take(&slice, column, &values, first_row, first_value, nrows)) ... slice.values ...
 *   slice_free(&slice);
 *
 * The slice borrows from the values, which must live and stay as they are as long; its own values
 * must not be changed.
 */
#ifndef SRC_TABLE_SLICE_H
#define SRC_TABLE_SLICE_H

#include "src/table/table.h"

struct slice {
    struct table_values values;
    uint32_t *ends; /* of lists and of texts, counted from the slice's beginning */
    size_t capacity;
};

/*
 * Takes NROWS rows of VALUES, whose first row is FIRST_ROW and whose first value FIRST_VALUE. False
 * without memory.
 */
bool slice_take(struct slice *slice, const struct table_column *column,
                const struct table_values *values, uint32_t first_row, uint32_t first_value,
                uint32_t nrows);

void slice_free(struct slice *slice);

#endif
