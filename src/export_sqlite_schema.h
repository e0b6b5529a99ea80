/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the database has beside its tables: indexes, and views that put the tables together.
 */
#ifndef SRC_EXPORT_SQLITE_SCHEMA_H
#define SRC_EXPORT_SQLITE_SCHEMA_H

#include "src/textbuf.h"

enum {
    EXPORT_SQLITE_SCHEMA_APPLICATION = 0x4D46544C, /* "MFTL" */
    EXPORT_SQLITE_SCHEMA_VERSION = 1,
};

/* Statements, one behind the other, that make the indexes. Constant. */
extern const char export_sqlite_schema_indexes[];

/* Writes the statements that make the views to SQL. */
void export_sqlite_schema_views(struct textbuf *sql);

#endif
