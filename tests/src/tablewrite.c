/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing tables: what is read again is what was put in, whatever its kind, size and threads. */
#include "src/table/tablewrite.h"

#include "src/table/footer.h"
#include "src/table/pageheader.h"
#include "src/table/tableread.h"
#include "tests/support/sheet.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- Everything comes back ---- */

static bool is_same(const void *a, const void *b, size_t n)
{
    return n == 0 || memcmp(a, b, n) == 0;
}

static bool are_same(const struct table_column *column, const struct table_values *a,
                     const struct table_values *b)
{
    if (a->nrows != b->nrows || a->n != b->n ||
        (column->shape == TABLE_OPTIONAL && !is_same(a->present, b->present, a->nrows)) ||
        (column->shape == TABLE_LIST &&
         !is_same(a->list_ends, b->list_ends, a->nrows * sizeof *a->list_ends)))
        return false;
    if (!table_is_text(column->type))
        return is_same(a->numbers, b->numbers, a->n * sizeof *a->numbers);
    return a->text.n == b->text.n &&
           is_same(a->text_ends, b->text_ends, a->n * sizeof *a->text_ends) &&
           is_same(a->text.at, b->text.at, a->text.n);
}

static void expect_group(struct sheet *sheet, const struct tableread *table, uint32_t group,
                         uint64_t first)
{
    uint32_t nrows = tableread_group_rows(table, group);
    struct tableread_space space = {0};
    struct table_values got = {0}, expected = {0};
    const char *why = NULL;

    for (uint32_t i = 0; i < sheet->ncolumns; i++) {
        cr_assert_eq(tableread_chunk(table, &space, group, i, &got, &why), STATUS_OK, "%s: %s",
                     sheet->columns[i].name, why);
        table_clear(&expected);
        sheet_fill(sheet, 0, i, first, nrows, &expected);
        cr_assert(are_same(&sheet->columns[i], &got, &expected), "%s, %u rows from %llu",
                  sheet->columns[i].name, nrows, (unsigned long long)first);
    }
    tableread_space_free(&space);
    table_free(&got);
    table_free(&expected);
}

static struct tableread *opened(const struct source *source)
{
    struct tableread *table;
    const char *why = NULL;

    cr_assert_eq(tableread_open(source, &table, &why), STATUS_OK, "%s", why);
    return table;
}

static void expect_sheet(struct sheet *sheet, unsigned nworkers)
{
    size_t n;
    uint8_t *bytes = sheet_write(sheet, nworkers, &n);
    struct source source = source_of_memory((struct bytes){bytes, n});
    struct tableread *table = opened(&source);
    uint64_t first = 0;

    cr_expect_eq(tableread_nrows(table), sheet->nrows);
    cr_expect_eq(tableread_ncolumns(table), sheet->ncolumns);
    for (uint32_t group = 0; group < tableread_ngroups(table); group++) {
        expect_group(sheet, table, group, first);
        first += tableread_group_rows(table, group);
        cr_expect(first == sheet->nrows || first % TABLE_GROUP_ROWS == 0 || sheet->group_ends);
    }
    cr_expect_eq(first, sheet->nrows);
    tableread_close(table);
    free(bytes);
}

Test(tablewrite, comes_back)
{
    static const uint64_t nrows[] = {0, 1, 16384, 16385, 131072, 131073};
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns, .ncolumns = SHEET_NALL};

    sheet_all(&all);
    for (unsigned i = 0; i < sizeof nrows / sizeof nrows[0]; i++)
        for (unsigned kind = SHEET_MIXED; kind <= SHEET_DISTINCT; kind++) {
            sheet.nrows = nrows[i];
            sheet.kind = (enum sheet_kind)kind;
            if (nrows[i] < TABLE_GROUP_ROWS || kind == SHEET_MIXED)
                expect_sheet(&sheet, 2);
        }
}

Test(tablewrite, many_rows_come_back)
{
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns + 27, .ncolumns = 18, .nrows = 300000};

    sheet_all(&all);
    expect_sheet(&sheet, 0);
}

/* Groups that end where their writer says: one row, less and more than usual. */
Test(tablewrite, groups_end_where_they_should)
{
    static const uint64_t ends[] = {1, 17000, 150000, 150001};
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns,
                          .ncolumns = SHEET_NALL,
                          .nrows = 150001,
                          .group_ends = ends,
                          .ngroups = 4};

    sheet_all(&all);
    expect_sheet(&sheet, 2);
}

Test(tablewrite, same_for_any_number_of_workers)
{
    static const unsigned nworkers[] = {2, 5, 0};
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns, .ncolumns = SHEET_NALL, .nrows = 140000};
    size_t n1, n;
    uint8_t *one;

    sheet_all(&all);
    one = sheet_write(&sheet, 1, &n1);
    for (unsigned i = 0; i < sizeof nworkers / sizeof nworkers[0]; i++) {
        uint8_t *more = sheet_write(&sheet, nworkers[i], &n);

        cr_expect(n == n1 && memcmp(one, more, n) == 0, "%u workers", nworkers[i]);
        free(more);
    }
    free(one);
}

/* ---- What stands in the file ---- */

static struct footer footer_of(const uint8_t *bytes, size_t n)
{
    uint32_t nfoot = bytes_u32(bytes + n - 8);
    struct footer footer;

    cr_assert_eq(footer_read((struct bytes){bytes + n - 8 - nfoot, nfoot}, &footer), STATUS_OK);
    return footer;
}

/* Few values have a dictionary; where all differ the page is plain, where they are near, delta. */
Test(tablewrite, dictionaries_where_they_help)
{
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns, .ncolumns = SHEET_NALL, .nrows = 40000};
    size_t n;

    sheet_all(&all);
    for (unsigned i = 0; i < 2; i++) {
        sheet.kind = i == 0 ? SHEET_MIXED : SHEET_DISTINCT;

        uint8_t *bytes = sheet_write(&sheet, 2, &n);
        struct footer footer = footer_of(bytes, n);

        for (unsigned c = 0; c < SHEET_NALL; c++)
            cr_expect_eq(footer.chunks[c].has_dictionary,
                         i == 0 && all.columns[c].coding == TABLE_DICTIONARY &&
                             all.columns[c].type != TABLE_BOOL,
                         "%s", all.names[c]);
        footer_read_free(&footer);
        free(bytes);
    }
}

Test(tablewrite, metadata_in_their_order)
{
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns, .ncolumns = 2, .nrows = 10};
    struct table_meta *meta;
    size_t n, nmeta;

    sheet_all(&all);
    uint8_t *bytes = sheet_write(&sheet, 1, &n);
    uint32_t nfoot = bytes_u32(bytes + n - 8);

    cr_assert_eq(footer_read_meta((struct bytes){bytes + n - 8 - nfoot, nfoot}, &meta, &nmeta),
                 STATUS_OK);
    cr_assert_eq(nmeta, 4);
    cr_expect(str_equal(meta[0].key, str_of("a")));
    cr_expect(str_equal(meta[1].key, str_of("mftlink.table")));
    cr_expect(str_equal(meta[1].value, str_of("sheet 1")));
    cr_expect(str_equal(meta[2].key, str_of("mftlink.chunks_sha256")));
    cr_expect_eq(meta[2].value.n, 128);
    cr_expect(str_equal(meta[3].key, str_of("mftlink.sha256")));
    cr_expect_eq(meta[3].value.n, 64);
    free(meta);
    free(bytes);
}

/* ---- Large values ---- */

enum { LARGE_ROWS = 40, LARGE_BYTES = 3000000 };

/* Texts of 3 MB; row 20 has 20 MB, more than a page should. */
static enum status fill_large(void *context, unsigned worker, uint32_t column, uint64_t first,
                              uint32_t n, struct table_values *values)
{
    const char *text = context;

    (void)worker;
    (void)column;
    for (uint64_t row = first; row < first + n; row++)
        table_put_text(values,
                       (struct str){text + row, row == 20 ? 20 * 1024 * 1024 : LARGE_BYTES});
    return STATUS_OK;
}

/* How many pages the only chunk has, and the largest. */
static unsigned count_pages(struct bytes chunk, uint32_t *largest_ret)
{
    struct pageheader header;
    unsigned npages = 0;
    size_t n;

    *largest_ret = 0;
    for (; chunk.n > 0; npages++) {
        cr_assert(pageheader_read(chunk, &header, &n));
        n += header.packed_bytes;
        chunk = (struct bytes){chunk.at + n, chunk.n - n};
        *largest_ret = header.body_bytes > *largest_ret ? header.body_bytes : *largest_ret;
    }
    return npages;
}

static void expect_large(enum table_coding coding, char *text)
{
    const struct table_column column = {"large", TABLE_TEXT, TABLE_REQUIRED, coding};
    const struct table_meta meta = {{"mftlink.table", 13}, {"large 1", 7}};
    const struct tablewrite_job job = {.columns = &column,
                                       .ncolumns = 1,
                                       .nrows = LARGE_ROWS,
                                       .meta = &meta,
                                       .nmeta = 1,
                                       .fill = fill_large,
                                       .context = text,
                                       .nworkers = 1};
    size_t n;
    uint32_t largest;
    uint8_t *bytes = sheet_write_job(&job, &n);
    struct footer footer = footer_of(bytes, n);
    struct source source = source_of_memory((struct bytes){bytes, n});
    struct tableread *table = opened(&source);
    struct tableread_space space = {0};
    struct table_values values = {0};
    const char *why = NULL;

    cr_expect_eq(count_pages((struct bytes){bytes + 4, footer.chunks[0].bytes}, &largest), 10);
    cr_expect_eq(largest, 20 * 1024 * 1024 + 4);
    cr_assert_eq(tableread_chunk(table, &space, 0, 0, &values, &why), STATUS_OK, "%s", why);
    cr_assert_eq(values.nrows, LARGE_ROWS);
    for (uint32_t row = 0; row < LARGE_ROWS; row++) {
        struct str got = table_text(&values, row);

        cr_expect(got.n >= LARGE_BYTES && memcmp(got.at, text + row, got.n) == 0, "row %u", row);
    }
    table_free(&values);
    tableread_space_free(&space);
    tableread_close(table);
    footer_read_free(&footer);
    free(bytes);
}

Test(tablewrite, large_texts_are_spread_over_pages)
{
    size_t n = 21 * 1024 * 1024;
    char *text = malloc(n);

    for (size_t i = 0; i < n; i++)
        text[i] = (char)('a' + i % 23);
    expect_large(TABLE_PLAIN, text);
    expect_large(TABLE_DICTIONARY, text);
    free(text);
}

/* ---- What goes wrong ---- */

/* A list with more elements than a page may have. */
static enum status fill_endless(void *context, unsigned worker, uint32_t column, uint64_t first,
                                uint32_t n, struct table_values *values)
{
    (void)context;
    (void)worker;
    (void)column;
    for (uint64_t row = first; row < first + n; row++) {
        for (uint32_t i = 0; row == 2 && i <= PAGEHEADER_LEVELS_MAX; i++)
            table_add_number(values, i);
        table_end_list(values);
    }
    return STATUS_OK;
}

static struct tablewrite_job job_of(const struct table_column *column, uint64_t nrows)
{
    return (struct tablewrite_job){.columns = column, .ncolumns = 1, .nrows = nrows, .nworkers = 2};
}

Test(tablewrite, refuses_what_is_too_large)
{
    const struct table_column column = {"list", TABLE_INT64, TABLE_LIST, TABLE_PLAIN};
    struct tablewrite_job job = job_of(&column, 4);
    struct out out = out_to(open("/dev/null", O_WRONLY), "nothing");

    job.fill = fill_endless;
    cr_expect_eq(tablewrite(&job, &out), STATUS_TOO_LARGE);
    cr_expect_eq(out.error, 0);
    textbuf_free(&out.text);
    close(out.fd);
}

static enum status fill_count(void *context, unsigned worker, uint32_t column, uint64_t first,
                              uint32_t n, struct table_values *values)
{
    atomic_uint *calls = context;

    (void)worker;
    (void)column;
    atomic_fetch_add(calls, 1);
    for (uint64_t row = first; row < first + n; row++)
        table_put_number(values, row * 0x9E3779B97F4A7C15);
    return STATUS_OK;
}

/* A full disk: the job ends long before its end, and OUT has the reason. */
Test(tablewrite, stops_when_output_fails)
{
    const struct table_column column = {"number", TABLE_INT64, TABLE_REQUIRED, TABLE_PLAIN};
    atomic_uint calls = 0;
    struct tablewrite_job job = job_of(&column, 1000 * TABLE_PAGE_ROWS);
    struct out out = out_to(open("/dev/full", O_WRONLY), "a full disk");

    job.fill = fill_count;
    job.context = &calls;
    cr_expect_eq(tablewrite(&job, &out), STATUS_OK);
    cr_expect_eq(out.error, ENOSPC);
    cr_expect_lt(calls, 200);
    textbuf_free(&out.text);
    close(out.fd);
}

static enum status fill_fails(void *context, unsigned worker, uint32_t column, uint64_t first,
                              uint32_t n, struct table_values *values)
{
    const enum status *status = context;

    (void)worker;
    (void)column;
    for (uint32_t i = 0; i < n; i++)
        table_put_number(values, 0);
    return first < 200000 ? STATUS_OK : *status;
}

Test(tablewrite, says_why_values_are_missing)
{
    enum status failures[] = {STATUS_IO, STATUS_NO_MEMORY, STATUS_DAMAGED};

    for (unsigned i = 0; i < 6; i++) {
        const struct table_column column = {"number", TABLE_INT64, TABLE_REQUIRED,
                                            i < 3 ? TABLE_PLAIN : TABLE_DICTIONARY};
        struct tablewrite_job job = job_of(&column, 300000);
        struct out out = out_to(open("/dev/null", O_WRONLY), "nothing");

        job.fill = fill_fails;
        job.context = &failures[i % 3];
        cr_expect_eq(tablewrite(&job, &out), failures[i % 3]);
        textbuf_free(&out.text);
        close(out.fd);
    }
}
