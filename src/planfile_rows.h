/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of a plan from the values of its columns.
 *
 *   status = planfile_rows(&rows, plan, first, &text);
 */
#ifndef SRC_PLANFILE_ROWS_H
#define SRC_PLANFILE_ROWS_H

#include "planner/plan.h"
#include "src/planfile_columns.h"

/* A row group: its columns. Those that follow from others are not looked at. */
struct planfile_rows {
    struct table_values columns[PLANFILE_COLUMNS];
    uint32_t n;
};

/*
 * Makes operations and refusals of PLAN out of ROWS: those from row FIRST on, for which there is
 * room. Names are put to TEXT, which is emptied first and must stay until they have another place.
 * STATUS_DAMAGED where a row names what is not there, or cannot be; STATUS_NO_MEMORY.
 */
enum status planfile_rows(const struct planfile_rows *rows, const struct plan *plan, uint64_t first,
                          struct textbuf *text);

/* Moves the names of N rows from FIRST on, which lie in TEXT, to AT, which has room for them. */
void planfile_rows_move(const struct plan *plan, uint64_t first, uint32_t n,
                        const struct textbuf *text, char *at);

#endif
