/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an inventory, made by hand, as facts: and rows that cannot be. */
#include "src/inventory_rows.h"

#include <criterion/criterion.h>

#include "mft/rows.h"

enum { NRECORDS = 100, WANT_EVERYTHING = 255, NSTREAMS = 2 };

/* What differs from an ordinary row: 0 and NULL are what is ordinary. */
struct row {
    uint64_t record, parent, sequence, parent_sequence, header_links;
    const char *name, *raw, *name_space, *dos, *dos_raw, *owner;
    size_t raw_n; /* 0: up to the end of RAW */
    const char *streams[NSTREAMS], *raw_streams[NSTREAMS];
    unsigned nstream_sizes; /* one more or less than there are names */
    bool is_deleted, has_tag;
};

static struct inventory_rows rows;
static struct facts facts;

static void begin(void)
{
    facts = (struct facts){.want = WANT_EVERYTHING};
    cr_assert_eq(rows_reserve_text(&facts.text, &facts.arena, 2), STATUS_OK);
    facts_clear(&facts);
}

static void end(void)
{
    inventory_rows_free(&rows);
    rows.n = 0;
    arena_free(&facts.arena);
}

TestSuite(inventory_rows, .init = begin, .fini = end, .timeout = 20);

static void put_number(uint32_t column, uint64_t number)
{
    table_put_number(&rows.columns[column], number);
}

static void put_text(uint32_t column, const char *text)
{
    table_put_text(&rows.columns[column], str_of(text));
}

static void put_some_text(uint32_t column, const char *text, size_t n)
{
    if (text)
        table_put_some_text(&rows.columns[column], (struct str){text, n ? n : strlen(text)});
    else
        table_put_null(&rows.columns[column]);
}

static void put_streams(const struct row *row)
{
    unsigned n = 0;

    for (; n < NSTREAMS && row->streams[n]; n++) {
        table_add_text(&rows.columns[INVENTORY_STREAM_NAME], str_of(row->streams[n]));
        table_add_text(&rows.columns[INVENTORY_STREAM_NAME_RAW],
                       str_of(row->raw_streams[n] ? row->raw_streams[n] : ""));
        table_add_number(&rows.columns[INVENTORY_STREAM_ALLOCATED], 4096);
    }
    for (unsigned i = 0; i < n + row->nstream_sizes; i++)
        table_add_number(&rows.columns[INVENTORY_STREAM_SIZE], 10 + i);
    for (uint32_t column = INVENTORY_STREAM_NAME; column <= INVENTORY_STREAM_ALLOCATED; column++)
        table_end_list(&rows.columns[column]);
}

static void put_names(const struct row *row)
{
    put_number(INVENTORY_PARENT_RECORD, row->parent ? row->parent : 5);
    put_number(INVENTORY_PARENT_SEQUENCE, row->parent_sequence ? row->parent_sequence : 5);
    put_text(INVENTORY_NAME, row->name ? row->name : "name");
    put_some_text(INVENTORY_NAME_RAW, row->raw, row->raw_n);
    put_text(INVENTORY_NAMESPACE, row->name_space ? row->name_space : "win32");
    put_some_text(INVENTORY_DOS_NAME, row->dos, 0);
    put_some_text(INVENTORY_DOS_NAME_RAW, row->dos_raw, 0);
    for (uint32_t i = 0; i < TIMES; i++)
        put_number(INVENTORY_NAME_TICKS + i, 1000 + i);
}

static void put(const struct row *row)
{
    put_number(INVENTORY_RECORD, row->record);
    put_number(INVENTORY_SEQUENCE, row->sequence ? row->sequence : 1);
    put_names(row);
    put_number(INVENTORY_IN_USE, !row->is_deleted);
    put_number(INVENTORY_SIZE, 7);
    put_number(INVENTORY_ALLOCATED, 8);
    put_number(INVENTORY_HEADER_LINKS, row->header_links ? row->header_links : 1);
    put_number(INVENTORY_ATTRIBUTES, 0x20);
    put_number(INVENTORY_SECURITY_ID, 0x100);
    put_some_text(INVENTORY_OWNER, row->owner, 0);
    put_number(INVENTORY_USN, 5555);
    put_number(INVENTORY_ROOM, 96);
    for (uint32_t i = 0; i < TIMES; i++)
        put_number(INVENTORY_TICKS + i, 2000 + i);
    if (row->has_tag)
        table_put_some_number(&rows.columns[INVENTORY_REPARSE_TAG], 0xA000000C);
    else
        table_put_null(&rows.columns[INVENTORY_REPARSE_TAG]);
    for (uint32_t column = INVENTORY_RESIDENT; column <= INVENTORY_ATTRIBUTE_LIST; column++)
        put_number(column, 0);
    put_number(INVENTORY_IS_DIRECTORY, 0);
    put_number(INVENTORY_SYSTEM, 0);
    put_streams(row);
    rows.n++;
}

static enum status add(void)
{
    return inventory_rows_add(&rows, true, NRECORDS, &facts);
}

static enum status add_one(const struct row *row)
{
    put(row);
    return add();
}

static void expect_text(uint32_t text, const char *expected)
{
    cr_expect(str_equal(text_pool_get(&facts.text, text), str_of(expected)), "%s", expected);
}

/* ---- Rows as they are written ---- */

Test(inventory_rows, a_row_is_a_file_and_a_name)
{
    cr_assert_eq(add_one(&(struct row){.record = 30,
                                       .sequence = 65535,
                                       .header_links = 65535,
                                       .parent_sequence = 65535,
                                       .parent = (UINT64_C(1) << 48) - 1,
                                       .dos = "NAME~1",
                                       .owner = "S-1-5-18",
                                       .has_tag = true,
                                       .streams = {"one", "two"}}),
                 STATUS_OK);
    cr_assert(facts.files.n == 1 && facts.names.n == 1 && facts.streams.n == 2 &&
              facts.reparse.n == 1);
    cr_expect_eq(facts.files.record[0], 30);
    cr_expect_eq(facts.files.sequence[0], 65535);
    cr_expect_eq(facts.files.header_links[0], 65535);
    cr_expect_eq(facts.files.flags[0], FILE_IN_USE | FILE_REPARSE | FILE_STREAMS);
    cr_expect(facts.files.size[0] == 7 && facts.files.allocated[0] == 8);
    cr_expect(facts.files.times[3] == 2003 && facts.names.times[3] == 1003);
    cr_expect(facts.files.usn[0] == 5555 && facts.files.security_id[0] == 0x100);
    cr_expect_eq(facts.files.room[0], 96);
    cr_expect_eq(facts.owners.n, 1);
    cr_expect_eq(facts.files.owner[0], 1);
    cr_expect_eq(facts.names.parent[0], UINT64_MAX);
    cr_expect_eq(facts.reparse.tag[0], 0xA000000C);
    expect_text(facts.names.text[0], "name");
    expect_text(facts.names.dos[0], "NAME~1");
    expect_text(facts.streams.text[1], "two");
    cr_expect(facts.streams.size[1] == 11 && facts.streams.allocated[1] == 4096);
}

Test(inventory_rows, rows_of_one_record_are_names_of_one_file)
{
    const struct row again = {
        .record = 30, .name = "b", .owner = "S-1-5-18", .has_tag = true, .dos = "B"};

    put(&(struct row){.record = 30, .name = "a", .owner = "S-1-5-18", .has_tag = true});
    put(&again);
    put(&(struct row){.record = 31, .name = "c", .owner = "S-1-5-19"});
    cr_assert_eq(add(), STATUS_OK);
    cr_assert(facts.files.n == 2 && facts.names.n == 3 && facts.reparse.n == 1);
    cr_expect_eq(facts.names.file[1], 0);
    cr_expect_eq(facts.names.file[2], 1);
    cr_expect_eq(facts.files.first_name[1], 2);
    cr_expect_eq(facts.names.dos[0], 0);
    expect_text(facts.names.dos[1], "B");
    cr_expect(facts.files.owner[0] == 1 && facts.files.owner[1] == 2);
}

Test(inventory_rows, the_exact_name_is_taken_where_there_is_one)
{
    put(&(struct row){.record = 30,
                      .name = "\xEF\xBF\xBD",
                      .raw = "\xED\xA0\x80",
                      .dos = "\xEF\xBF\xBD",
                      .dos_raw = "\xED\xBF\xBF",
                      .streams = {"\xEF\xBF\xBD", "plain"},
                      .raw_streams = {"\xED\xA0\x80"}});
    put(&(struct row){.record = 31, .name = "\xEF\xBF\xBD", .dos = "D"});
    cr_assert_eq(add(), STATUS_OK);
    expect_text(facts.names.text[0], "\xED\xA0\x80");
    expect_text(facts.names.dos[0], "\xED\xBF\xBF");
    expect_text(facts.streams.text[0], "\xED\xA0\x80");
    expect_text(facts.streams.text[1], "plain");
    expect_text(facts.names.text[1], "\xEF\xBF\xBD");
    expect_text(facts.names.dos[1], "D");
}

Test(inventory_rows, columns_that_are_not_wanted_may_be_empty)
{
    static const unsigned wants[] = {0,         WANT_TIMES,     WANT_SECURITY,   WANT_USN,
                                     WANT_ROOM, WANT_DOS_NAMES, WANT_NAME_TIMES, WANT_CHILDREN};

    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++) {
        put(&(struct row){.record = 30, .owner = "S-1-5-18", .dos = "N", .streams = {"s"}});
        for (uint32_t column = 0; column < INVENTORY_COLUMNS; column++)
            if (!inventory_rows_needs(column, wants[i]))
                table_free(&rows.columns[column]);
        arena_free(&facts.arena);
        facts = (struct facts){0};
        begin();
        facts.want = wants[i];
        cr_assert_eq(add(), STATUS_OK, "want %#x", wants[i]);
        cr_assert_eq(facts.names.n, 1);
        inventory_rows_free(&rows);
        rows.n = 0;
    }
}

Test(inventory_rows, deleted_rows_are_passed_over_unless_wanted)
{
    const struct row deleted = {.record = 30,
                                .is_deleted = true,
                                .name = "gone",
                                .raw = "\xED\xA0\x80",
                                .dos = "GONE",
                                .dos_raw = "\xED\xA0\x80",
                                .owner = "S-1-5-32-544",
                                .has_tag = true,
                                .streams = {"gone", "too"}};
    const struct row there = {.record = 31,
                              .name = "there",
                              .raw = "\xED\xBF\xBF",
                              .dos = "THERE",
                              .dos_raw = "\xED\xBF\xBE",
                              .owner = "S-1-5-18",
                              .has_tag = true,
                              .streams = {"there"}};

    put(&deleted);
    put(&deleted);
    put(&there);
    cr_assert_eq(add(), STATUS_OK);
    cr_assert(facts.files.n == 2 && facts.names.n == 3);
    end();
    begin();
    facts.want = WANT_EVERYTHING & ~(unsigned)WANT_DELETED;
    put(&deleted);
    put(&deleted);
    put(&there);
    cr_assert_eq(add(), STATUS_OK);
    cr_assert(facts.files.n == 1 && facts.names.n == 1 && facts.streams.n == 1);
    expect_text(facts.names.text[0], "\xED\xBF\xBF");
    expect_text(facts.names.dos[0], "\xED\xBF\xBE");
    expect_text(facts.streams.text[0], "there");
    cr_expect_eq(facts.owners.n, 1);
}

Test(inventory_rows, without_names_each_row_is_a_file)
{
    put(&(struct row){.record = 12, .name = ""});
    put(&(struct row){.record = 13, .name = ""});
    cr_assert_eq(inventory_rows_add(&rows, false, NRECORDS, &facts), STATUS_OK);
    cr_assert(facts.files.n == 2 && facts.names.n == 0);
    end();
    begin();
    cr_assert_eq(add(), STATUS_OK, "no rows at all");
    put(&(struct row){.record = 12, .name = ""});
    put(&(struct row){.record = 12, .name = ""});
    cr_assert_eq(inventory_rows_add(&rows, false, NRECORDS, &facts), STATUS_DAMAGED);
}

/* A scan tells them as findings, and knows them: so does its inventory. */
Test(inventory_rows, names_that_nobody_can_give_are_what_is_on_the_disk)
{
    put(&(struct row){.record = 30, .name = "</b>"});
    put(&(struct row){.record = 31, .name = "a b", .raw = "a\0b", .raw_n = 3});
    put(&(struct row){.record = 32, .name = "a\\b"});
    cr_assert_eq(add(), STATUS_OK);
    expect_text(facts.names.text[0], "</b>");
    expect_text(facts.names.text[2], "a\\b");
}

/* ---- Rows that cannot be ---- */

static void expect_damaged(const struct row *row, const char *what)
{
    end();
    begin();
    cr_expect_eq(add_one(row), STATUS_DAMAGED, "%s", what);
}

Test(inventory_rows, records_must_ascend_and_be_of_the_volume)
{
    put(&(struct row){.record = 31});
    put(&(struct row){.record = 30});
    cr_expect_eq(add(), STATUS_DAMAGED, "not ascending");
    end();
    begin();
    for (uint64_t record = 30; record < 33; record++)
        put(&(struct row){.record = record == 32 ? 30 : record});
    cr_expect_eq(add(), STATUS_DAMAGED, "twice, apart from each other");
    expect_damaged(&(struct row){.record = NRECORDS}, "beyond the last");
    expect_damaged(&(struct row){.record = UINT64_MAX}, "negative");
    expect_damaged(&(struct row){.record = (UINT64_C(1) << 32) + 1}, "more than 32 bits");
}

Test(inventory_rows, numbers_must_fit)
{
    expect_damaged(&(struct row){.record = 30, .sequence = 65536}, "sequence");
    expect_damaged(&(struct row){.record = 30, .sequence = UINT64_MAX}, "a negative sequence");
    expect_damaged(&(struct row){.record = 30, .parent_sequence = 65536}, "parent's sequence");
    expect_damaged(&(struct row){.record = 30, .parent = UINT64_C(1) << 48}, "parent");
    expect_damaged(&(struct row){.record = 30, .header_links = 65536}, "links of the header");
}

Test(inventory_rows, names_must_be_names)
{
    char longest[3 * 255 + 2];

    expect_damaged(&(struct row){.record = 30, .name = ""}, "empty");
    expect_damaged(&(struct row){.record = 30, .name_space = "unix"}, "namespace");
    expect_damaged(&(struct row){.record = 30, .dos = ""}, "an empty DOS name");
    expect_damaged(&(struct row){.record = 30, .dos_raw = "D"}, "only an exact DOS name");
    expect_damaged(&(struct row){.record = 30, .streams = {""}}, "an empty stream's name");
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = "\xE2\x82\xAC"[i % 3];
    longest[3 * 255] = '\0';
    end();
    begin();
    cr_expect_eq(add_one(&(struct row){.record = 30, .name = longest}), STATUS_OK);
    longest[3 * 255] = 'x';
    longest[3 * 255 + 1] = '\0';
    expect_damaged(&(struct row){.record = 30, .name = longest}, "256 units");
    memset(longest, 'x', 256);
    longest[256] = '\0';
    expect_damaged(&(struct row){.record = 30, .name = longest}, "256 letters");
    expect_damaged(&(struct row){.record = 30, .dos = longest}, "a DOS name of 256 letters");
    expect_damaged(&(struct row){.record = 30, .streams = {longest}}, "a stream's");
    longest[255] = '\0';
    end();
    begin();
    cr_expect_eq(add_one(&(struct row){.record = 30, .name = longest}), STATUS_OK);
}

/* Whoever prints them relies on what the disk can hold: UTF-16 of any kind. */
Test(inventory_rows, names_must_come_from_utf_16)
{
    expect_damaged(&(struct row){.record = 30, .raw = "\xFF"}, "a byte that begins nothing");
    expect_damaged(&(struct row){.record = 30, .raw = "a\xC3"}, "cut off");
    expect_damaged(&(struct row){.record = 30, .raw = "\xC0\xAF"}, "longer than needed");
    expect_damaged(&(struct row){.record = 30, .raw = "\xED\xA0\x80\xED\xB0\x80"}, "a pair as two");
    expect_damaged(&(struct row){.record = 30, .dos = "D", .dos_raw = "\x80"}, "DOS name");
    expect_damaged(&(struct row){.record = 30, .streams = {"s"}, .raw_streams = {"\xFE"}},
                   "stream's name");
    end();
    begin();
    cr_expect_eq(add_one(&(struct row){.record = 30, .raw = "\xED\xB0\x80\xED\xA0\x80"}),
                 STATUS_OK);
}

Test(inventory_rows, owners_must_be_sids)
{
    expect_damaged(&(struct row){.record = 30, .owner = "Administrator"}, "a name");
    expect_damaged(&(struct row){.record = 30, .owner = "S-1-5-"}, "cut off");
    put(&(struct row){.record = 31});
    rows.columns[INVENTORY_OWNER].present[1] = 1;
    table_add_text(&rows.columns[INVENTORY_OWNER], str_of(""));
    cr_expect_eq(add(), STATUS_DAMAGED, "empty");
}

Test(inventory_rows, stream_lists_must_be_of_one_length)
{
    expect_damaged(&(struct row){.record = 30, .nstream_sizes = 1}, "a size without a name");
    expect_damaged(&(struct row){.record = 30, .streams = {"s"}, .nstream_sizes = 1}, "two sizes");
}

/* The first of them is passed over as deleted: its names must not go to another file, or to none.
 */
Test(inventory_rows, a_record_is_in_use_or_deleted)
{
    facts.want = 0;
    put(&(struct row){.record = 30, .is_deleted = true});
    put(&(struct row){.record = 30});
    cr_expect_eq(add(), STATUS_DAMAGED, "no file at all");
    end();
    begin();
    facts.want = 0;
    put(&(struct row){.record = 29});
    put(&(struct row){.record = 30, .is_deleted = true});
    put(&(struct row){.record = 30});
    cr_expect_eq(add(), STATUS_DAMAGED, "deleted, then in use");
    end();
    begin();
    facts.want = 0;
    put(&(struct row){.record = 30});
    put(&(struct row){.record = 30, .is_deleted = true});
    cr_expect_eq(add(), STATUS_DAMAGED, "in use, then deleted");
}

Test(inventory_rows, deleted_rows_must_be_good_too)
{
    facts.want = 0;
    put(&(struct row){.record = 31, .is_deleted = true});
    put(&(struct row){.record = 30});
    cr_expect_eq(add(), STATUS_DAMAGED, "not ascending");
}
