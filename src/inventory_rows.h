/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of an inventory as facts: the values of one row group become files, names, streams and
 * reparse points. Part of inventory_read.
 */
#ifndef SRC_INVENTORY_ROWS_H
#define SRC_INVENTORY_ROWS_H

#include "mft/facts.h"
#include "src/inventory_columns.h"

/* The values of one row group; those of columns that are not wanted are empty. */
struct inventory_rows {
    struct table_values columns[INVENTORY_COLUMNS];
    uint32_t n;
};

/* Which columns are needed for the index that WANT (enum want) asks for? */
bool inventory_rows_needs(uint32_t column, unsigned want);

void inventory_rows_free(struct inventory_rows *rows);

/*
 * Adds ROWS to FACTS, whose want says what is kept: files ascend by record, the names of each stand
 * together. Without HAS_NAMES each row is a file that has no name. Records lie below NRECORDS.
 * STATUS_DAMAGED for rows that cannot be; STATUS_NO_MEMORY, STATUS_TOO_LARGE.
 */
enum status inventory_rows_add(const struct inventory_rows *rows, bool has_names, uint64_t nrecords,
                               struct facts *facts);

#endif
