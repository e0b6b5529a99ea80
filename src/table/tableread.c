/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a table: see tableread.h. Opening it reads the footer and holds it against its SHA-256,
 * then against the file: chunks must lie one behind the other, from the first four bytes to the
 * footer.
 */
#include "src/table/tableread.h"

#include "src/sha256.h"
#include "src/table/chunkread.h"
#include "src/table/footer.h"

#include <assert.h>
#include <stdlib.h>

enum { MAGIC_BYTES = 4, END_BYTES = 8, FILE_BYTES_MIN = MAGIC_BYTES + END_BYTES };

static const char magic[] = "PAR1";

struct tableread {
    const struct source *source;
    uint8_t *bytes; /* the footer's, which metadata are borrowed from */
    size_t nbytes;
    struct table_meta *meta;
    size_t nmeta;
    struct footer footer;
    const char *digests; /* of all chunks, SHA256_DIGITS each */
    char sha256[SHA256_DIGITS + 1];
};

static enum status damaged(const char *why, const char **why_ret)
{
    *why_ret = why;
    return STATUS_DAMAGED;
}

/* ---- Opening ---- */

/* Looks at both ends of the file, and finds the footer's length. A file with only one of both marks
 * was a Parquet file. */
static enum status find_footer(const struct source *source, uint32_t *nbytes_ret,
                               const char **why_ret)
{
    uint8_t begin[MAGIC_BYTES] = {0}, end[END_BYTES] = {0};
    uint64_t size = source->size_bytes;
    enum status status = STATUS_OK;
    bool begins, ends;

    if (size >= MAGIC_BYTES)
        status = source_read_all(source, 0, begin, sizeof begin);
    if (status == STATUS_OK && size >= FILE_BYTES_MIN)
        status = source_read_all(source, size - END_BYTES, end, sizeof end);
    if (status != STATUS_OK)
        return status == STATUS_TRUNCATED ? damaged("it became shorter", why_ret) : status;
    begins = memcmp(begin, magic, MAGIC_BYTES) == 0;
    ends = memcmp(end + 4, magic, MAGIC_BYTES) == 0;
    if (!begins && !ends)
        return STATUS_NOT_FOUND;
    if (!begins)
        return damaged("its beginning is not that of a table", why_ret);
    if (!ends)
        return damaged("its end is missing", why_ret);
    *nbytes_ret = bytes_u32(end);
    return *nbytes_ret <= size - FILE_BYTES_MIN
               ? STATUS_OK
               : damaged("its footer is longer than the file", why_ret);
}

static enum status read_footer(struct tableread *table, uint32_t nbytes, const char **why_ret)
{
    uint64_t offset = table->source->size_bytes - END_BYTES - nbytes;
    enum status status;

    table->bytes = malloc((size_t)nbytes + 1);
    if (!table->bytes)
        return STATUS_NO_MEMORY;
    table->nbytes = nbytes;
    status = source_read_all(table->source, offset, table->bytes, nbytes);
    if (status == STATUS_TRUNCATED)
        return damaged("it became shorter", why_ret);
    if (status != STATUS_OK)
        return status;
    status = footer_read_meta((struct bytes){table->bytes, nbytes}, &table->meta, &table->nmeta);
    return status == STATUS_DAMAGED ? damaged("its footer cannot be read", why_ret) : status;
}

/* Holds the footer against the SHA-256 in its last key, computed with zeros in its place. */
static enum status check_sha256(struct tableread *table, const char **why_ret)
{
    const struct table_meta *last = &table->meta[table->nmeta - 1];
    uint8_t digest[SHA256_BYTES];
    char digits[SHA256_DIGITS + 1];
    size_t off;
    bool is_made;

    if (!str_equal(last->key, str_of("mftlink.sha256")) || last->value.n != SHA256_DIGITS)
        return damaged("its footer has no SHA-256", why_ret);
    memcpy(table->sha256, last->value.at, SHA256_DIGITS);
    off = (size_t)((const uint8_t *)last->value.at - table->bytes);
    memset(table->bytes + off, '0', SHA256_DIGITS);
    is_made = sha256_of((struct bytes){table->bytes, table->nbytes}, digest);
    memcpy(table->bytes + off, table->sha256, SHA256_DIGITS);
    if (!is_made)
        return STATUS_NO_MEMORY;
    sha256_text(digest, digits);
    return memcmp(digits, table->sha256, SHA256_DIGITS) == 0
               ? STATUS_OK
               : damaged("its footer does not match its SHA-256", why_ret);
}

/* Chunks one behind the other, without gaps, from the first four bytes to the footer; data pages in
 * each of them; a SHA-256 for each. */
static bool is_laid_out(struct tableread *table)
{
    const struct footer *footer = &table->footer;
    uint64_t nchunks = (uint64_t)footer->ngroups * footer->schema.n, offset = MAGIC_BYTES;
    uint64_t end = table->source->size_bytes - END_BYTES - table->nbytes;
    struct str digests = tableread_meta(table, "mftlink.chunks_sha256");

    for (uint64_t i = 0; i < nchunks; i++) {
        const struct footer_chunk *chunk = &footer->chunks[i];

        if (chunk->offset != offset || chunk->bytes > end - offset ||
            chunk->data_off >= chunk->bytes)
            return false;
        offset += chunk->bytes;
    }
    table->digests = digests.at;
    return offset == end && digests.at && digests.n == nchunks * SHA256_DIGITS;
}

static enum status check(struct tableread *table, const char **why_ret)
{
    struct bytes bytes = {table->bytes, table->nbytes};
    enum status status;

    if (!tableread_meta(table, "mftlink.table").at)
        return STATUS_NOT_FOUND;
    status = check_sha256(table, why_ret);
    if (status != STATUS_OK)
        return status;
    status = footer_read(bytes, &table->footer);
    if (status == STATUS_DAMAGED)
        return damaged("its footer is not that of a table", why_ret);
    if (status == STATUS_OK && !is_laid_out(table))
        return damaged("its footer does not fit the file", why_ret);
    return status;
}

enum status tableread_open(const struct source *source, struct tableread **table_ret,
                           const char **why_ret)
{
    struct tableread *table;
    uint32_t nbytes;
    enum status status = find_footer(source, &nbytes, why_ret);

    if (status != STATUS_OK)
        return status;
    table = calloc(1, sizeof *table);
    if (!table)
        return STATUS_NO_MEMORY;
    table->source = source;
    status = read_footer(table, nbytes, why_ret);
    if (status == STATUS_OK)
        status = check(table, why_ret);
    if (status == STATUS_OK)
        *table_ret = table;
    else
        tableread_close(table);
    return status;
}

void tableread_close(struct tableread *table)
{
    if (!table)
        return;
    footer_read_free(&table->footer);
    free(table->meta);
    free(table->bytes);
    free(table);
}

/* ---- What it says ---- */

uint32_t tableread_ncolumns(const struct tableread *table)
{
    return table->footer.schema.n;
}

const struct table_column *tableread_column(const struct tableread *table, uint32_t i)
{
    assert(i < table->footer.schema.n);
    return &table->footer.schema.columns[i];
}

uint32_t tableread_find(const struct tableread *table, const char *name)
{
    for (uint32_t i = 0; i < table->footer.schema.n; i++)
        if (strcmp(table->footer.schema.columns[i].name, name) == 0)
            return i;
    return TABLEREAD_NONE;
}

uint64_t tableread_nrows(const struct tableread *table)
{
    return table->footer.nrows;
}

uint32_t tableread_ngroups(const struct tableread *table)
{
    return table->footer.ngroups;
}

uint32_t tableread_group_rows(const struct tableread *table, uint32_t group)
{
    assert(group < table->footer.ngroups);
    return table->footer.group_rows[group];
}

struct str tableread_meta(const struct tableread *table, const char *key)
{
    for (size_t i = 0; i < table->nmeta; i++)
        if (str_equal(table->meta[i].key, str_of(key)))
            return table->meta[i].value;
    return (struct str){0};
}

const char *tableread_sha256(const struct tableread *table)
{
    return table->sha256;
}

/* ---- Chunks ---- */

void tableread_space_free(struct tableread_space *space)
{
    free(space->packed);
    free(space->body);
    table_free(&space->dictionary);
    compress_unpack_end(space->unpacker);
    *space = (struct tableread_space){0};
}

static bool reserve(struct tableread_space *space, uint64_t n)
{
    uint8_t *packed;

    if (n <= space->packed_bytes)
        return true;
    packed = realloc(space->packed, n);
    if (!packed)
        return false;
    space->packed = packed;
    space->packed_bytes = n;
    return true;
}

/* Reads chunk I and holds it against its SHA-256. */
static enum status read_chunk(const struct tableread *table, struct tableread_space *space,
                              uint64_t i, const char **why_ret)
{
    const struct footer_chunk *chunk = &table->footer.chunks[i];
    uint8_t digest[SHA256_BYTES];
    char digits[SHA256_DIGITS + 1];
    enum status status;

    if (!reserve(space, chunk->bytes))
        return STATUS_NO_MEMORY;
    status = source_read_all(table->source, chunk->offset, space->packed, chunk->bytes);
    if (status == STATUS_TRUNCATED)
        return damaged("it became shorter", why_ret);
    if (status != STATUS_OK)
        return status;
    if (!sha256_of((struct bytes){space->packed, chunk->bytes}, digest))
        return STATUS_NO_MEMORY;
    sha256_text(digest, digits);
    return memcmp(digits, table->digests + i * SHA256_DIGITS, SHA256_DIGITS) == 0
               ? STATUS_OK
               : damaged("a column chunk does not match its SHA-256", why_ret);
}

enum status tableread_chunk(const struct tableread *table, struct tableread_space *space,
                            uint32_t group, uint32_t column, struct table_values *values,
                            const char **why_ret)
{
    uint64_t i = (uint64_t)group * table->footer.schema.n + column;
    const struct footer_chunk *chunk = &table->footer.chunks[i];
    struct chunkread_place place = {tableread_column(table, column), chunk,
                                    tableread_group_rows(table, group)};
    enum status status = read_chunk(table, space, i, why_ret);

    if (status != STATUS_OK || !values)
        return status;
    table_clear(values);
    return chunkread(&place, (struct bytes){space->packed, chunk->bytes}, space, values, why_ret);
}
