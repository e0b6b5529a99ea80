/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inventories read back: groups of rows, files without names, and what is said of damage. */
#include "src/inventory_read.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

#include "src/base64.h"
#include "src/inventory_write.h"
#include "src/table/tablewrite.h"
#include "tests/support/exam.h"
#include "tests/support/stock.h"

enum { FIRST = 30, NFILES = 20, WANT_EVERYTHING = 255 };

static struct forge_volume *v;
static struct exam exam;
static struct stock stock, other;
static struct stock_rows rows;
static struct index *index_read;
static const char *why;

static void put_unnamed(uint64_t number)
{
    forge_volume_begin(v, number, &(struct forge_header){.links = 0});
    forge_volume_end(v, number);
}

/* Twenty files, and two without names: one of them before, one among the others. */
static void begin(void)
{
    struct stock_from from = {.nworkers = 1};

    v = forge_volume_new(&(struct forge_shape){0});
    for (uint32_t i = 0; i < NFILES; i++)
        if (i == 7)
            put_unnamed(FIRST + i);
        else
            forge_volume_file(v, FIRST + i, FORGE_ROOT, "a name");
    put_unnamed(25);
    exam_begin(&exam, v, WANT_EVERYTHING);
    from.volume = exam.volume;
    from.index = exam.index;
    cr_assert_eq(stock_of_index(&from, &stock), STATUS_OK);
    cr_assert_eq(stock_open(&stock, &why), STATUS_OK);
    cr_assert_eq(stock_take(&stock, &rows), STATUS_OK);
}

static void end(void)
{
    index_free(index_read);
    stock_rows_free(&rows);
    stock_free(&other);
    stock_free(&stock);
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(inventory_read, .init = begin, .fini = end, .timeout = 20);

static enum status read_again(unsigned nworkers)
{
    enum status status;

    index_free(index_read);
    index_read = NULL;
    why = NULL;
    stock_free(&other);
    cr_assert_eq(stock_of_rows(&rows, &other), STATUS_OK);
    status = stock_open(&other, &why);
    return status == STATUS_OK ? stock_read(&other, WANT_EVERYTHING, nworkers, &index_read, &why)
                               : status;
}

static void expect_damaged(const char *sentence)
{
    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        cr_expect_eq(read_again(nworkers), STATUS_DAMAGED, "%s", sentence);
        cr_expect_str_eq(why ? why : "nothing", sentence);
        cr_expect_null(index_read);
    }
}

static void split(uint64_t *ends, uint32_t every)
{
    rows.ngroups = 0;
    for (uint32_t last = every; last < rows.n; last += every)
        ends[rows.ngroups++] = last;
    ends[rows.ngroups++] = rows.n;
    rows.group_ends = ends;
}

Test(inventory_read, files_without_names_come_to_their_places)
{
    cr_assert_eq(read_again(1), STATUS_OK);
    cr_assert_eq(index_read->files.n, exam.index->files.n);
    for (uint32_t i = 0; i < index_read->files.n; i++)
        cr_assert_eq(index_read->files.record[i], exam.index->files.record[i]);
    for (uint32_t record = 25; record <= FIRST + 7; record += FIRST + 7 - 25) {
        uint32_t file = index_find(index_read, record);

        cr_assert_neq(file, INDEX_NONE);
        cr_expect_eq(index_first_name(index_read, file), index_end_name(index_read, file));
    }
}

Test(inventory_read, groups_follow_each_other)
{
    uint64_t ends[64];

    for (uint32_t every = 1; every < 8; every++) {
        split(ends, every);
        for (unsigned nworkers = 1; nworkers <= 3; nworkers++) {
            cr_assert_eq(read_again(nworkers), STATUS_OK);
            cr_assert_eq(index_read->names.n, exam.index->names.n);
            cr_assert_eq(index_read->files.n, exam.index->files.n);
        }
    }
}

Test(inventory_read, an_inventory_without_names_can_be)
{
    for (uint32_t i = 0; i < INVENTORY_COLUMNS; i++)
        table_free(&rows.columns[i]);
    rows.n = 0;
    cr_assert_eq(read_again(1), STATUS_OK);
    cr_expect(index_read->names.n == 0 && index_read->files.n >= 2);
    stock_set_meta(&rows, "unnamed", (struct str){0});
    cr_assert_eq(read_again(1), STATUS_OK);
    cr_expect_eq(index_read->files.n, 0);
}

/* ---- What cannot be ---- */

Test(inventory_read, rows_that_cannot_be_are_called_so)
{
    rows.columns[INVENTORY_SEQUENCE].numbers[3] = 65536;
    expect_damaged("its rows cannot be those of a volume");
}

Test(inventory_read, groups_must_be_in_order)
{
    uint64_t ends[64];

    split(ends, 5);
    for (uint32_t i = 5; i < 10; i++)
        rows.columns[INVENTORY_RECORD].numbers[i] = rows.columns[INVENTORY_RECORD].numbers[i - 5];
    expect_damaged("its rows are not in the order of the records");
}

/* The names of a file stand in one group. */
Test(inventory_read, a_file_must_be_in_one_group)
{
    uint64_t ends[64];

    split(ends, 5);
    rows.columns[INVENTORY_RECORD].numbers[5] = rows.columns[INVENTORY_RECORD].numbers[4];
    expect_damaged("its rows are not in the order of the records");
}

/* Good groups before and beside the damaged one do not change what is said of it. */
Test(inventory_read, a_damaged_chunk_is_called_so)
{
    uint64_t ends[64];

    split(ends, 3);
    for (unsigned round = 0; round < 50; round++) {
        unsigned nworkers = round % 4 + 1;

        cr_assert_eq(read_again(nworkers), STATUS_OK);
        index_free(index_read);
        index_read = NULL;
        /* In the last column of the last group, before the footer. */
        size_t footer = bytes_u32((const uint8_t *)other.file.at + other.file.n - 8);
        other.file.at[other.file.n - 8 - footer - 3] ^= 1;
        cr_assert_eq(stock_read(&other, 0, nworkers, &index_read, &why), STATUS_DAMAGED);
        cr_assert_str_eq(why, "a column chunk does not match its SHA-256");
    }
}

Test(inventory_read, records_must_be_below_the_number_of_records)
{
    stock_set_meta(&rows, "mft_records", str_of("40"));
    expect_damaged("its rows cannot be those of a volume");
    stock_set_meta(&rows, "mft_records", str_of("0"));
    expect_damaged("its rows cannot be those of a volume");
}

/* ---- Files without names ---- */

static void set_unnamed(const struct stock *table)
{
    static struct textbuf text;

    text.n = 0;
    base64_encode((struct bytes){(const uint8_t *)table->file.at, table->file.n}, &text);
    stock_set_meta(&rows, "unnamed", textbuf_view(&text));
}

Test(inventory_read, the_table_of_files_without_names_must_be_one)
{
    struct textbuf text = {0};

    stock_set_meta(&rows, "unnamed", str_of("AAAA"));
    expect_damaged("its files without names are not legible");
    stock_set_meta(&rows, "unnamed", str_of("AAA"));
    expect_damaged("what it says of its volume cannot be");
    base64_encode((struct bytes){(const uint8_t *)"PAR1 and no more", 16}, &text);
    stock_set_meta(&rows, "unnamed", textbuf_view(&text));
    expect_damaged("its end is missing");
    textbuf_free(&text);
}

Test(inventory_read, a_file_has_names_or_none)
{
    /* The inventory itself: each of its files would be there twice. */
    set_unnamed(&stock);
    expect_damaged("a record is there twice");
}

/* A table like an inventory, with the columns that a test gives it. */
static void write_columns(const struct table_column *columns, uint32_t n, struct stock *to)
{
    const struct tablewrite_job job = {
        .columns = columns, .ncolumns = n, .meta = rows.meta, .nmeta = rows.nmeta, .nworkers = 1};
    struct out out = out_to_memory();

    stock_free(to);
    cr_assert_eq(tablewrite(&job, &out), STATUS_OK);
    to->file = out.text;
    to->source = source_of_memory((struct bytes){(const uint8_t *)to->file.at, to->file.n});
    cr_assert_eq(stock_open(to, &why), STATUS_OK);
}

Test(inventory_read, every_column_must_be_there)
{
    struct table_column columns[INVENTORY_COLUMNS + 1];

    memcpy(columns, inventory_columns, sizeof inventory_columns);
    columns[INVENTORY_COLUMNS] =
        (struct table_column){"of a later time", TABLE_TEXT, TABLE_OPTIONAL, TABLE_PLAIN};
    write_columns(columns, INVENTORY_COLUMNS + 1, &other);
    cr_assert_eq(stock_read(&other, 0, 1, &index_read, &why), STATUS_OK, "one more");
    for (uint32_t i = 0; i < INVENTORY_COLUMNS; i++) {
        memcpy(columns, inventory_columns, sizeof inventory_columns);
        columns[i].name = "renamed";
        write_columns(columns, INVENTORY_COLUMNS, &other);
        cr_expect_eq(stock_read(&other, 0, 1, &index_read, &why), STATUS_DAMAGED, "%s",
                     inventory_columns[i].name);
        cr_expect_str_eq(why, "it has not the columns of an inventory");
        columns[i] = inventory_columns[i];
        columns[i].shape = columns[i].shape == TABLE_LIST ? TABLE_REQUIRED : TABLE_LIST;
        write_columns(columns, INVENTORY_COLUMNS, &other);
        cr_expect_eq(stock_read(&other, 0, 1, &index_read, &why), STATUS_DAMAGED, "%s",
                     inventory_columns[i].name);
    }
}

/* ---- Sources that fail ---- */

static enum status fail_to_read(const struct source *source, uint64_t offset, void *buffer,
                                size_t n)
{
    (void)source, (void)offset, (void)buffer, (void)n;
    errno = EIO;
    return STATUS_IO;
}

/* Workers are other threads, with an errno of their own. */
Test(inventory_read, an_error_of_the_source_is_known_to_the_caller)
{
    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        cr_assert_eq(read_again(nworkers), STATUS_OK);
        index_free(index_read);
        index_read = NULL;
        other.source.read = fail_to_read;
        errno = 0;
        cr_assert_eq(stock_read(&other, 0, nworkers, &index_read, &why), STATUS_IO);
        cr_assert_eq(errno, EIO);
    }
}
