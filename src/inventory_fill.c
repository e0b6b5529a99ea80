/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of an inventory's columns: see inventory_fill.h. Each kind of column has a function
 * that gives its values in a stretch of rows.
 */
#include "src/inventory_fill.h"

#include "src/columns.h"
#include "src/filetime.h"
#include "src/inventory_columns.h"
#include "src/wtf8.h"

/* A stretch of rows of one column. */
struct stretch {
    const struct inventory_fill *fill;
    const struct column *column; /* of the export with the same name; NULL: there is none */
    uint32_t which;              /* of several columns that are alike */
    struct pathcache *cache;
    uint64_t first;
    uint32_t n;
    struct textbuf text; /* a name that had to be changed */
};

static const struct index *index_of(const struct stretch *s)
{
    return s->fill->source->index;
}

/* The row of the index that is row I of the stretch. */
static uint32_t name_at(const struct stretch *s, uint32_t i)
{
    return (uint32_t)(s->first + i);
}

static uint32_t file_at(const struct stretch *s, uint32_t i)
{
    return s->fill->unnamed ? s->fill->unnamed[s->first + i]
                            : index_of(s)->names.file[name_at(s, i)];
}

static bool is_first_name(const struct stretch *s, uint32_t i)
{
    return s->fill->unnamed || index_first_name(index_of(s), file_at(s, i)) == name_at(s, i);
}

static void set_row(const struct stretch *s, uint32_t i, struct exportrow *row)
{
    exportrow_of_file(s->fill->source, file_at(s, i), row);
    if (!s->fill->unnamed)
        exportrow_set_name(row, name_at(s, i));
}

/* ---- Text that others read: valid UTF-8 ---- */

/* TEXT with U+FFFD for each surrogate. */
static struct str as_utf8(struct stretch *s, struct str text)
{
    if (!wtf8_has_surrogate(text))
        return text;
    s->text.n = 0;
    wtf8_put_utf8(text, &s->text);
    return textbuf_view(&s->text);
}

/* ---- The values of each kind of column ---- */

static void put_computer(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, s->fill->facts->computer);
}

static void put_volume(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, s->fill->facts->volume_name);
}

static void put_numbers(struct stretch *s, struct table_values *values)
{
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);
        table_put_number(values, s->column->number(&row));
    }
}

static void put_flags(struct stretch *s, struct table_values *values)
{
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);
        table_put_number(values, s->column->number(&row) != 0);
    }
}

static void put_file_flags(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, (index_of(s)->files.flags[file_at(s, i)] & s->which) != 0);
}

static void put_room(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, index_of(s)->files.room[file_at(s, i)]);
}

/* A tag of 0 is none that anybody made, but the reparse point is there. */
static void put_tags(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t file = file_at(s, i);

        if (index_of(s)->files.flags[file] & FILE_REPARSE)
            table_put_some_number(values, index_reparse_tag(index_of(s), file));
        else
            table_put_null(values);
    }
}

static void put_names(struct stretch *s, struct table_values *values)
{
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);
        table_put_text(values, as_utf8(s, s->column->text(&row)));
    }
}

/* Empty is none. */
static void put_some_names(struct stretch *s, struct table_values *values)
{
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);

        struct str text = s->column->text(&row);
        if (text.n > 0)
            table_put_some_text(values, as_utf8(s, text));
        else
            table_put_null(values);
    }
}

/* The bytes themselves, where what others read is not the same. */
static void put_raw(struct stretch *s, struct table_values *values)
{
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);

        struct str text = s->column->text(&row);
        if (!wtf8_has_surrogate(text))
            table_put_null(values);
        else
            table_put_some_text(values, text);
    }
}

static void put_paths(struct stretch *s, struct table_values *values)
{
    struct str path = {"", 0};

    for (uint32_t i = 0; i < s->n && !values->is_short; i++) {
        if (!s->fill->unnamed && pathcache_path(s->cache, name_at(s, i), &path) != STATUS_OK) {
            /* The path of the row before is gone. */
            values->is_short = true;
            return;
        }
        table_put_text(values, as_utf8(s, path));
    }
}

static uint64_t ticks_at(const struct stretch *s, uint32_t i)
{
    return index_of(s)->files.times[(size_t)file_at(s, i) * TIMES + s->which];
}

static void put_times(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, filetime_microseconds(ticks_at(s, i)));
}

static void put_ticks(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, ticks_at(s, i));
}

static void put_name_ticks(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values,
                         s->fill->unnamed
                             ? 0
                             : index_of(s)->names.times[(size_t)name_at(s, i) * TIMES + s->which]);
}

static void put_findings(struct stretch *s, struct table_values *values)
{
    enum finding_kind kinds[FINDING_KINDS];
    struct exportrow row;

    for (uint32_t i = 0; i < s->n; i++) {
        set_row(s, i, &row);

        unsigned n = columns_findings(&row, kinds);
        for (unsigned k = 0; k < n; k++)
            table_add_text(values, str_of(finding_word(kinds[k])));
        table_end_list(values);
    }
}

/* ---- Named streams: lists in the row of a file's first name ---- */

static void add_stream(struct stretch *s, uint32_t stream, struct table_values *values)
{
    const struct stream_rows *streams = &index_of(s)->streams;
    struct str name = text_pool_get(&index_of(s)->text, streams->text[stream]);

    switch (s->which) {
    case INVENTORY_STREAM_NAME:
        table_add_text(values, as_utf8(s, name));
        break;
    case INVENTORY_STREAM_NAME_RAW:
        table_add_text(values, wtf8_has_surrogate(name) ? name : (struct str){"", 0});
        break;
    case INVENTORY_STREAM_SIZE:
        table_add_number(values, streams->size[stream]);
        break;
    case INVENTORY_STREAM_ALLOCATED:
        table_add_number(values, streams->allocated[stream]);
        break;
    }
}

static void put_streams(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t n = 0, first = 0;

        if (is_first_name(s, i))
            first = index_streams(index_of(s), file_at(s, i), &n);
        for (uint32_t k = 0; k < n; k++)
            add_stream(s, first + k, values);
        table_end_list(values);
    }
}

/* ---- Which function gives which column ---- */

struct filler {
    void (*put)(struct stretch *s, struct table_values *values);
    const char *column; /* of the export; NULL: the function needs none */
    uint32_t which;
};

static const struct filler fillers[INVENTORY_COLUMNS] = {
    [INVENTORY_COMPUTER] = {put_computer, NULL, 0},
    [INVENTORY_VOLUME] = {put_volume, NULL, 0},
    [INVENTORY_RECORD] = {put_numbers, "record", 0},
    [INVENTORY_SEQUENCE] = {put_numbers, "sequence", 0},
    [INVENTORY_PARENT_RECORD] = {put_numbers, "parent_record", 0},
    [INVENTORY_PARENT_SEQUENCE] = {put_numbers, "parent_sequence", 0},
    [INVENTORY_NAME] = {put_names, "name", 0},
    [INVENTORY_NAME_RAW] = {put_raw, "name", 0},
    [INVENTORY_PATH] = {put_paths, NULL, 0},
    [INVENTORY_NAMESPACE] = {put_names, "namespace", 0},
    [INVENTORY_DOS_NAME] = {put_some_names, "dos_name", 0},
    [INVENTORY_DOS_NAME_RAW] = {put_raw, "dos_name", 0},
    [INVENTORY_IS_DIRECTORY] = {put_flags, "is_directory", 0},
    [INVENTORY_IN_USE] = {put_flags, "in_use", 0},
    [INVENTORY_SIZE] = {put_numbers, "size", 0},
    [INVENTORY_ALLOCATED] = {put_numbers, "allocated", 0},
    [INVENTORY_LINKS] = {put_numbers, "links", 0},
    [INVENTORY_HEADER_LINKS] = {put_numbers, "header_links", 0},
    [INVENTORY_STREAMS] = {put_numbers, "streams", 0},
    [INVENTORY_STREAMS_SIZE] = {put_numbers, "streams_size", 0},
    [INVENTORY_ATTRIBUTES] = {put_numbers, "attributes", 0},
    [INVENTORY_REPARSE_TAG] = {put_tags, NULL, 0},
    [INVENTORY_SECURITY_ID] = {put_numbers, "security_id", 0},
    [INVENTORY_OWNER] = {put_some_names, "owner", 0},
    [INVENTORY_TIMES + 0] = {put_times, NULL, 0},
    [INVENTORY_TIMES + 1] = {put_times, NULL, 1},
    [INVENTORY_TIMES + 2] = {put_times, NULL, 2},
    [INVENTORY_TIMES + 3] = {put_times, NULL, 3},
    [INVENTORY_TICKS + 0] = {put_ticks, NULL, 0},
    [INVENTORY_TICKS + 1] = {put_ticks, NULL, 1},
    [INVENTORY_TICKS + 2] = {put_ticks, NULL, 2},
    [INVENTORY_TICKS + 3] = {put_ticks, NULL, 3},
    [INVENTORY_USN] = {put_numbers, "usn", 0},
    [INVENTORY_SYSTEM] = {put_flags, "system", 0},
    [INVENTORY_FINDINGS] = {put_findings, NULL, 0},
    [INVENTORY_NAME_TICKS + 0] = {put_name_ticks, NULL, 0},
    [INVENTORY_NAME_TICKS + 1] = {put_name_ticks, NULL, 1},
    [INVENTORY_NAME_TICKS + 2] = {put_name_ticks, NULL, 2},
    [INVENTORY_NAME_TICKS + 3] = {put_name_ticks, NULL, 3},
    [INVENTORY_RESIDENT] = {put_file_flags, NULL, FILE_RESIDENT},
    [INVENTORY_SPARSE] = {put_file_flags, NULL, FILE_SPARSE},
    [INVENTORY_COMPRESSED] = {put_file_flags, NULL, FILE_COMPRESSED},
    [INVENTORY_ENCRYPTED] = {put_file_flags, NULL, FILE_ENCRYPTED},
    [INVENTORY_HAS_DATA] = {put_file_flags, NULL, FILE_HAS_DATA},
    [INVENTORY_ATTRIBUTE_LIST] = {put_file_flags, NULL, FILE_LIST},
    [INVENTORY_ROOM] = {put_room, NULL, 0},
    [INVENTORY_STREAM_NAME] = {put_streams, NULL, INVENTORY_STREAM_NAME},
    [INVENTORY_STREAM_NAME_RAW] = {put_streams, NULL, INVENTORY_STREAM_NAME_RAW},
    [INVENTORY_STREAM_SIZE] = {put_streams, NULL, INVENTORY_STREAM_SIZE},
    [INVENTORY_STREAM_ALLOCATED] = {put_streams, NULL, INVENTORY_STREAM_ALLOCATED},
};

static const struct column *find_column(const char *name)
{
    const struct column *column = columns_all;

    while (name && strcmp(column->name, name) != 0)
        column++;
    return name ? column : NULL;
}

enum status inventory_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                           uint32_t n, struct table_values *values)
{
    const struct inventory_fill *fill = context;
    struct stretch s = {
        .fill = fill,
        .column = find_column(fillers[column].column),
        .which = fillers[column].which,
        .cache = fill->caches[worker],
        .first = first,
        .n = n,
    };
    bool is_short;

    table_reserve(values, n);
    fillers[column].put(&s, values);
    is_short = s.text.is_short || values->is_short;
    textbuf_free(&s.text);
    return is_short ? STATUS_NO_MEMORY : STATUS_OK;
}
