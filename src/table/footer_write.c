/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a footer: see footer.h.
 *
 *   FileMetaData    1 version  2 schema  3 num_rows  4 row_groups  5 key_value_metadata
 *                   6 created_by  7 column_orders
 *   RowGroup        1 columns  2 total_byte_size  3 num_rows  5 file_offset
 *                   6 total_compressed_size
 *   ColumnChunk     2 file_offset (0: its metadata are here only)  3 meta_data
 *   ColumnMetaData  1 type  2 encodings  3 path_in_schema  4 codec  5 num_values
 *                   6 total_uncompressed_size  7 total_compressed_size  9 data_page_offset
 *                   11 dictionary_page_offset  12 statistics
 *   Statistics      3 null_count  5 max_value  6 min_value  7 8 both are values that are there
 */
#include "src/table/footer.h"
#include "src/table/page.h"

/* Lists have none: for their readers it would be about elements, for people about rows. */
static void write_statistics(const struct table_column *column, const struct chunkstats *stats,
                             struct thrift_writer *writer)
{
    if (column->shape == TABLE_LIST)
        return;
    thrift_open(writer, 12);
    thrift_put_int(writer, 3, THRIFT_I64, (int64_t)stats->nulls);
    if (stats->has_bounds) {
        char room[8];

        thrift_put_text(writer, 5, chunkstats_max(column->type, stats, room));
        thrift_put_text(writer, 6, chunkstats_min(column->type, stats, room));
        thrift_put_bool(writer, 7, true);
        thrift_put_bool(writer, 8, true);
    }
    thrift_close(writer);
}

static void write_encodings(const struct table_column *column, const struct footer_chunk *chunk,
                            struct thrift_writer *writer)
{
    bool has_levels = column->shape != TABLE_REQUIRED;

    thrift_put_list(writer, 2, THRIFT_I32, 1U + has_levels + chunk->has_dictionary);
    if (chunk->has_dictionary)
        thrift_add_int(writer, PAGE_PLAIN);
    if (has_levels)
        thrift_add_int(writer, PAGE_RLE);
    thrift_add_int(writer, chunk->encoding);
}

static void write_path(const struct table_column *column, struct thrift_writer *writer)
{
    bool is_list = column->shape == TABLE_LIST;

    thrift_put_list(writer, 3, THRIFT_BINARY, is_list ? 3 : 1);
    thrift_add_text(writer, str_of(column->name));
    if (is_list) {
        thrift_add_text(writer, str_of("list"));
        thrift_add_text(writer, str_of("element"));
    }
}

static void write_chunk(const struct table_column *column, const struct footer_chunk *chunk,
                        const struct chunkstats *stats, struct thrift_writer *writer)
{
    thrift_add(writer);
    thrift_put_int(writer, 2, THRIFT_I64, 0);
    thrift_open(writer, 3);
    thrift_put_int(writer, 1, THRIFT_I32, schema_type(column->type));
    write_encodings(column, chunk, writer);
    write_path(column, writer);
    thrift_put_int(writer, 4, THRIFT_I32, FOOTER_CODEC);
    thrift_put_int(writer, 5, THRIFT_I64, (int64_t)chunk->nvalues);
    thrift_put_int(writer, 6, THRIFT_I64, (int64_t)chunk->body_bytes);
    thrift_put_int(writer, 7, THRIFT_I64, (int64_t)chunk->bytes);
    thrift_put_int(writer, 9, THRIFT_I64, (int64_t)(chunk->offset + chunk->data_off));
    if (chunk->has_dictionary)
        thrift_put_int(writer, 11, THRIFT_I64, (int64_t)chunk->offset);
    write_statistics(column, stats, writer);
    thrift_close(writer);
    thrift_close(writer);
}

static void write_group(const struct footer *footer, uint32_t group, struct thrift_writer *writer)
{
    const struct schema *schema = &footer->schema;
    size_t first = (size_t)group * schema->n;
    uint64_t bytes = 0, body_bytes = 0;

    thrift_add(writer);
    thrift_put_list(writer, 1, THRIFT_STRUCT, schema->n);
    for (uint32_t i = 0; i < schema->n; i++) {
        const struct footer_chunk *chunk = &footer->chunks[first + i];

        write_chunk(&schema->columns[i], chunk, &footer->stats[first + i], writer);
        bytes += chunk->bytes;
        body_bytes += chunk->body_bytes;
    }
    thrift_put_int(writer, 2, THRIFT_I64, (int64_t)body_bytes);
    thrift_put_int(writer, 3, THRIFT_I64, footer->group_rows[group]);
    thrift_put_int(writer, 5, THRIFT_I64, (int64_t)footer->chunks[first].offset);
    thrift_put_int(writer, 6, THRIFT_I64, (int64_t)bytes);
    thrift_close(writer);
}

/* Returns where the last value is in the text. */
static size_t write_meta(const struct footer *footer, struct thrift_writer *writer)
{
    size_t value_off = 0;

    thrift_put_list(writer, 5, THRIFT_STRUCT, footer->nmeta);
    for (size_t i = 0; i < footer->nmeta; i++) {
        thrift_add(writer);
        thrift_put_text(writer, 1, footer->meta[i].key);
        thrift_put_text(writer, 2, footer->meta[i].value);
        value_off = writer->to->n - footer->meta[i].value.n;
        thrift_close(writer);
    }
    return value_off;
}

/* The bounds are to be understood in the order that each type defines. */
static void write_orders(uint32_t ncolumns, struct thrift_writer *writer)
{
    thrift_put_list(writer, 7, THRIFT_STRUCT, ncolumns);
    for (uint32_t i = 0; i < ncolumns; i++) {
        thrift_add(writer);
        thrift_open(writer, 1);
        thrift_close(writer);
        thrift_close(writer);
    }
}

void footer_write(const struct footer *footer, struct textbuf *to, size_t *value_off_ret)
{
    struct thrift_writer writer = {.to = to};

    thrift_put_int(&writer, 1, THRIFT_I32, 2);
    schema_write(&footer->schema, &writer);
    thrift_put_int(&writer, 3, THRIFT_I64, (int64_t)footer->nrows);
    thrift_put_list(&writer, 4, THRIFT_STRUCT, footer->ngroups);
    for (uint32_t group = 0; group < footer->ngroups; group++)
        write_group(footer, group, &writer);
    *value_off_ret = write_meta(footer, &writer);
    thrift_put_text(&writer, 6, str_of(footer->created_by));
    write_orders(footer->schema.n, &writer);
    thrift_close(&writer);
}
