/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading tables from files that may be anything. */
#include "src/table/tableread.h"

#include "src/table/footer.h"
#include "tests/support/forge.h"
#include "tests/support/sheet.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* Six columns: every encoding and shape, and two row groups in few bytes. */
static const struct table_column columns[] = {
    {"bool", TABLE_BOOL, TABLE_OPTIONAL, TABLE_PLAIN},
    {"number", TABLE_INT32, TABLE_REQUIRED, TABLE_DELTA},
    {"word", TABLE_TEXT, TABLE_REQUIRED, TABLE_DICTIONARY},
    {"time", TABLE_TIME, TABLE_OPTIONAL, TABLE_DICTIONARY},
    {"paths", TABLE_TEXT, TABLE_LIST, TABLE_DELTA},
    {"ids", TABLE_UINT32, TABLE_LIST, TABLE_DICTIONARY},
};

enum { NCOLUMNS = sizeof columns / sizeof columns[0] };

static uint8_t *small_table(size_t *n_ret)
{
    static const uint64_t ends[] = {200, 205};
    struct sheet sheet = {
        .columns = columns, .ncolumns = NCOLUMNS, .nrows = 205, .group_ends = ends, .ngroups = 2};

    return sheet_write(&sheet, 1, n_ret);
}

/* Opens the table and reads all of it; the first failure, and its reason. */
static enum status read_all(struct bytes bytes, bool wants_values, const char **why_ret)
{
    struct source source = source_of_memory(bytes);
    struct tableread_space space = {0};
    struct table_values values = {0};
    struct tableread *table;
    enum status status = tableread_open(&source, &table, why_ret);

    if (status != STATUS_OK)
        return status;
    for (uint32_t group = 0; group < tableread_ngroups(table); group++)
        for (uint32_t i = 0; i < tableread_ncolumns(table) && status == STATUS_OK; i++) {
            status =
                tableread_chunk(table, &space, group, i, wants_values ? &values : NULL, why_ret);
            if (status == STATUS_OK && wants_values)
                cr_assert_eq(values.nrows, tableread_group_rows(table, group));
        }
    tableread_space_free(&space);
    table_free(&values);
    tableread_close(table);
    return status;
}

Test(tableread, says_what_there_is)
{
    size_t n;
    uint8_t *bytes = small_table(&n);
    struct source source = source_of_memory((struct bytes){bytes, n});
    struct tableread *table;
    const char *why;

    cr_assert_eq(tableread_open(&source, &table, &why), STATUS_OK);
    cr_expect(tableread_nrows(table) == 205 && tableread_ngroups(table) == 2);
    cr_expect(tableread_group_rows(table, 0) == 200 && tableread_group_rows(table, 1) == 5);
    cr_expect_eq(tableread_ncolumns(table), NCOLUMNS);
    for (uint32_t i = 0; i < NCOLUMNS; i++) {
        cr_expect_eq(tableread_find(table, columns[i].name), i);
        cr_expect_eq(tableread_column(table, i)->type, columns[i].type);
        cr_expect_eq(tableread_column(table, i)->shape, columns[i].shape);
        cr_expect_eq(tableread_column(table, i)->coding, TABLE_PLAIN);
    }
    cr_expect_eq(tableread_find(table, "wor"), TABLEREAD_NONE);
    cr_expect(str_equal(tableread_meta(table, "mftlink.table"), str_of("sheet 1")));
    cr_expect_null(tableread_meta(table, "mftlink").at);
    cr_expect_eq(strlen(tableread_sha256(table)), 64);
    cr_expect(str_equal(tableread_meta(table, "mftlink.sha256"), str_of(tableread_sha256(table))));
    tableread_close(table);
    free(bytes);
}

Test(tableread, checks_without_values)
{
    size_t n;
    uint8_t *bytes = small_table(&n);
    const char *why = NULL;

    cr_expect_eq(read_all((struct bytes){bytes, n}, false, &why), STATUS_OK);
    bytes[100] ^= 1;
    cr_expect_eq(read_all((struct bytes){bytes, n}, false, &why), STATUS_DAMAGED);
    cr_expect_str_eq(why, "a column chunk does not match its SHA-256");
    free(bytes);
}

/* ---- Damage ---- */

static void expect_refused(struct bytes bytes, const char *what, size_t where)
{
    const char *why = NULL;
    enum status status = read_all(bytes, true, &why);

    cr_expect(status == STATUS_NOT_FOUND || (status == STATUS_DAMAGED && why), "%s %zu: status %d",
              what, where, (int)status);
}

Test(tableread, sees_every_changed_byte)
{
    size_t n;
    uint8_t *bytes = small_table(&n);

    for (size_t i = 0; i < n; i++) {
        uint8_t old = bytes[i];

        bytes[i] ^= (uint8_t)(1 << i % 8);
        expect_refused((struct bytes){bytes, n}, "one bit of byte", i);
        bytes[i] = (uint8_t)~old;
        expect_refused((struct bytes){bytes, n}, "all bits of byte", i);
        bytes[i] = old;
    }
    free(bytes);
}

Test(tableread, sees_every_missing_byte)
{
    size_t n;
    uint8_t *bytes = small_table(&n);

    for (size_t i = 0; i < n; i++) {
        uint8_t *cut = forge_copy(bytes, i);

        expect_refused((struct bytes){cut, i}, "cut to", i);
        expect_refused((struct bytes){bytes + n - i, i}, "only the last", i);
        free(cut);
    }
    free(bytes);
}

Test(tableread, sees_bytes_that_are_too_many)
{
    size_t n;
    uint8_t *bytes = small_table(&n), *more = malloc(n + 1);

    for (size_t i = 0; i <= n; i++) {
        memcpy(more, bytes, i);
        more[i] = 'P';
        memcpy(more + i + 1, bytes + i, n - i);
        expect_refused((struct bytes){more, n + 1}, "a byte more at", i);
    }
    free(more);
    free(bytes);
}

/* Nonsense under right hashes: whatever comes of it, it is said and not believed. */
Test(tableread, survives_forgery)
{
    size_t n, nrefused = 0, nlayout = 0;
    uint8_t *bytes = small_table(&n);
    const char *why = NULL;

    for (size_t i = 4; i < n - 8; i++)
        for (unsigned change = 0; change < 4; change++) {
            static const uint8_t changes[] = {0x01, 0x80, 0x7E, 0xFF};
            uint8_t *forged = forge_copy(bytes, n);

            forged[i] ^= changes[change];
            sheet_reseal(forged, n);
            enum status status = read_all((struct bytes){forged, n}, true, &why);
            cr_expect(status == STATUS_OK || status == STATUS_DAMAGED || status == STATUS_NOT_FOUND,
                      "byte %zu, change %u: status %d", i, change, (int)status);
            nrefused += status == STATUS_DAMAGED && !strstr(why, "SHA-256");
            nlayout += status == STATUS_DAMAGED && strstr(why, "fit the file");
            free(forged);
        }
    /* Most of it was seen behind the hashes, or the helper did not seal. */
    cr_expect_gt(nrefused, n / 2);
    cr_expect_gt(nlayout, 0);
    free(bytes);
}

/* ---- Files of others ---- */

static void expect_foreign(const void *bytes, size_t n)
{
    struct source source = source_of_memory((struct bytes){bytes, n});
    struct tableread *table;
    const char *why;

    cr_expect_eq(tableread_open(&source, &table, &why), STATUS_NOT_FOUND);
}

/* A table of one number as DuckDB 1.5 wrote it. */
static const uint8_t duckdb[] = {
    0x50, 0x41, 0x52, 0x31, 0x15, 0x00, 0x15, 0x14, 0x15, 0x14, 0x2c, 0x15, 0x02, 0x15, 0x00, 0x15,
    0x06, 0x15, 0x06, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x01, 0x07, 0x00, 0x00, 0x00, 0x15,
    0x02, 0x19, 0x2c, 0x35, 0x00, 0x18, 0x0d, 0x64, 0x75, 0x63, 0x6b, 0x64, 0x62, 0x5f, 0x73, 0x63,
    0x68, 0x65, 0x6d, 0x61, 0x15, 0x02, 0x00, 0x15, 0x02, 0x25, 0x02, 0x18, 0x01, 0x61, 0x25, 0x22,
    0x00, 0x16, 0x02, 0x19, 0x1c, 0x19, 0x1c, 0x26, 0x00, 0x1c, 0x15, 0x02, 0x19, 0x15, 0x00, 0x19,
    0x18, 0x01, 0x61, 0x15, 0x00, 0x16, 0x02, 0x16, 0x36, 0x16, 0x36, 0x26, 0x08, 0x3c, 0x18, 0x04,
    0x07, 0x00, 0x00, 0x00, 0x18, 0x04, 0x07, 0x00, 0x00, 0x00, 0x16, 0x00, 0x28, 0x04, 0x07, 0x00,
    0x00, 0x00, 0x18, 0x04, 0x07, 0x00, 0x00, 0x00, 0x11, 0x11, 0x00, 0x00, 0x00, 0x16, 0x36, 0x16,
    0x02, 0x26, 0x08, 0x16, 0x36, 0x00, 0x28, 0x28, 0x44, 0x75, 0x63, 0x6b, 0x44, 0x42, 0x20, 0x76,
    0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e, 0x20, 0x76, 0x31, 0x2e, 0x35, 0x2e, 0x36, 0x20, 0x28, 0x62,
    0x75, 0x69, 0x6c, 0x64, 0x20, 0x30, 0x36, 0x39, 0x63, 0x63, 0x39, 0x66, 0x39, 0x62, 0x35, 0x29,
    0x19, 0x1c, 0x1c, 0x00, 0x00, 0x00, 0x97, 0x00, 0x00, 0x00, 0x50, 0x41, 0x52, 0x31};

Test(tableread, leaves_files_of_others)
{
    static const struct table_meta meta = {{"mftlink", 7}, {"no table", 8}};
    struct sheet sheet = {.columns = columns, .ncolumns = NCOLUMNS, .nrows = 5};
    struct tablewrite_job job = sheet_job(&sheet, 1);
    size_t n;

    expect_foreign(duckdb, sizeof duckdb);
    expect_foreign("", 0);
    expect_foreign("PAR", 3);
    expect_foreign("id,name\n1,one\n2,two\n", 20);
    job.meta = &meta;
    job.nmeta = 1;
    uint8_t *bytes = sheet_write_job(&job, &n);
    expect_foreign(bytes, n);
    free(bytes);
}

/* ---- Sources that fail ---- */

static enum status fail_io(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    const struct source *inner = source->context;

    return offset == 4 ? STATUS_IO : inner->read(inner, offset, buffer, n);
}

static enum status fail_all(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    (void)offset;
    (void)buffer;
    (void)n;
    return STATUS_IO;
}

Test(tableread, says_that_it_cannot_read)
{
    size_t n;
    uint8_t *bytes = small_table(&n);
    struct source inner = source_of_memory((struct bytes){bytes, n}), source = inner;
    struct tableread_space space = {0};
    struct table_values values = {0};
    struct tableread *table;
    const char *why;

    source.context = &inner;
    source.read = fail_all;
    cr_expect_eq(tableread_open(&source, &table, &why), STATUS_IO);
    source.read = fail_io;
    cr_assert_eq(tableread_open(&source, &table, &why), STATUS_OK);
    cr_expect_eq(tableread_chunk(table, &space, 0, 0, &values, &why), STATUS_IO);
    cr_expect_eq(tableread_chunk(table, &space, 0, 1, &values, &why), STATUS_OK);
    tableread_space_free(&space);
    table_free(&values);
    tableread_close(table);
    free(bytes);
}
