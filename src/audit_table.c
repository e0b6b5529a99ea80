/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit as a table: see audit_table.h. Each kind of column has a function that gives its value
 * in one row. */
#include "src/audit_table.h"

#include "mft/layout.h"
#include "mft/pool.h"
#include "src/audit_paths.h"
#include "src/number.h"
#include "src/table/tablewrite.h"
#include "src/usnrecord.h"
#include "src/version.h"
#include "src/wtf8.h"

#define UNIX_EPOCH_TICKS UINT64_C(116444736000000000) /* 1970-01-01, since 1601 */

enum { TICKS_PER_MICROSECOND = 10, NMETA = 12 };

enum column {
    COLUMN_KIND,
    COLUMN_VOLUME,
    COLUMN_PATH,
    COLUMN_ORIGINAL,
    COLUMN_OTHER,
    COLUMN_FOLDER,
    COLUMN_COPY,
    COLUMN_LOST,
    COLUMN_SUPERSEDED,
    COLUMN_FIELDS,
    COLUMN_RECORD,
    COLUMN_SEQUENCE,
    COLUMN_SIZE,
    COLUMN_ALLOCATED,
    COLUMN_LINKS,
    COLUMN_ATTRIBUTES,
    COLUMN_CREATED,
    COLUMN_MODIFIED,
    COLUMN_WAS_SIZE,
    COLUMN_WAS_ATTRIBUTES,
    COLUMN_WAS_CREATED,
    COLUMN_WAS_MODIFIED,
    COLUMN_REASONS,
    COLUMN_FIRST_CHANGE,
    COLUMN_LAST_CHANGE,
    NCOLUMNS,
};

static const struct table_column columns[NCOLUMNS] = {
    [COLUMN_KIND] = {"kind", TABLE_TEXT, TABLE_REQUIRED, TABLE_DICTIONARY},
    [COLUMN_VOLUME] = {"volume", TABLE_TEXT, TABLE_REQUIRED, TABLE_DICTIONARY},
    [COLUMN_PATH] = {"path", TABLE_TEXT, TABLE_REQUIRED, TABLE_DELTA},
    [COLUMN_ORIGINAL] = {"original", TABLE_TEXT, TABLE_OPTIONAL, TABLE_DELTA},
    [COLUMN_OTHER] = {"other", TABLE_TEXT, TABLE_OPTIONAL, TABLE_DELTA},
    [COLUMN_FOLDER] = {"is_directory", TABLE_BOOL, TABLE_REQUIRED, TABLE_PLAIN},
    [COLUMN_COPY] = {"copy", TABLE_BOOL, TABLE_REQUIRED, TABLE_PLAIN},
    [COLUMN_LOST] = {"lost", TABLE_BOOL, TABLE_REQUIRED, TABLE_PLAIN},
    [COLUMN_SUPERSEDED] = {"superseded", TABLE_BOOL, TABLE_REQUIRED, TABLE_PLAIN},
    [COLUMN_FIELDS] = {"fields", TABLE_TEXT, TABLE_LIST, TABLE_DICTIONARY},
    [COLUMN_RECORD] = {"record", TABLE_INT64, TABLE_OPTIONAL, TABLE_DELTA},
    [COLUMN_SEQUENCE] = {"sequence", TABLE_INT32, TABLE_OPTIONAL, TABLE_DICTIONARY},
    [COLUMN_SIZE] = {"size", TABLE_INT64, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_ALLOCATED] = {"allocated", TABLE_INT64, TABLE_OPTIONAL, TABLE_DICTIONARY},
    [COLUMN_LINKS] = {"links", TABLE_INT32, TABLE_OPTIONAL, TABLE_DICTIONARY},
    [COLUMN_ATTRIBUTES] = {"attributes", TABLE_UINT32, TABLE_OPTIONAL, TABLE_DICTIONARY},
    [COLUMN_CREATED] = {"created", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_MODIFIED] = {"modified", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_WAS_SIZE] = {"was_size", TABLE_INT64, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_WAS_ATTRIBUTES] = {"was_attributes", TABLE_UINT32, TABLE_OPTIONAL, TABLE_DICTIONARY},
    [COLUMN_WAS_CREATED] = {"was_created", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_WAS_MODIFIED] = {"was_modified", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_REASONS] = {"journal_reasons", TABLE_TEXT, TABLE_LIST, TABLE_DICTIONARY},
    [COLUMN_FIRST_CHANGE] = {"journal_first", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
    [COLUMN_LAST_CHANGE] = {"journal_last", TABLE_TIME, TABLE_OPTIONAL, TABLE_PLAIN},
};

struct filling {
    const struct audit_report *report;
    struct audit_paths paths[POOL_WORKERS_MAX]; /* of each worker */
};

/* A row of one column. */
struct cell {
    const struct audit_part *part;
    const struct audit_row *row;
    const struct index *index;
    uint32_t file; /* INDEX_NONE: it is missing */
    uint32_t column;
    struct textbuf *text; /* scratch */
    struct table_values *values;
};

/* ---- Texts ---- */

static struct str as_utf8(const struct cell *c, struct str text)
{
    if (wtf8_is_utf8(text))
        return text;
    c->text->n = 0;
    wtf8_put_utf8(text, c->text);
    return textbuf_view(c->text);
}

static void put_path(const struct cell *c, struct audit_paths *paths)
{
    const struct textbuf *of;

    audit_paths_of(paths, c->part, c->row);
    of = c->column == COLUMN_PATH       ? &paths->path
         : c->column == COLUMN_ORIGINAL ? &paths->original
                                        : &paths->other;
    if (c->column == COLUMN_PATH)
        table_put_text(c->values, as_utf8(c, textbuf_view(of)));
    else if (of->n > 0)
        table_put_some_text(c->values, as_utf8(c, textbuf_view(of)));
    else
        table_put_null(c->values);
}

static void put_word(const struct cell *c)
{
    const struct machine *machine = c->part->job.machine;

    table_put_text(c->values, c->column == COLUMN_KIND ? str_of(audit_kind_word(c->row->kind))
                                                       : machine->drives[c->part->job.drive].name);
}

static void put_fields(const struct cell *c)
{
    for (unsigned no = 0; no < AUDIT_NFIELDS; no++)
        if (c->row->fields >> no & 1)
            table_add_text(c->values, str_of(audit_field_word(no)));
    table_end_list(c->values);
}

static const struct audit_change *change_of(const struct cell *c)
{
    return c->row->change == PLAN_NONE ? NULL : &c->part->job.changes[c->row->change];
}

static void put_reasons(const struct cell *c)
{
    const struct audit_change *change = change_of(c);

    for (unsigned no = 0; change && no < USNRECORD_NREASONS; no++)
        if (change->reasons >> no & 1 && usnrecord_reason(no))
            table_add_text(c->values, str_of(usnrecord_reason(no)));
    table_end_list(c->values);
}

/* ---- Numbers ---- */

static void put_flag(const struct cell *c)
{
    const struct audit_row *row = c->row;

    table_put_number(c->values, c->column == COLUMN_FOLDER ? row->is_folder
                                : c->column == COLUMN_COPY ? row->is_copy
                                : c->column == COLUMN_LOST ? row->is_last
                                                           : row->has_successor);
}

static uint64_t as_time(uint64_t ticks)
{
    return ticks / TICKS_PER_MICROSECOND - UNIX_EPOCH_TICKS / TICKS_PER_MICROSECOND;
}

static uint64_t number_now(const struct cell *c)
{
    const struct file_rows *files = &c->index->files;

    switch (c->column) {
    case COLUMN_RECORD:
        return files->record[c->file];
    case COLUMN_SEQUENCE:
        return files->sequence[c->file];
    case COLUMN_SIZE:
        return files->size[c->file];
    case COLUMN_ALLOCATED:
        return files->allocated[c->file];
    case COLUMN_LINKS:
        return index_links(c->index, c->file);
    case COLUMN_ATTRIBUTES:
        return files->attributes[c->file];
    case COLUMN_CREATED:
        return as_time(files->times[TIMES * (size_t)c->file]);
    default:
        return as_time(files->times[TIMES * (size_t)c->file + 1]);
    }
}

static void put_now(const struct cell *c)
{
    if (c->file == INDEX_NONE)
        table_put_null(c->values);
    else
        table_put_some_number(c->values, number_now(c));
}

static void put_before(const struct cell *c)
{
    const struct manifest_row *was = audit_manifest_row(&c->part->job, c->row);

    if (!was)
        table_put_null(c->values);
    else if (c->column == COLUMN_WAS_SIZE)
        table_put_some_number(c->values, was->size);
    else if (c->column == COLUMN_WAS_ATTRIBUTES)
        table_put_some_number(c->values, was->attributes);
    else
        table_put_some_number(
            c->values, as_time(c->column == COLUMN_WAS_CREATED ? was->created : was->modified));
}

static void put_change_time(const struct cell *c)
{
    const struct audit_change *change = change_of(c);

    if (change && change->last)
        table_put_some_number(
            c->values, as_time(c->column == COLUMN_FIRST_CHANGE ? change->first : change->last));
    else
        table_put_null(c->values);
}

/* ---- Which function gives which column ---- */

static void put(const struct cell *c, struct audit_paths *paths)
{
    if (c->column == COLUMN_KIND || c->column == COLUMN_VOLUME)
        put_word(c);
    else if (c->column <= COLUMN_OTHER)
        put_path(c, paths);
    else if (c->column <= COLUMN_SUPERSEDED)
        put_flag(c);
    else if (c->column == COLUMN_FIELDS)
        put_fields(c);
    else if (c->column <= COLUMN_MODIFIED)
        put_now(c);
    else if (c->column <= COLUMN_WAS_MODIFIED)
        put_before(c);
    else if (c->column == COLUMN_REASONS)
        put_reasons(c);
    else
        put_change_time(c);
}

static enum status fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    struct filling *filling = context;
    struct audit_paths *paths = &filling->paths[worker];
    struct textbuf text = {0};
    struct cell cell = {.column = column, .text = &text, .values = values};
    bool is_short;

    table_reserve(values, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row;

        cell.part = audit_report_part(filling->report, first + i, &row);
        cell.row = &cell.part->audit.rows[row];
        cell.index = cell.part->job.machine->drives[cell.part->job.drive].index;
        cell.file =
            cell.row->name == INDEX_NONE ? INDEX_NONE : cell.index->names.file[cell.row->name];
        put(&cell, paths);
    }
    is_short = text.is_short || values->is_short || paths->is_short;
    textbuf_free(&text);
    return is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- Metadata ---- */

static struct table_meta number_meta(const char *key, uint64_t number, char text[NUMBER_BYTES])
{
    return (struct table_meta){str_of(key), {text, number_decimal(number, text)}};
}

static enum status write(const struct audit_report *report, struct filling *filling,
                         unsigned nworkers, struct out *out)
{
    char numbers[NMETA][NUMBER_BYTES];
    struct textbuf verdict = {0}, store = {0};
    enum status status = STATUS_NO_MEMORY;

    audit_report_verdict(report, &verdict);
    wtf8_put_utf8(report->store, &store);
    const struct table_meta meta[] = {
        {str_of("mftlink.version"), str_of(version_text)},
        {str_of("store"), textbuf_view(&store)},
        {str_of("safe"), str_of(report->is_safe ? "1" : "0")},
        {str_of("verdict"), textbuf_view(&verdict)},
        number_meta("files", report->files, numbers[0]),
        number_meta("findings", report->findings, numbers[1]),
        number_meta("only_copies", report->only_copies, numbers[2]),
        number_meta("only_copy_bytes", report->only_copy_bytes, numbers[3]),
        number_meta("superseded", report->superseded, numbers[4]),
        number_meta("freed_bytes", report->freed_bytes, numbers[5]),
        number_meta("freed_records", report->freed_records, numbers[6]),
        {str_of("mftlink.table"), str_of(AUDIT_TABLE)},
    };
    const struct tablewrite_job job = {
        .columns = columns,
        .ncolumns = NCOLUMNS,
        .nrows = report->rows,
        .meta = meta,
        .nmeta = sizeof meta / sizeof meta[0],
        .fill = fill,
        .context = filling,
        .nworkers = nworkers,
    };
    if (!verdict.is_short && !store.is_short)
        status = tablewrite(&job, out);
    textbuf_free(&verdict);
    textbuf_free(&store);
    return status;
}

enum status audit_table(const struct audit_report *report, unsigned nworkers, struct out *out)
{
    struct filling filling = {.report = report};
    unsigned n = pool_workers(nworkers), nbegun = 0;
    enum status status = STATUS_OK;

    while (nbegun < n && status == STATUS_OK)
        if (audit_paths_begin(report, &filling.paths[nbegun]))
            nbegun++;
        else
            status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = write(report, &filling, n, out);
    while (nbegun > 0)
        audit_paths_end(&filling.paths[--nbegun]);
    return status;
}
