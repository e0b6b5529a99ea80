/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index as an SQLite database: see export_sqlite.h. Nobody sees the file before it is whole and
 * synced, so SQLite needs neither journal nor syncing nor locks.
 */
#include "src/export_sqlite.h"

#include "src/columns.h"
#include "src/export_sqlite_schema.h"
#include "src/export_sqlite_table.h"
#include "src/say.h"

#include <errno.h>

/* Large pages: fewer of them, so that fewer are split, looked up and written. Rows only come behind
 * others, so a small cache does; what is sorted for the indexes stays in memory. */
static const char settings[] = "PRAGMA page_size = 32768;"
                               "PRAGMA journal_mode = OFF;"
                               "PRAGMA synchronous = OFF;"
                               "PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA secure_delete = OFF;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA cache_size = -16384;"
                               "BEGIN;";

unsigned export_sqlite_want(const struct options *options)
{
    return columns_want(columns_all) | (options->with_deleted ? WANT_DELETED : 0) |
           (options->with_name_times ? WANT_NAME_TIMES : 0);
}

/* What the system said of it; 0 where that is not the reason. A full disk SQLite tells by a code of
 * its own. */
static int system_error(sqlite3 *db, int code)
{
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return ENOSPC;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return sqlite3_system_errno(db);
    default:
        return 0;
    }
}

/* Says why CODE was what became of writing NAME. */
static void say_failure(sqlite3 *db, int code, const char *name)
{
    int error = system_error(db, code);

    if ((code & 0xFF) == SQLITE_NOMEM)
        say_no_memory();
    else
        say("Cannot write %s: %s.", name, error ? strerror(error) : sqlite3_errstr(code));
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int make_tables(sqlite3 *db, const struct export_sqlite_source *source)
{
    static const struct export_sqlite_table *const tables[] = {
        &export_sqlite_volume,      &export_sqlite_file,         &export_sqlite_file_owner,
        &export_sqlite_name,        &export_sqlite_name_fn_time, &export_sqlite_name_folder,
        &export_sqlite_file_stream, &export_sqlite_file_finding,
    };
    int code = SQLITE_OK;

    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && code == SQLITE_OK; i++)
        code = export_sqlite_table_make(db, tables[i], source);
    return code;
}

/* Views, and the numbers by which programs know the file. */
static int make_rest(sqlite3 *db)
{
    struct textbuf sql = {0};
    int code;

    export_sqlite_schema_views(&sql);
    textbuf_format(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT;",
                   EXPORT_SQLITE_SCHEMA_APPLICATION, EXPORT_SQLITE_SCHEMA_VERSION);
    textbuf_char(&sql, '\0');
    code = sql.is_short ? SQLITE_NOMEM : run(db, sql.at);
    textbuf_free(&sql);
    return code;
}

static int make(sqlite3 *db, const struct export_sqlite_source *source)
{
    int code = run(db, settings);

    if (code == SQLITE_OK)
        code = make_tables(db, source);
    if (code == SQLITE_OK)
        code = run(db, export_sqlite_schema_indexes);
    return code == SQLITE_OK ? make_rest(db) : code;
}

/* PATH with "./" before it, unless it begins at the root: SQLite takes a name that begins with
 * "file:" for a URI. */
static bool put_path(const char *path, struct textbuf *to)
{
    if (*path != '/')
        textbuf_cstr(to, "./");
    textbuf_cstr(to, path);
    textbuf_char(to, '\0');
    return !to->is_short;
}

static bool write_file(const struct export_sqlite_source *source, const struct outfile *file)
{
    struct textbuf path = {0};
    sqlite3 *db = NULL;
    int code = SQLITE_NOMEM;

    /* One thread uses SQLite: without locks and statistics its allocator is faster. */
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (put_path(file->temporary, &path))
        code = sqlite3_open_v2(path.at, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = make(db, source);
    if (code != SQLITE_OK)
        say_failure(db, code, file->out.name);
    textbuf_free(&path);
    return sqlite3_close(db) == SQLITE_OK && code == SQLITE_OK;
}

bool export_sqlite_write(const struct survey *survey, const struct security *security,
                         const struct outfile *file)
{
    struct export_sqlite_owners owners = {0};
    struct volumeinfo info;
    struct export_sqlite_source source = {
        .survey = survey,
        .info = &info,
        .rows = {.index = survey->index, .security = security},
        .owners = &owners,
    };
    bool is_good;

    if (!target_info(&survey->target, &info))
        return false;
    is_good = write_file(&source, file);
    export_sqlite_owner_free(&owners);
    return is_good;
}
