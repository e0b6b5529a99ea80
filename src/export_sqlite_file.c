/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables `file` and `owner`, and what hangs on a file: `stream` and `finding`.
 */
#include "src/export_sqlite_table.h"
#include "src/filekind.h"

static const struct index *index_of(const struct export_sqlite_source *source)
{
    return source->rows.index;
}

/* ---- file ---- */

static uint32_t count_files(const struct export_sqlite_source *source)
{
    return index_of(source)->files.n;
}

static bool load_file(struct export_sqlite_row *row)
{
    exportrow_of_file(&row->source->rows, row->at, &row->row);
    return true;
}

static void put_owner(struct export_sqlite_row *row, sqlite3_context *to)
{
    uint32_t id = export_sqlite_owner_id(row->source->owners, exportrow_owner(&row->row));

    if (id != 0)
        export_sqlite_table_number(to, id);
    else if (row->source->owners->is_short)
        sqlite3_result_error_nomem(to);
}

static void put_file_kind(struct export_sqlite_row *row, sqlite3_context *to)
{
    sqlite3_result_text(to, filekind_word(index_of(row->source), row->at), -1, SQLITE_STATIC);
}

/* What is asked for most stands first: SQLite decodes a row from its front. */
static const struct export_sqlite_column file_columns[] = {
    {"record", "INTEGER PRIMARY KEY", NULL},
    {"sequence", "INTEGER", NULL},
    {"in_use", "INTEGER", NULL},
    {"is_directory", "INTEGER", NULL},
    {"system", "INTEGER", NULL},
    {"links", "INTEGER", NULL},
    {"header_links", "INTEGER", NULL},
    {"size", "INTEGER", NULL},
    {"allocated", "INTEGER", NULL},
    {"streams", "INTEGER", NULL},
    {"streams_size", "INTEGER", NULL},
    {"kind", "TEXT", put_file_kind},
    {"attributes", "INTEGER", NULL},
    {"reparse_tag", "INTEGER", NULL},
    {"security_id", "INTEGER", NULL},
    {"owner", "INTEGER REFERENCES owner(id)", put_owner},
    {"usn", "INTEGER", NULL},
    {"created", "INTEGER", NULL},
    {"modified", "INTEGER", NULL},
    {"changed", "INTEGER", NULL},
    {"accessed", "INTEGER", NULL},
    {0},
};

/* ---- owner: those whom the rows of files have named ---- */

static uint32_t count_owners(const struct export_sqlite_source *source)
{
    return source->owners->n;
}

static void put_place(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, (uint64_t)row->at + 1);
}

static void put_sid(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_text(row, row->source->owners->sids[row->at], to);
}

static const struct export_sqlite_column owner_columns[] = {
    {"id", "INTEGER PRIMARY KEY", put_place},
    {"sid", "TEXT NOT NULL UNIQUE", put_sid},
    {0},
};

/* ---- stream ---- */

static uint32_t count_streams(const struct export_sqlite_source *source)
{
    return index_of(source)->streams.n;
}

static struct str stream_name(const struct export_sqlite_row *row)
{
    const struct index *index = index_of(row->source);

    return text_pool_get(&index->text, index->streams.text[row->at]);
}

static void put_stream_record(struct export_sqlite_row *row, sqlite3_context *to)
{
    const struct index *index = index_of(row->source);

    export_sqlite_table_number(to, index->files.record[index->streams.file[row->at]]);
}

static void put_stream_name(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_text(row, stream_name(row), to);
}

static void put_stream_raw(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_raw(stream_name(row), to);
}

static void put_stream_size(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, index_of(row->source)->streams.size[row->at]);
}

static void put_stream_allocated(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, index_of(row->source)->streams.allocated[row->at]);
}

static const struct export_sqlite_column stream_columns[] = {
    {"id", "INTEGER PRIMARY KEY", put_place},
    {"record", "INTEGER NOT NULL REFERENCES file(record)", put_stream_record},
    {"name", "TEXT", put_stream_name},
    {"name_raw", "BLOB", put_stream_raw},
    {"size", "INTEGER", put_stream_size},
    {"allocated", "INTEGER", put_stream_allocated},
    {0},
};

/* ---- finding ---- */

static uint32_t count_findings(const struct export_sqlite_source *source)
{
    return index_of(source)->nfindings;
}

static const struct finding *finding_of(const struct export_sqlite_row *row)
{
    return &index_of(row->source)->findings[row->at];
}

static void put_kind(struct export_sqlite_row *row, sqlite3_context *to)
{
    sqlite3_result_text(to, finding_word(finding_of(row)->kind), -1, SQLITE_STATIC);
}

static void put_meaning(struct export_sqlite_row *row, sqlite3_context *to)
{
    sqlite3_result_text(to, finding_meaning(finding_of(row)->kind), -1, SQLITE_STATIC);
}

static void put_finding_record(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (finding_of(row)->kind >= FINDING_UNREADABLE)
        export_sqlite_table_number(to, finding_of(row)->record);
}

static void put_finding_offset(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (finding_of(row)->offset != UINT64_MAX)
        export_sqlite_table_number(to, finding_of(row)->offset);
}

static void put_finding_at(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, finding_of(row)->at);
}

static void put_finding_detail(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, finding_of(row)->detail);
}

static const struct export_sqlite_column finding_columns[] = {
    {"id", "INTEGER PRIMARY KEY", put_place},  {"kind", "TEXT NOT NULL", put_kind},
    {"record", "INTEGER", put_finding_record}, {"offset", "INTEGER", put_finding_offset},
    {"at", "INTEGER", put_finding_at},         {"detail", "INTEGER", put_finding_detail},
    {"meaning", "TEXT NOT NULL", put_meaning}, {0},
};

const struct export_sqlite_table export_sqlite_file = {
    "file",
    file_columns,
    count_files,
    load_file,
};

const struct export_sqlite_table export_sqlite_file_owner = {
    "owner",
    owner_columns,
    count_owners,
    NULL,
};

const struct export_sqlite_table export_sqlite_file_stream = {
    "stream",
    stream_columns,
    count_streams,
    NULL,
};

const struct export_sqlite_table export_sqlite_file_finding = {
    "finding",
    finding_columns,
    count_findings,
    NULL,
};
