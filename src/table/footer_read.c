/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a footer, whose fields footer_write.c tells: see footer.h. The schema stands in front of
 * the row groups, so that their memory follows from their number and that of columns, which the
 * footer's own size bounds.
 */
#include "src/table/footer.h"

#include <stdlib.h>

/* A chunk takes more than this in any footer: its head and seven fields of two bytes at least. */
enum { CHUNK_BYTES_MIN = 16 };

/* ---- Metadata ---- */

static struct table_meta read_pair(struct thrift_reader *reader)
{
    struct table_meta pair = {0};
    struct thrift_field field = {0};

    while (thrift_next(reader, &field))
        if (field.id == 1)
            pair.key = thrift_text(reader, &field);
        else if (field.id == 2)
            pair.value = thrift_text(reader, &field);
        else
            thrift_skip(reader, &field);
    return pair;
}

/* Puts them in the place of *META_RET, which is freed. */
static bool read_pairs(struct thrift_reader *reader, const struct thrift_field *field,
                       struct table_meta **meta_ret, size_t *nmeta_ret)
{
    size_t n = thrift_list(reader, field, THRIFT_STRUCT);
    struct table_meta *meta = malloc((n + 1) * sizeof *meta);

    free(*meta_ret);
    *meta_ret = meta;
    if (!meta)
        return false;
    for (size_t i = 0; i < n && !reader->is_bad; i++)
        meta[i] = read_pair(reader);
    *nmeta_ret = n;
    return true;
}

enum status footer_read_meta(struct bytes bytes, struct table_meta **meta_ret, size_t *nmeta_ret)
{
    struct thrift_reader reader = {.left = bytes};
    struct thrift_field field = {0};
    struct table_meta *meta = NULL;
    size_t nmeta = 0;

    while (thrift_next(&reader, &field))
        if (field.id != 5)
            thrift_skip(&reader, &field);
        else if (!read_pairs(&reader, &field, &meta, &nmeta))
            return STATUS_NO_MEMORY;
    if (reader.is_bad || reader.left.n > 0) {
        free(meta);
        return STATUS_DAMAGED;
    }
    *meta_ret = meta;
    *nmeta_ret = nmeta;
    return STATUS_OK;
}

/* ---- Row groups ---- */

struct reading {
    struct thrift_reader reader;
    struct footer *footer;
    enum status status; /* the first failure but a bad reader */
};

static void fail(struct reading *reading, enum status status)
{
    if (reading->status == STATUS_OK)
        reading->status = status;
}

static void expect(struct reading *reading, bool is_so)
{
    if (!is_so)
        fail(reading, STATUS_DAMAGED);
}

static uint64_t read_number(struct reading *reading, const struct thrift_field *field)
{
    int64_t value = thrift_int(&reading->reader, field);

    expect(reading, value >= 0);
    return value >= 0 ? (uint64_t)value : 0;
}

/* What of a chunk must be there: offsets are -1 where they are not. */
struct found {
    int64_t codec, type, data_offset, dictionary_offset;
};

static void read_chunk_facts(struct reading *reading, const struct thrift_field *outer,
                             struct footer_chunk *chunk, struct found *found)
{
    struct thrift_reader *reader = &reading->reader;
    struct thrift_field field = {0};

    thrift_struct(reader, outer);
    while (thrift_next(reader, &field))
        if (field.id == 1)
            found->type = thrift_int(reader, &field);
        else if (field.id == 4)
            found->codec = thrift_int(reader, &field);
        else if (field.id == 5)
            chunk->nvalues = read_number(reading, &field);
        else if (field.id == 6)
            chunk->body_bytes = read_number(reading, &field);
        else if (field.id == 7)
            chunk->bytes = read_number(reading, &field);
        else if (field.id == 9)
            found->data_offset = thrift_int(reader, &field);
        else if (field.id == 11)
            found->dictionary_offset = thrift_int(reader, &field);
        else
            thrift_skip(reader, &field);
}

static void read_chunk(struct reading *reading, const struct table_column *column,
                       struct footer_chunk *chunk)
{
    struct thrift_reader *reader = &reading->reader;
    struct thrift_field field = {0};
    struct found found = {-1, -1, -1, -1};
    int64_t first;

    *chunk = (struct footer_chunk){0};
    while (thrift_next(reader, &field)) {
        expect(reading, field.id != 1); /* in another file */
        if (field.id == 3)
            read_chunk_facts(reading, &field, chunk, &found);
        else
            thrift_skip(reader, &field);
    }
    chunk->has_dictionary = found.dictionary_offset >= 0;
    first = chunk->has_dictionary ? found.dictionary_offset : found.data_offset;
    expect(reading, found.codec == FOOTER_CODEC && found.type == schema_type(column->type));
    expect(reading, first >= 0 && first <= found.data_offset && chunk->bytes > 0);
    expect(reading, chunk->nvalues > 0 && chunk->nvalues <= FOOTER_VALUES_MAX);
    chunk->offset = (uint64_t)first;
    chunk->data_off = (uint64_t)(found.data_offset - first);
}

static void read_chunks(struct reading *reading, const struct thrift_field *field,
                        struct footer_chunk *chunks)
{
    const struct schema *schema = &reading->footer->schema;
    size_t n = thrift_list(&reading->reader, field, THRIFT_STRUCT);

    expect(reading, n == schema->n);
    for (uint32_t i = 0; i < schema->n && reading->status == STATUS_OK; i++)
        read_chunk(reading, &schema->columns[i], &chunks[i]);
}

/* One of a list has exactly as many rows as levels; in a list each row has at least one. */
static void hold_rows(struct reading *reading, uint64_t nrows, const struct footer_chunk *chunks)
{
    const struct schema *schema = &reading->footer->schema;

    expect(reading, nrows > 0 && nrows <= FOOTER_VALUES_MAX);
    for (uint32_t i = 0; i < schema->n; i++)
        expect(reading, schema->columns[i].shape == TABLE_LIST ? chunks[i].nvalues >= nrows
                                                               : chunks[i].nvalues == nrows);
}

static void read_group(struct reading *reading, uint32_t group)
{
    struct footer *footer = reading->footer;
    struct footer_chunk *chunks = footer->chunks + (size_t)group * footer->schema.n;
    struct thrift_field field = {0};
    bool has_chunks = false;
    uint64_t nrows = 0;

    while (reading->status == STATUS_OK && thrift_next(&reading->reader, &field))
        if (field.id == 1) {
            read_chunks(reading, &field, chunks);
            has_chunks = true;
        } else if (field.id == 3) {
            nrows = read_number(reading, &field);
        } else {
            thrift_skip(&reading->reader, &field);
        }
    expect(reading, has_chunks && !reading->reader.is_bad);
    if (reading->status == STATUS_OK)
        hold_rows(reading, nrows, chunks);
    footer->group_rows[group] = (uint32_t)nrows;
}

static void read_groups(struct reading *reading, const struct thrift_field *field)
{
    struct footer *footer = reading->footer;
    size_t n = thrift_list(&reading->reader, field, THRIFT_STRUCT);
    size_t n_max = reading->reader.left.n / CHUNK_BYTES_MIN;

    expect(reading, footer->schema.n > 0 && n <= UINT32_MAX && n * footer->schema.n <= n_max);
    if (reading->status != STATUS_OK)
        return;
    footer->ngroups = (uint32_t)n;
    footer->group_rows = calloc(n + 1, sizeof *footer->group_rows);
    footer->chunks = calloc(n * footer->schema.n + 1, sizeof *footer->chunks);
    if (!footer->group_rows || !footer->chunks)
        fail(reading, STATUS_NO_MEMORY);
    for (uint32_t group = 0; group < n && reading->status == STATUS_OK; group++)
        read_group(reading, group);
}

static void read_schema(struct reading *reading, const struct thrift_field *field)
{
    bool is_short = false;

    if (!schema_read(&reading->reader, field, &reading->footer->schema, &is_short))
        fail(reading, is_short ? STATUS_NO_MEMORY : STATUS_DAMAGED);
}

static void hold_sum(struct reading *reading)
{
    const struct footer *footer = reading->footer;
    uint64_t nrows = 0;

    for (uint32_t group = 0; group < footer->ngroups; group++)
        nrows += footer->group_rows[group];
    expect(reading, footer->chunks && nrows == footer->nrows);
}

enum status footer_read(struct bytes bytes, struct footer *footer_ret)
{
    struct footer footer = {0};
    struct reading reading = {.reader = {.left = bytes}, .footer = &footer};
    struct thrift_field field = {0};

    while (reading.status == STATUS_OK && thrift_next(&reading.reader, &field))
        if (field.id == 2)
            read_schema(&reading, &field);
        else if (field.id == 3)
            footer.nrows = read_number(&reading, &field);
        else if (field.id == 4)
            read_groups(&reading, &field);
        else
            thrift_skip(&reading.reader, &field);
    expect(&reading, !reading.reader.is_bad);
    if (reading.status == STATUS_OK)
        hold_sum(&reading);
    if (reading.status == STATUS_OK)
        *footer_ret = footer;
    else
        footer_read_free(&footer);
    return reading.status;
}

void footer_read_free(struct footer *footer)
{
    schema_free(&footer->schema);
    free(footer->group_rows);
    free(footer->chunks);
    *footer = (struct footer){0};
}
