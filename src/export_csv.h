/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV (RFC 4180, lines end in LF): docs/FORMATS.md, "export --format csv".
 */
#ifndef SRC_EXPORT_CSV_H
#define SRC_EXPORT_CSV_H

#include "src/columns.h"

/* The line of the names of COLUMNS. */
void export_csv_header(const struct column *columns, struct textbuf *to);

/* The maker's present row. */
void export_csv_row(const struct column *columns, struct exportrow_maker *maker,
                    struct textbuf *to);

/* TEXT as one field: in quotes where it has a quote, a comma or a line's end in it. */
void export_csv_field(struct textbuf *to, struct str text);

#endif
