/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The footer of a table: schema, chunks, bounds, metadata; and the headers of pages. */
#include "src/table/footer.h"

#include "src/table/page.h"
#include "src/table/pageheader.h"
#include "tests/support/forge.h"
#include "tests/support/sheet.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { NGROUPS = 2, NCHUNKS = NGROUPS * SHEET_NALL };

static struct sheet_columns all;
static uint32_t group_rows[NGROUPS] = {3, 2};
static struct footer_chunk chunks[NCHUNKS];
static struct chunkstats stats[NCHUNKS];
static const struct table_meta meta[] = {{{"", 0}, {"", 0}}, {{"key", 3}, {"value", 5}}};

/* A footer of every column there is, with chunks one behind the other. */
static struct footer make(void)
{
    uint64_t offset = 4;

    sheet_all(&all);
    for (unsigned i = 0; i < NCHUNKS; i++) {
        chunks[i] = (struct footer_chunk){.offset = offset,
                                          .bytes = 100 + i,
                                          .body_bytes = 200 + i,
                                          .data_off = i % 2 ? 20 : 0,
                                          .nvalues = group_rows[i / SHEET_NALL],
                                          .encoding = i % 2 ? PAGE_DICTIONARY : PAGE_PLAIN,
                                          .has_dictionary = i % 2};
        offset += chunks[i].bytes;
    }
    return (struct footer){.schema = {all.columns, SHEET_NALL, NULL},
                           .nrows = 5,
                           .ngroups = NGROUPS,
                           .group_rows = group_rows,
                           .chunks = chunks,
                           .stats = stats,
                           .meta = meta,
                           .nmeta = 2,
                           .created_by = "mftlink version 1"};
}

static struct bytes written(const struct footer *footer, struct textbuf *text)
{
    size_t value_off;

    footer_write(footer, text, &value_off);
    cr_assert_not(text->is_short);
    cr_assert(str_equal((struct str){text->at + value_off, 5}, str_of("value")));
    return (struct bytes){(uint8_t *)text->at, text->n};
}

Test(footer, comes_back)
{
    struct footer footer = make(), got;
    struct textbuf text = {0};
    struct table_meta *pairs;
    size_t npairs;
    struct bytes bytes = written(&footer, &text);

    cr_assert_eq(footer_read(bytes, &got), STATUS_OK);
    cr_expect(got.nrows == 5 && got.ngroups == NGROUPS && got.schema.n == SHEET_NALL);
    for (unsigned i = 0; i < SHEET_NALL; i++) {
        const struct table_column *column = &got.schema.columns[i];

        cr_expect_str_eq(column->name, all.names[i]);
        cr_expect(column->type == all.columns[i].type && column->shape == all.columns[i].shape);
    }
    for (unsigned i = 0; i < NCHUNKS; i++)
        cr_expect(got.chunks[i].offset == chunks[i].offset &&
                      got.chunks[i].bytes == chunks[i].bytes &&
                      got.chunks[i].body_bytes == chunks[i].body_bytes &&
                      got.chunks[i].data_off == chunks[i].data_off &&
                      got.chunks[i].nvalues == chunks[i].nvalues &&
                      got.chunks[i].has_dictionary == chunks[i].has_dictionary,
                  "chunk %u", i);
    cr_assert_eq(footer_read_meta(bytes, &pairs, &npairs), STATUS_OK);
    cr_expect(npairs == 2 && str_equal(pairs[1].key, str_of("key")));
    free(pairs);
    footer_read_free(&got);
    textbuf_free(&text);
}

static void expect_damaged(const struct footer *footer, const char *what)
{
    struct textbuf text = {0};
    struct footer got;

    cr_expect_eq(footer_read(written(footer, &text), &got), STATUS_DAMAGED, "%s", what);
    textbuf_free(&text);
}

Test(footer, refuses_what_cannot_be)
{
    struct footer footer = make();

    footer.nrows = 6;
    expect_damaged(&footer, "other rows in all than in the groups");
    footer = make();
    chunks[0].nvalues++;
    expect_damaged(&footer, "more values than rows");
    footer = make();
    chunks[SHEET_NALL - 1].nvalues = 2;
    expect_damaged(&footer, "fewer levels of a list than rows");
    footer = make();
    chunks[SHEET_NALL - 1].nvalues = FOOTER_VALUES_MAX + 1;
    expect_damaged(&footer, "too many levels");
    footer = make();
    chunks[3].bytes = 0;
    expect_damaged(&footer, "a chunk without bytes");
    footer = make();
    all.columns[1].name = all.columns[0].name;
    expect_damaged(&footer, "two columns of one name");
    footer = make();
    all.columns[1].name = "";
    expect_damaged(&footer, "a column without name");
    footer = make();
    footer.schema.n = 0;
    expect_damaged(&footer, "no columns");
}

/* Whatever is cut or changed: no crash, and a cut footer is none. */
Test(footer, survives_damage)
{
    struct footer footer = make(), got;
    struct textbuf text = {0};
    struct bytes bytes = written(&footer, &text);
    struct table_meta *pairs;
    size_t npairs;

    for (size_t n = 0; n < bytes.n; n++) {
        uint8_t *cut = forge_copy(bytes.at, n);

        cr_expect_eq(footer_read((struct bytes){cut, n}, &got), STATUS_DAMAGED, "%zu bytes", n);
        cr_expect_eq(footer_read_meta((struct bytes){cut, n}, &pairs, &npairs), STATUS_DAMAGED);
        free(cut);
    }
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t *changed = forge_copy(bytes.at, bytes.n);

        changed[i] ^= (uint8_t)(1 << i % 8);
        if (footer_read((struct bytes){changed, bytes.n}, &got) == STATUS_OK)
            footer_read_free(&got);
        if (footer_read_meta((struct bytes){changed, bytes.n}, &pairs, &npairs) == STATUS_OK)
            free(pairs);
        free(changed);
    }
    textbuf_free(&text);
}

/* ---- Headers of pages ---- */

Test(footer, page_headers_come_back)
{
    static const struct pageheader headers[] = {
        {true, 32768, PAGE_PLAIN, 0, 9},
        {false, 16384, PAGE_DELTA_TEXT, PAGEHEADER_BODY_MAX, PAGEHEADER_BODY_MAX},
        {false, PAGEHEADER_LEVELS_MAX, PAGE_DICTIONARY, 1, 2},
    };
    struct pageheader got;
    size_t n;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct textbuf text = {0};

        pageheader_write(&headers[i], &text);
        textbuf_cstr(&text, "body");
        cr_assert(pageheader_read((struct bytes){(uint8_t *)text.at, text.n}, &got, &n));
        cr_expect_eq(n, text.n - 4);
        cr_expect(got.is_dictionary == headers[i].is_dictionary &&
                  got.nlevels == headers[i].nlevels && got.encoding == headers[i].encoding &&
                  got.body_bytes == headers[i].body_bytes &&
                  got.packed_bytes == headers[i].packed_bytes);
        for (size_t cut = 0; cut < n; cut++)
            cr_expect_not(pageheader_read((struct bytes){(uint8_t *)text.at, cut}, &got, &n));
        textbuf_free(&text);
    }
}

Test(footer, page_headers_have_limits)
{
    static const struct pageheader headers[] = {
        {false, PAGEHEADER_LEVELS_MAX + 1, PAGE_PLAIN, 1, 1},
        {false, 1, PAGE_DICTIONARY + 1, 1, 1},
        {false, 1, PAGE_PLAIN, PAGEHEADER_BODY_MAX + 1, 1},
        {false, 1, PAGE_PLAIN, 1, UINT32_MAX},
    };
    struct pageheader got;
    size_t n;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct textbuf text = {0};

        pageheader_write(&headers[i], &text);
        cr_expect_not(pageheader_read((struct bytes){(uint8_t *)text.at, text.n}, &got, &n),
                      "header %zu", i);
        textbuf_free(&text);
    }
}

/* ---- Bounds ---- */

static void expect_bounds(enum table_type type, const struct chunkstats *got, struct str min,
                          struct str max)
{
    char room[8];

    cr_assert(got->has_bounds);
    cr_expect(str_equal(chunkstats_min(type, got, room), min), "least of type %d", (int)type);
    cr_expect(str_equal(chunkstats_max(type, got, room), max), "greatest of type %d", (int)type);
}

Test(footer, bounds_of_numbers)
{
    struct table_values values = {0};
    struct chunkstats got = {0};

    chunkstats_add(TABLE_INT64, &values, &got);
    cr_expect_not(got.has_bounds);
    for (unsigned i = 0; i < 5; i++)
        table_put_number(&values, (uint64_t)-2 + i);
    chunkstats_add(TABLE_INT64, &values, &got);
    expect_bounds(TABLE_INT64, &got, (struct str){"\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8},
                  (struct str){"\2\0\0\0\0\0\0\0", 8});
    expect_bounds(TABLE_INT32, &got, (struct str){"\xFE\xFF\xFF\xFF", 4},
                  (struct str){"\2\0\0\0", 4});
    table_clear(&values);
    table_put_number(&values, 0xFFFFFFFF);
    chunkstats_add(TABLE_INT64, &values, &got);
    expect_bounds(TABLE_UINT32, &(struct chunkstats){.has_bounds = true, .max_number = 0xFFFFFFFF},
                  (struct str){"\0\0\0\0", 4}, (struct str){"\xFF\xFF\xFF\xFF", 4});
    cr_expect(got.max_number == 0xFFFFFFFF && got.min_number == -2);
    table_free(&values);
}

/* By bytes, in which UTF-8 is above ASCII; "" is the least, and a beginning before what goes on. */
Test(footer, bounds_of_texts)
{
    static const char *const texts[] = {"longer than eight b", "longer than eight", "\xC3\xA4", "z",
                                        "longer"};
    struct table_values values = {0};
    struct chunkstats got = {0};

    for (unsigned i = 0; i < 5; i++)
        table_put_text(&values, str_of(texts[i]));
    chunkstats_add(TABLE_TEXT, &values, &got);
    expect_bounds(TABLE_TEXT, &got, str_of("longer"), str_of("\xC3\xA4"));
    table_clear(&values);
    table_put_text(&values, str_of("longe"));
    chunkstats_add(TABLE_TEXT, &values, &got);
    expect_bounds(TABLE_TEXT, &got, str_of("longe"), str_of("\xC3\xA4"));
    table_put_text(&values, (struct str){"", 0});
    chunkstats_add(TABLE_TEXT, &values, &got);
    expect_bounds(TABLE_TEXT, &got, str_of(""), str_of("\xC3\xA4"));
    table_free(&values);
}

Test(footer, long_texts_have_no_bounds)
{
    struct table_values values = {0};
    struct chunkstats got = {0};
    char text[CHUNKSTATS_BYTES_MAX + 1];

    memset(text, 'a', sizeof text);
    table_put_text(&values, (struct str){text, CHUNKSTATS_BYTES_MAX});
    chunkstats_add(TABLE_TEXT, &values, &got);
    cr_expect(got.has_bounds);
    table_put_text(&values, (struct str){text, CHUNKSTATS_BYTES_MAX + 1});
    chunkstats_add(TABLE_TEXT, &values, &got);
    cr_expect_not(got.has_bounds);
    table_clear(&values);
    table_put_text(&values, str_of("b"));
    chunkstats_add(TABLE_TEXT, &values, &got);
    cr_expect_not(got.has_bounds);
    table_free(&values);
}
