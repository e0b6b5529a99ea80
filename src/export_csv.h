/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV (RFC 4180, lines end in LF): docs/FORMATS.md, "export --format csv".
 */
#ifndef SRC_EXPORT_CSV_H
#define SRC_EXPORT_CSV_H

#include "src/exportrow.h"

/* The line of column names. */
void export_csv_header(struct textbuf *to);

/* The maker's present row. */
void export_csv_row(struct exportrow_maker *maker, struct textbuf *to);

/* TEXT as one field: in quotes where it has a quote, a comma or a line's end in it. */
void export_csv_field(struct textbuf *to, struct str text);

#endif
