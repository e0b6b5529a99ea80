/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going through the columns of a row group row by row: values of optional columns do not stand at
 * their row.
 *
 *   struct rowcursor at = {.columns = columns};
 *   for (; at.row < nrows; at.row++) {
 *       size = rowcursor_number(&at, SIZE);
 *       if (rowcursor_take(&at, NAME, &i)) ... table_text(&columns[NAME], i) ...
 *   }
 */
#ifndef SRC_TABLE_ROWCURSOR_H
#define SRC_TABLE_ROWCURSOR_H

#include "src/table/table.h"

struct rowcursor {
    const struct table_values *columns;
    uint32_t row;
    uint32_t next[TABLE_COLUMNS_MAX]; /* of each optional column: the next value */
};

/* The number of a required column in the current row. */
static inline uint64_t rowcursor_number(const struct rowcursor *at, uint32_t column)
{
    return at->columns[column].numbers[at->row];
}

/* Its text. */
static inline struct str rowcursor_text(const struct rowcursor *at, uint32_t column)
{
    return table_text(&at->columns[column], at->row);
}

/* Is there a value in the current row of an optional column? *PLACE_RET: where. Once a row. */
static inline bool rowcursor_take(struct rowcursor *at, uint32_t column, uint32_t *place_ret)
{
    if (!at->columns[column].present[at->row])
        return false;
    *place_ret = at->next[column]++;
    return true;
}

#endif
