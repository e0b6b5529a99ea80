/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of the database: its columns, and the rows that it is filled from. SQLite reads the rows
 * itself, through a virtual table over the index, so that filling is one statement:
 *
 *   export_sqlite_table_make(db, &export_sqlite_file, &source)
 *
 * Thread rules are those of the connection: one thread.
 */
#ifndef SRC_EXPORT_SQLITE_TABLE_H
#define SRC_EXPORT_SQLITE_TABLE_H

#include "src/export_sqlite_source.h"

#include <sqlite3.h>

/* The row that is being read. */
struct export_sqlite_row {
    const struct export_sqlite_source *source;
    uint32_t at; /* place among the table's rows */
    struct exportrow row;
    struct textbuf text; /* for whoever makes a value */
};

struct export_sqlite_column {
    const char *name;
    const char *type; /* and constraints */
    /* Gives the value; none given is NULL. No function: that of the same column of an export. */
    void (*put)(struct export_sqlite_row *row, sqlite3_context *to);
};

struct export_sqlite_table {
    const char *name;
    const struct export_sqlite_column *columns; /* ends with one without a name */
    uint32_t (*nrows)(const struct export_sqlite_source *source);
    /* Makes ready the row ROW->at; false where it has none in this table. NULL: nothing to do. */
    bool (*load)(struct export_sqlite_row *row);
};

/* The tables, each in the file of its name. An owner is known once the files are filled. */
extern const struct export_sqlite_table export_sqlite_volume, export_sqlite_file,
    export_sqlite_file_owner, export_sqlite_file_stream, export_sqlite_file_finding,
    export_sqlite_name, export_sqlite_name_fn_time, export_sqlite_name_folder;

/* Creates TABLE in DB and fills it. A code of SQLite; SQLITE_OK is good. */
int export_sqlite_table_make(sqlite3 *db, const struct export_sqlite_table *table,
                             const struct export_sqlite_source *source);

/* Values. Numbers of 64 bits without a sign are stored as their bits. */
static inline void export_sqlite_table_number(sqlite3_context *to, uint64_t value)
{
    sqlite3_result_int64(to, (sqlite3_int64)value);
}

/* A name: NULL where empty, mended where TEXT cannot hold it. TEXT lives as long as the index. */
void export_sqlite_table_text(struct export_sqlite_row *row, struct str text, sqlite3_context *to);

/* The same for any TEXT that does not last. */
void export_sqlite_table_copy(struct export_sqlite_row *row, struct str text, sqlite3_context *to);

/* The exact bytes of such a name; NULL where TEXT can hold it. */
void export_sqlite_table_raw(struct str text, sqlite3_context *to);

#endif
