/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of made-up values: see sheet.h.
 */
#define _GNU_SOURCE
#include "tests/support/sheet.h"

#include "src/sha256.h"
#include "src/table/footer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void sheet_all(struct sheet_columns *all)
{
    static const char *const types[] = {"bool", "int32", "uint32", "int64",
                                        "time", "text",  "bytes"};
    static const char *const shapes[] = {"required", "optional", "list"};
    static const char *const codings[] = {"plain", "dictionary", "delta"};

    for (unsigned i = 0; i < SHEET_NALL; i++) {
        unsigned type = i / 9, shape = i / 3 % 3, coding = i % 3;

        snprintf(all->names[i], SHEET_NAME_BYTES, "%s_%s_%s", types[type], shapes[shape],
                 codings[coding]);
        all->columns[i] = (struct table_column){all->names[i], (enum table_type)type,
                                                (enum table_shape)shape, (enum table_coding)coding};
    }
}

/* ---- Values ---- */

/* Spreads X over all of 64 bits. */
static uint64_t spread(uint64_t x)
{
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
    x = (x ^ x >> 27) * 0x94D049BB133111EB;
    return x ^ x >> 31;
}

/* What the values of ROW follow from: 50 different ones for a dictionary, ascending ones for
 * deltas, any for plain. */
static uint64_t seed_of(const struct sheet *sheet, const struct table_column *column, uint64_t row)
{
    uint64_t wild = spread(row * TABLE_COLUMNS_MAX + (uint64_t)column->type);

    if (sheet->kind == SHEET_DISTINCT)
        return row * 0x10001;
    if (sheet->kind == SHEET_NULLS)
        return 0;
    switch (column->coding) {
    case TABLE_DICTIONARY:
        return spread(wild % 50);
    case TABLE_DELTA:
        return row * 3 + wild % 7;
    case TABLE_PLAIN:
        break;
    }
    return wild;
}

static uint64_t number_of(enum table_type type, uint64_t seed)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MAX, 0, -1, INT32_MIN, INT32_MAX, UINT32_MAX};
    uint64_t number = seed % 61 == 1 ? (uint64_t)edges[seed / 61 % 7] : seed;

    switch (type) {
    case TABLE_BOOL:
        return number & 1;
    case TABLE_INT32:
        return (uint64_t)(int64_t)(int32_t)(uint32_t)number;
    case TABLE_UINT32:
        return (uint32_t)number;
    case TABLE_TIME: /* from the year 11,000 before our reckoning to that of the last FILETIME */
        return (uint64_t)((int64_t)(seed % 2240000000000000000) - 406970066229044839);
    case TABLE_INT64:
    case TABLE_TEXT:
    case TABLE_BYTES:
        break;
    }
    return number;
}

/* Up to 80 bytes. */
static struct str text_of(enum table_type type, uint64_t seed, char *room)
{
    static const char *const words[] = {"", "\\Windows\\System32\\", "Gr\xC3\xBC\xC3\x9F",
                                        "\xF0\x9F\x98\x80", "x"};
    int n = 0;

    if (type == TABLE_BYTES) {
        memcpy(room, &seed, sizeof seed);
        return (struct str){room, seed % 17 == 0 ? 0 : sizeof seed};
    }
    if (seed % 13 != 0)
        n = snprintf(room, 80, "%s%09llu", words[seed % 5], (unsigned long long)seed);
    return (struct str){room, (size_t)n};
}

static void add(enum table_type type, uint64_t seed, struct table_values *values)
{
    if (table_is_text(type)) {
        char room[80];

        table_add_text(values, text_of(type, seed, room));
    } else {
        table_add_number(values, number_of(type, seed));
    }
}

static void put_optional(enum table_type type, uint64_t seed, struct table_values *values)
{
    if (table_is_text(type)) {
        char room[80];

        table_put_some_text(values, text_of(type, seed, room));
    } else {
        table_put_some_number(values, number_of(type, seed));
    }
}

static void put_list(const struct sheet *sheet, enum table_type type, uint64_t row, uint64_t seed,
                     struct table_values *values)
{
    uint64_t n = sheet->kind == SHEET_NULLS ? 0 : row % 4999 == 3 ? 300 : spread(row) % 4;

    for (uint64_t i = 0; i < n; i++)
        add(type, seed + i % 3, values);
    table_end_list(values);
}

static void put_row(const struct sheet *sheet, const struct table_column *column, uint64_t row,
                    struct table_values *values)
{
    uint64_t seed = seed_of(sheet, column, row);

    switch (column->shape) {
    case TABLE_REQUIRED:
        add(column->type, seed, values);
        values->nrows++;
        break;
    case TABLE_OPTIONAL:
        if (sheet->kind == SHEET_NULLS || spread(row) % 5 == 0)
            table_put_null(values);
        else
            put_optional(column->type, seed, values);
        break;
    case TABLE_LIST:
        put_list(sheet, column->type, row, seed, values);
        break;
    }
}

enum status sheet_fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                       struct table_values *values)
{
    const struct sheet *sheet = context;

    (void)worker;
    for (uint64_t row = first; row < first + n; row++)
        put_row(sheet, &sheet->columns[column], row, values);
    return STATUS_OK;
}

/* ---- Writing ---- */

struct tablewrite_job sheet_job(struct sheet *sheet, unsigned nworkers)
{
    static const struct table_meta meta[] = {{{"a", 1}, {"\xC3\xA4", 2}},
                                             {{"mftlink.table", 13}, {"sheet 1", 7}}};

    return (struct tablewrite_job){.columns = sheet->columns,
                                   .ncolumns = sheet->ncolumns,
                                   .nrows = sheet->nrows,
                                   .group_ends = sheet->group_ends,
                                   .ngroups = sheet->ngroups,
                                   .meta = meta,
                                   .nmeta = 2,
                                   .fill = sheet_fill,
                                   .context = sheet,
                                   .nworkers = nworkers};
}

static void expect(bool is_so, const char *what)
{
    if (is_so)
        return;
    fprintf(stderr, "sheet: %s\n", what);
    abort();
}

uint8_t *sheet_write_job(const struct tablewrite_job *job, size_t *nbytes_ret)
{
    int fd = memfd_create("sheet", MFD_CLOEXEC);
    struct out out = out_to(fd, "a sheet");
    struct stat facts;
    uint8_t *bytes;

    expect(fd >= 0, "no memory file");
    expect(tablewrite(job, &out) == STATUS_OK && out_finish(&out), "cannot write");
    expect(fstat(fd, &facts) == 0, "cannot look");
    *nbytes_ret = (size_t)facts.st_size;
    bytes = malloc(*nbytes_ret);
    expect(bytes && pread(fd, bytes, *nbytes_ret, 0) == facts.st_size, "cannot read");
    close(fd);
    return bytes;
}

uint8_t *sheet_write(struct sheet *sheet, unsigned nworkers, size_t *nbytes_ret)
{
    const struct tablewrite_job job = sheet_job(sheet, nworkers);

    return sheet_write_job(&job, nbytes_ret);
}

/* ---- Sealing ---- */

/* Writes the SHA-256 of the N bytes at AT to DIGITS, which lie in the table. */
static void seal(const uint8_t *at, size_t n, const char *digits, uint8_t *bytes)
{
    uint8_t digest[SHA256_BYTES];
    char text[SHA256_DIGITS + 1];

    expect(sha256_of((struct bytes){at, n}, digest), "no memory");
    sha256_text(digest, text);
    memcpy(bytes + ((const uint8_t *)digits - bytes), text, SHA256_DIGITS);
}

static void seal_chunks(struct bytes foot, struct str digests, uint8_t *bytes, size_t nbytes)
{
    struct footer footer;

    if (footer_read(foot, &footer) != STATUS_OK)
        return;
    for (size_t i = 0; i < (size_t)footer.ngroups * footer.schema.n; i++) {
        const struct footer_chunk *chunk = &footer.chunks[i];

        if (digests.n / SHA256_DIGITS > i && bytes_fit(chunk->offset, chunk->bytes, nbytes))
            seal(bytes + chunk->offset, chunk->bytes, digests.at + i * SHA256_DIGITS, bytes);
    }
    footer_read_free(&footer);
}

void sheet_reseal(uint8_t *bytes, size_t nbytes)
{
    struct table_meta *meta;
    struct bytes foot;
    size_t nmeta, n;

    if (nbytes < 12 || bytes_u32(bytes + nbytes - 8) > nbytes - 12)
        return;
    n = bytes_u32(bytes + nbytes - 8);
    foot = (struct bytes){bytes + nbytes - 8 - n, n};
    if (footer_read_meta(foot, &meta, &nmeta) != STATUS_OK)
        return;
    for (size_t i = 0; i < nmeta; i++)
        if (str_equal(meta[i].key, str_of("mftlink.chunks_sha256")))
            seal_chunks(foot, meta[i].value, bytes, nbytes);
    if (nmeta > 0 && meta[nmeta - 1].value.n == SHA256_DIGITS) {
        const char *digits = meta[nmeta - 1].value.at;

        memset(bytes + ((const uint8_t *)digits - bytes), '0', SHA256_DIGITS);
        seal(foot.at, foot.n, digits, bytes);
    }
    free(meta);
}
