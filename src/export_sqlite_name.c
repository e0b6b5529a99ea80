/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables `name` and `fn_time`, and the folders that names lie in.
 */
#include "src/export_sqlite_folder.h"
#include "src/export_sqlite_table.h"

static const struct index *index_of(const struct export_sqlite_row *row)
{
    return row->source->rows.index;
}

/* The id of the name row NAME. */
static uint64_t id_of(uint32_t name)
{
    return (uint64_t)name + 1;
}

static void put_id(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, id_of(row->at));
}

/* ---- name ---- */

static uint32_t count_names(const struct export_sqlite_source *source)
{
    return source->rows.index->names.n;
}

static bool load_name(struct export_sqlite_row *row)
{
    row->row.source = &row->source->rows;
    row->row.file = index_of(row)->names.file[row->at];
    exportrow_set_name(&row->row, row->at);
    return true;
}

static void put_parent(struct export_sqlite_row *row, sqlite3_context *to)
{
    uint32_t folder = export_sqlite_folder_of(index_of(row), row->at);

    if (folder != INDEX_NONE)
        export_sqlite_table_number(to, index_of(row)->files.record[folder]);
}

/* Empty where it is, never NULL, so that it makes a path. */
static void put_text(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (row->row.text.n > 0)
        export_sqlite_table_text(row, row->row.text, to);
    else
        sqlite3_result_text(to, "", 0, SQLITE_STATIC);
}

static void put_raw(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_raw(row->row.text, to);
}

static const struct export_sqlite_column name_columns[] = {
    {"id", "INTEGER PRIMARY KEY", put_id},
    {"record", "INTEGER NOT NULL REFERENCES file(record)", NULL},
    {"parent", "INTEGER REFERENCES folder(record)", put_parent},
    {"name", "TEXT NOT NULL", put_text},
    {"parent_record", "INTEGER", NULL},
    {"parent_sequence", "INTEGER", NULL},
    {"namespace", "TEXT", NULL},
    {"dos_name", "TEXT", NULL},
    {"name_raw", "BLOB", put_raw},
    {0},
};

/* ---- fn_time ---- */

static uint32_t count_times(const struct export_sqlite_source *source)
{
    return source->rows.index->want & WANT_NAME_TIMES ? source->rows.index->names.n : 0;
}

static void put_time(const struct export_sqlite_row *row, unsigned which, sqlite3_context *to)
{
    export_sqlite_table_number(to, index_of(row)->names.times[(size_t)row->at * TIMES + which]);
}

static void put_created(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_time(row, 0, to);
}

static void put_modified(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_time(row, 1, to);
}

static void put_changed(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_time(row, 2, to);
}

static void put_accessed(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_time(row, 3, to);
}

static const struct export_sqlite_column fn_time_columns[] = {
    {"id", "INTEGER PRIMARY KEY REFERENCES name(id)", put_id},
    {"created", "INTEGER", put_created},
    {"modified", "INTEGER", put_modified},
    {"changed", "INTEGER", put_changed},
    {"accessed", "INTEGER", put_accessed},
    {0},
};

/* ---- folder: the files that are folders ---- */

static uint32_t count_files(const struct export_sqlite_source *source)
{
    return source->rows.index->files.n;
}

static bool is_folder(struct export_sqlite_row *row)
{
    return index_of(row)->files.flags[row->at] & FILE_DIRECTORY;
}

/* The name that paths through the folder go by. */
static uint32_t name_of(const struct export_sqlite_row *row)
{
    uint32_t name = index_first_name(index_of(row), row->at);

    return name < index_end_name(index_of(row), row->at) ? name : INDEX_NONE;
}

static void put_record(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, index_of(row)->files.record[row->at]);
}

static void put_above(struct export_sqlite_row *row, sqlite3_context *to)
{
    uint32_t name = name_of(row), folder;

    if (name == INDEX_NONE || index_of(row)->files.record[row->at] == RECORD_ROOT)
        return;
    folder = export_sqlite_folder_of(index_of(row), name);
    if (folder != INDEX_NONE)
        export_sqlite_table_number(to, index_of(row)->files.record[folder]);
}

static void put_name(struct export_sqlite_row *row, sqlite3_context *to)
{
    uint32_t name = name_of(row);

    if (name != INDEX_NONE)
        export_sqlite_table_number(to, id_of(name));
}

static void put_prefix(struct export_sqlite_row *row, sqlite3_context *to)
{
    char buffer[EXPORT_SQLITE_PREFIX_MAX];
    struct str prefix = export_sqlite_folder_prefix(index_of(row), row->at, buffer);

    export_sqlite_table_copy(row, prefix, to);
}

static const struct export_sqlite_column folder_columns[] = {
    {"record", "INTEGER PRIMARY KEY REFERENCES file(record)", put_record},
    {"parent", "INTEGER REFERENCES folder(record)", put_above},
    {"name", "INTEGER REFERENCES name(id)", put_name},
    {"prefix", "TEXT", put_prefix},
    {0},
};

const struct export_sqlite_table export_sqlite_name = {
    "name",
    name_columns,
    count_names,
    load_name,
};

const struct export_sqlite_table export_sqlite_name_fn_time = {
    "fn_time",
    fn_time_columns,
    count_times,
    NULL,
};

const struct export_sqlite_table export_sqlite_name_folder = {
    "folder",
    folder_columns,
    count_files,
    is_folder,
};
