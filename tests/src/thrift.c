/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thrift's compact protocol. */
#include "src/table/thrift.h"

#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct thrift_reader reader_of(const void *bytes, size_t n)
{
    return (struct thrift_reader){.left = {bytes, n}};
}

/* The bytes that the protocol's definition gives, worked out by hand. */
Test(thrift, bytes_of_each_type)
{
    static const uint8_t expected[] = {0x15, 0x03,              /* 1: i32 -2 */
                                       0x16, 0xAC, 0x02,        /* 2: i64 150 */
                                       0x11,                    /* 3: true */
                                       0x12,                    /* 4: false */
                                       0x13, 0x20,              /* 5: i8 32 */
                                       0x38, 0x02, 'a',  'b',   /* 8: "ab" */
                                       0x19, 0x25, 0x02, 0x01,  /* 9: list of i32 1, -1 */
                                       0x1C, 0x14, 0x00, 0x00,  /* 10: struct, 1: i16 0 */
                                       0xF9, 0xFC, 0x0F, 0x00}; /* 25: 15 structs */
    struct textbuf text = {0};
    struct thrift_writer writer = {.to = &text};

    thrift_put_int(&writer, 1, THRIFT_I32, -2);
    thrift_put_int(&writer, 2, THRIFT_I64, 150);
    thrift_put_bool(&writer, 3, true);
    thrift_put_bool(&writer, 4, false);
    thrift_put_i8(&writer, 5, 32);
    thrift_put_text(&writer, 8, str_of("ab"));
    thrift_put_list(&writer, 9, THRIFT_I32, 2);
    thrift_add_int(&writer, 1);
    thrift_add_int(&writer, -1);
    thrift_open(&writer, 10);
    thrift_put_int(&writer, 1, THRIFT_I16, 0);
    thrift_close(&writer);
    thrift_put_list(&writer, 25, THRIFT_STRUCT, 15);
    textbuf_char(&text, 0);
    cr_assert_eq(text.n, sizeof expected);
    for (size_t i = 0; i < text.n; i++)
        cr_expect_eq((uint8_t)text.at[i], expected[i], "byte %zu: %02x", i, (uint8_t)text.at[i]);
    textbuf_free(&text);
}

Test(thrift, numbers_come_back)
{
    static const int64_t numbers[] = {0, 1, -1, 63, 64, -64, -65, INT32_MAX, INT64_MAX, INT64_MIN};
    enum { N = sizeof numbers / sizeof numbers[0] };
    struct textbuf text = {0};
    struct thrift_writer writer = {.to = &text};
    struct thrift_field field = {0};

    for (unsigned i = 0; i < N; i++)
        thrift_put_int(&writer, 3 * i + 1, THRIFT_I64, numbers[i]);
    thrift_close(&writer);
    struct thrift_reader reader = reader_of(text.at, text.n);
    for (unsigned i = 0; i < N; i++) {
        cr_assert(thrift_next(&reader, &field));
        cr_expect_eq(field.id, (int32_t)(3 * i + 1));
        cr_expect_eq(thrift_int(&reader, &field), numbers[i]);
    }
    cr_expect_not(thrift_next(&reader, &field));
    cr_expect(!reader.is_bad && reader.left.n == 0);
    textbuf_free(&text);
}

Test(thrift, texts_and_lists_come_back)
{
    struct textbuf text = {0};
    struct thrift_writer writer = {.to = &text};
    struct thrift_field field = {0};

    thrift_put_list(&writer, 1, THRIFT_BINARY, 20);
    for (unsigned i = 0; i < 20; i++)
        thrift_add_text(&writer, (struct str){"abcdefghijklmnopqrst", i});
    thrift_close(&writer);
    struct thrift_reader reader = reader_of(text.at, text.n);
    cr_assert(thrift_next(&reader, &field));
    cr_assert_eq(thrift_list(&reader, &field, THRIFT_BINARY), 20);
    for (unsigned i = 0; i < 20; i++) {
        const struct thrift_field element = {1, THRIFT_BINARY};

        cr_expect(
            str_equal(thrift_text(&reader, &element), (struct str){"abcdefghijklmnopqrst", i}));
    }
    cr_expect_not(thrift_next(&reader, &field));
    cr_expect_not(reader.is_bad);
    textbuf_free(&text);
}

/* All types that there are, those that Parquet does not use too, and the long form of an id. */
Test(thrift, skips_what_it_does_not_know)
{
    static const uint8_t bytes[] = {
        0x17, 1,    2,    3,    4,    5,    6, 7,   8, /* double */
        0x1B, 0x02, 0x85, 1,    'a',  2,    1, 'b', 4, /* map text to i32 */
        0x1B, 0x00,                                    /* empty map */
        0x1A, 0x21, 1,    2,                           /* set of booleans */
        0x19, 0x1C, 0x1C, 0x11, 0x00, 0x00,            /* list of structs */
        0x13, 0xFF,                                    /* i8 */
        0x05, 0xD0, 0x0F, 0x54,                        /* 1000: i32 42 */
        0x00};
    struct thrift_reader reader = reader_of(bytes, sizeof bytes);
    struct thrift_field field = {0};
    int64_t value = 0;

    while (thrift_next(&reader, &field))
        if (field.id == 1000)
            value = thrift_int(&reader, &field);
        else
            thrift_skip(&reader, &field);
    cr_expect(!reader.is_bad && reader.left.n == 0);
    cr_expect_eq(value, 42);
}

/* Reads all fields in the way that their types ask for. */
static bool is_good(const void *at, size_t n)
{
    uint8_t *exact = forge_copy(at, n); /* a sanitizer sees whoever reads behind it */
    struct thrift_reader reader = reader_of(exact, n);
    struct thrift_field field = {0};

    while (thrift_next(&reader, &field))
        thrift_skip(&reader, &field);
    free(exact);
    return !reader.is_bad;
}

Test(thrift, refuses_what_cannot_be)
{
    static const struct {
        const char *what;
        uint8_t bytes[16];
        size_t n;
    } bad[] = {
        {"nothing", {0}, 0},
        {"no end", {0x15, 0x02}, 2},
        {"a number without end", {0x15, 0x82}, 2},
        {"a number of eleven bytes",
         {0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00},
         13},
        {"a number of 65 bits",
         {0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02, 0x00},
         12},
        {"a text beyond the end", {0x18, 0x05, 'a', 0x00}, 4},
        {"a text of 2^63 bytes",
         {0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00},
         12},
        {"a list beyond the end", {0x19, 0x55, 0x02, 0x00}, 4},
        {"a list of 2^35", {0x19, 0xF5, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00}, 9},
        {"a map beyond the end", {0x1B, 0xFF, 0x7F, 0x55, 0x00}, 5},
        {"no such type", {0x1D, 0x00}, 2},
        {"an id of zero", {0x05, 0x00, 0x02, 0x00}, 4},
        {"an id that goes back", {0x35, 0x02, 0x05, 0x02, 0x02, 0x00}, 6},
        {"an id of 17 bits", {0x05, 0x80, 0x80, 0x08, 0x02, 0x00}, 6},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(is_good(bad[i].bytes, bad[i].n), "%s", bad[i].what);
}

/* Structs and lists in each other: some are fine, endless ones do not fill the stack. */
Test(thrift, bounds_depth)
{
    uint8_t deep[2 * 100000];

    memset(deep, 0x1C, sizeof deep / 2);
    memset(deep + sizeof deep / 2, 0, sizeof deep / 2);
    cr_expect(is_good(deep + sizeof deep / 2 - 10, 21));
    cr_expect_not(is_good(deep, sizeof deep));
    memset(deep, 0x19, sizeof deep);
    cr_expect_not(is_good(deep, sizeof deep));
}

/* A wrong type makes the reader bad, and what it gives is nothing. */
Test(thrift, refuses_other_types)
{
    static const uint8_t text[] = {0x18, 0x01, 'a', 0x00}, number[] = {0x15, 0x02, 0x00},
                         list[] = {0x19, 0x15, 0x02, 0x00};
    struct thrift_field field = {0};
    struct thrift_reader reader = reader_of(text, sizeof text);

    cr_assert(thrift_next(&reader, &field));
    cr_expect_eq(thrift_int(&reader, &field), 0);
    cr_expect(reader.is_bad);
    field = (struct thrift_field){0};
    reader = reader_of(number, sizeof number);
    cr_assert(thrift_next(&reader, &field));
    cr_expect_eq(thrift_text(&reader, &field).n, 0);
    cr_expect(reader.is_bad);
    field = (struct thrift_field){0};
    reader = reader_of(list, sizeof list);
    cr_assert(thrift_next(&reader, &field));
    cr_expect_eq(thrift_list(&reader, &field, THRIFT_STRUCT), 0);
    cr_expect(reader.is_bad);
    cr_expect_not(thrift_next(&reader, &field));
}
