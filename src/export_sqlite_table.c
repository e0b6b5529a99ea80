/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables and their rows: see export_sqlite_table.h. The virtual table needs no declaration by a
 * user ("eponymous"), is read from its first row to its last, and vanishes with the connection.
 */
#include "src/export_sqlite_table.h"

#include "src/columns.h"
#include "src/export_sqlite_text.h"

#include <stdlib.h>

enum { COLUMNS_MAX_OF_TABLE = 40 };

/* What the module is given: a table and where its rows come from. */
struct filling {
    const struct export_sqlite_table *table;
    const struct export_sqlite_source *source;
    const struct column *exported[COLUMNS_MAX_OF_TABLE]; /* for columns without PUT */
    uint32_t nrows;
};

struct reader {
    sqlite3_vtab base;
    const struct filling *filling;
};

struct cursor {
    sqlite3_vtab_cursor base;
    const struct filling *filling;
    struct export_sqlite_row row;
};

static const struct column *find_exported(const char *name)
{
    for (const struct column *column = columns_all; column->name; column++)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

static void put_columns(const struct export_sqlite_table *table, struct textbuf *sql)
{
    for (const struct export_sqlite_column *column = table->columns; column->name; column++)
        textbuf_format(sql, "%s\n    %s %s", column == table->columns ? "" : ",", column->name,
                       column->type);
    textbuf_cstr(sql, "\n)");
    textbuf_char(sql, '\0');
}

static int connect_reader(sqlite3 *db, void *filling, int argc, const char *const *argv,
                          sqlite3_vtab **reader_ret, char **message_ret)
{
    struct textbuf sql = {0};
    struct reader *reader = calloc(1, sizeof *reader);
    int code;

    (void)argc;
    (void)argv;
    (void)message_ret;
    if (!reader)
        return SQLITE_NOMEM;
    reader->filling = filling;
    textbuf_cstr(&sql, "CREATE TABLE rows (");
    put_columns(reader->filling->table, &sql);
    code = sql.is_short ? SQLITE_NOMEM : sqlite3_declare_vtab(db, sql.at);
    textbuf_free(&sql);
    if (code == SQLITE_OK)
        *reader_ret = &reader->base;
    else
        free(reader);
    return code;
}

static int disconnect_reader(sqlite3_vtab *reader)
{
    free((struct reader *)reader);
    return SQLITE_OK;
}

static int find_best(sqlite3_vtab *reader, sqlite3_index_info *info)
{
    (void)reader;
    (void)info; /* there is one way: all rows in order */
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *reader, sqlite3_vtab_cursor **cursor_ret)
{
    struct cursor *cursor = calloc(1, sizeof *cursor);

    if (!cursor)
        return SQLITE_NOMEM;
    cursor->filling = ((const struct reader *)reader)->filling;
    cursor->row.source = cursor->filling->source;
    *cursor_ret = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    textbuf_free(&cursor->row.text);
    free(cursor);
    return SQLITE_OK;
}

/* Passes over places that have no row. */
static void load(struct cursor *cursor)
{
    const struct filling *filling = cursor->filling;

    while (filling->table->load && cursor->row.at < filling->nrows &&
           !filling->table->load(&cursor->row))
        cursor->row.at++;
}

static int first_row(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                     sqlite3_value **argv)
{
    struct cursor *cursor = (struct cursor *)base;

    (void)number;
    (void)text;
    (void)argc;
    (void)argv;
    cursor->row.at = 0;
    load(cursor);
    return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    cursor->row.at++;
    load(cursor);
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
    const struct cursor *cursor = (const struct cursor *)base;

    return cursor->row.at >= cursor->filling->nrows;
}

static int row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number_ret)
{
    *number_ret = ((const struct cursor *)base)->row.at;
    return SQLITE_OK;
}

/* The value that the export's column has. */
static void put_exported(const struct column *column, struct export_sqlite_row *row,
                         sqlite3_context *to)
{
    uint64_t number;

    switch (column->form) {
    case COLUMN_NUMBER:
    case COLUMN_HEX:
    case COLUMN_TIME:
        export_sqlite_table_number(to, column->number(&row->row));
        break;
    case COLUMN_FLAG:
        sqlite3_result_int(to, column->number(&row->row) != 0);
        break;
    case COLUMN_TAG:
        number = column->number(&row->row);
        if (number != 0)
            export_sqlite_table_number(to, number);
        break;
    case COLUMN_NAME:
    case COLUMN_WORD:
        export_sqlite_table_text(row, column->text(&row->row), to);
        break;
    case COLUMN_FINDINGS: /* a table of their own */
        break;
    }
}

static int give_value(sqlite3_vtab_cursor *base, sqlite3_context *to, int n)
{
    struct cursor *cursor = (struct cursor *)base;
    const struct export_sqlite_column *column = &cursor->filling->table->columns[n];

    if (column->put)
        column->put(&cursor->row, to);
    else
        put_exported(cursor->filling->exported[n], &cursor->row, to);
    return SQLITE_OK;
}

void export_sqlite_table_copy(struct export_sqlite_row *row, struct str text, sqlite3_context *to)
{
    row->text.n = 0;
    export_sqlite_text_repair(text, &row->text);
    if (row->text.is_short)
        sqlite3_result_error_nomem(to);
    else if (row->text.n > 0)
        sqlite3_result_text(to, row->text.at, (int)row->text.n, SQLITE_TRANSIENT);
}

void export_sqlite_table_text(struct export_sqlite_row *row, struct str text, sqlite3_context *to)
{
    if (!export_sqlite_text_is_plain(text))
        export_sqlite_table_copy(row, text, to);
    else if (text.n > 0)
        sqlite3_result_text(to, text.at, (int)text.n, SQLITE_STATIC);
}

void export_sqlite_table_raw(struct str text, sqlite3_context *to)
{
    if (!export_sqlite_text_is_plain(text))
        sqlite3_result_blob(to, text.at, (int)text.n, SQLITE_STATIC);
}

static const sqlite3_module module = {
    .iVersion = 1,
    .xConnect = connect_reader,
    .xBestIndex = find_best,
    .xDisconnect = disconnect_reader,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = first_row,
    .xNext = next_row,
    .xEof = is_at_end,
    .xColumn = give_value,
    .xRowid = row_number,
};

static int fill(sqlite3 *db, struct filling *filling, struct textbuf *sql)
{
    const struct export_sqlite_table *table = filling->table;
    int code = sqlite3_create_module(db, "rows", &module, filling);

    textbuf_format(sql, "CREATE TABLE %s (", table->name);
    put_columns(table, sql);
    if (code == SQLITE_OK)
        code = sql->is_short ? SQLITE_NOMEM : sqlite3_exec(db, sql->at, NULL, NULL, NULL);
    sql->n = 0;
    textbuf_format(sql, "INSERT INTO %s SELECT * FROM rows", table->name);
    textbuf_char(sql, '\0');
    if (code == SQLITE_OK)
        code = sql->is_short ? SQLITE_NOMEM : sqlite3_exec(db, sql->at, NULL, NULL, NULL);
    sqlite3_create_module(db, "rows", NULL, NULL);
    return code;
}

int export_sqlite_table_make(sqlite3 *db, const struct export_sqlite_table *table,
                             const struct export_sqlite_source *source)
{
    struct filling filling = {.table = table, .source = source, .nrows = table->nrows(source)};
    struct textbuf sql = {0};
    int code;

    for (unsigned i = 0; table->columns[i].name; i++)
        if (!table->columns[i].put)
            filling.exported[i] = find_exported(table->columns[i].name);
    code = fill(db, &filling, &sql);
    textbuf_free(&sql);
    return code;
}
