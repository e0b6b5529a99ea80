/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a table that was read what it must be? Readers that make the values of a column anew, to hold
 * them against those of the file, ask here.
 */
#ifndef SRC_TABLE_TABLECHECK_H
#define SRC_TABLE_TABLECHECK_H

#include "src/table/tableread.h"

/* Has TABLE the N COLUMNS, in their order, and no others? Their coding does not matter. */
bool tablecheck_columns(const struct tableread *table, const struct table_column *columns,
                        uint32_t n);

/* Are A and B the same rows of COLUMN, which is no list? */
bool tablecheck_same(const struct table_column *column, const struct table_values *a,
                     const struct table_values *b);

#endif
