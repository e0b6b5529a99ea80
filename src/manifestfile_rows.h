/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of a manifest from the values of its columns, each checked.
 *
 *   status = manifestfile_rows(&rows, manifest, first, &text);
 */
#ifndef SRC_MANIFESTFILE_ROWS_H
#define SRC_MANIFESTFILE_ROWS_H

#include "planner/manifest.h"
#include "src/manifestfile_columns.h"

/* A row group: its columns. Those that follow from others are not looked at. */
struct manifestfile_rows {
    struct table_values columns[MANIFESTFILE_COLUMNS];
    uint32_t n;
};

/*
 * Makes rows of MANIFEST, whose head is there, out of ROWS: those from row FIRST on, for which
 * there is room. Texts are put to TEXT, which is emptied first and must stay until they have
 * another place. STATUS_DAMAGED where a row cannot be; STATUS_NO_MEMORY.
 */
enum status manifestfile_rows(const struct manifestfile_rows *rows, const struct manifest *manifest,
                              uint64_t first, struct textbuf *text);

/* Moves the texts of N rows from FIRST on, which lie in TEXT, to AT, which has room for them. */
void manifestfile_rows_move(const struct manifest *manifest, uint64_t first, uint32_t n,
                            const struct textbuf *text, char *at);

#endif
