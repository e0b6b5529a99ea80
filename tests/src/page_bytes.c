/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of pages, byte by byte: made by hand from the format's description, right and wrong. */
#include "src/table/page.h"

#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct table_column required = {.type = TABLE_INT32, .shape = TABLE_REQUIRED};
static const struct table_column optional = {.type = TABLE_INT32, .shape = TABLE_OPTIONAL};
static const struct table_column list = {.type = TABLE_INT32, .shape = TABLE_LIST};

static void expect_bytes(const struct table_column *column, enum page_encoding encoding,
                         const struct table_values *values, const char *expected, size_t nbytes)
{
    struct dictionary dictionary = {0};
    struct textbuf body = {0};

    if (encoding == PAGE_DICTIONARY)
        cr_assert(dictionary_make(column->type, values, &dictionary));
    page_encode(column, encoding, values, &dictionary, 0, &body);
    cr_expect(str_equal(textbuf_view(&body), (struct str){expected, nbytes}));
    textbuf_free(&body);
    dictionary_free(&dictionary);
}

/* 1 and 2; nothing; 3. */
Test(page_bytes, list)
{
    struct table_values values = {0};

    table_add_number(&values, 1);
    table_add_number(&values, 2);
    table_end_list(&values);
    table_end_list(&values);
    table_add_number(&values, 3);
    table_end_list(&values);
    cr_expect(page_nlevels(&list, &values) == 4);
    expect_bytes(&list, PAGE_PLAIN, &values,
                 "\x02\x00\x00\x00\x03\x02"
                 "\x02\x00\x00\x00\x03\x0B"
                 "\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00",
                 24);
    table_free(&values);
}

/* 5, none, 7; then forty times none, which is a run. */
Test(page_bytes, optional)
{
    struct table_values values = {0};

    table_put_some_number(&values, 5);
    table_put_null(&values);
    table_put_some_number(&values, 7);
    cr_expect(page_nlevels(&optional, &values) == 3);
    expect_bytes(&optional, PAGE_PLAIN, &values,
                 "\x02\x00\x00\x00\x03\x05\x05\x00\x00\x00\x07\x00\x00\x00", 14);
    table_clear(&values);
    for (unsigned i = 0; i < 40; i++)
        table_put_null(&values);
    expect_bytes(&optional, PAGE_PLAIN, &values, "\x02\x00\x00\x00\x50\x00", 6);
    table_free(&values);
}

/* Three different values need two bits. */
Test(page_bytes, dictionary)
{
    static const uint64_t numbers[] = {10, 20, 30, 20, 10, 10, 10, 20};
    struct table_values values = {0};

    for (size_t i = 0; i < 8; i++)
        table_put_number(&values, numbers[i]);
    expect_bytes(&required, PAGE_DICTIONARY, &values, "\x02\x03\x64\x40", 4);
    table_clear(&values);
    for (unsigned i = 0; i < 100; i++)
        table_put_number(&values, 7);
    expect_bytes(&required, PAGE_DICTIONARY, &values, "\x01\xC8\x01\x00", 4);
    table_free(&values);
}

static enum status decode(const struct table_column *column, uint32_t encoding, uint32_t nlevels,
                          const char *body, size_t nbytes)
{
    struct table_values values = {0}, dictionary = {0};
    uint8_t *exact = forge_copy(body, nbytes);

    for (uint64_t i = 0; i < 3; i++)
        table_put_number(&dictionary, i);
    enum status status =
        page_decode(column, encoding, nlevels, (struct bytes){exact, nbytes}, &dictionary, &values);
    cr_expect(status == STATUS_OK || (values.n == 0 && values.nrows == 0));
    cr_expect(status == STATUS_OK || status == STATUS_DAMAGED);
    table_free(&values);
    table_free(&dictionary);
    free(exact);
    return status;
}

static bool is_list(const char *body, uint32_t nlevels, size_t nbytes)
{
    return decode(&list, PAGE_PLAIN, nlevels, body, nbytes) == STATUS_OK;
}

Test(page_bytes, lists_that_cannot_be)
{
    cr_expect(is_list("\2\0\0\0\3\2\2\0\0\0\3\3........", 2, 20));
    cr_expect_not(is_list("\2\0\0\0\3\3\2\0\0\0\3\3........", 2, 20)); /* begins within a row */
    cr_expect_not(is_list("\2\0\0\0\3\2\2\0\0\0\3\1....", 2, 16));     /* goes on with nothing */
    cr_expect_not(is_list("\2\0\0\0\3\2\2\0\0\0\3\2....", 2, 16));     /* goes on after nothing */
    cr_expect_not(is_list("\2\0\0\0\3\2\2\0\0\0\3\3....", 2, 16));     /* a value too few */
    cr_expect_not(is_list("\2\0\0\0\3\2\2\0\0\0\3\3............", 2, 24));
    cr_expect_not(is_list("\2\0\0\0\3\2\3\0\0\0\3\3........", 2, 20)); /* of another length */
    cr_expect_not(is_list("\2\0\0\0\3\2\xFF\xFF\xFF\xFF\3\3........", 2, 20));
    cr_expect_not(is_list("\2\0\0\0\4\2\2\0\0\0\3\3........", 2, 20)); /* no level */
}

static bool are_places(const char *body, uint32_t n, size_t nbytes)
{
    return decode(&required, PAGE_DICTIONARY, n, body, nbytes) == STATUS_OK;
}

Test(page_bytes, places_that_cannot_be)
{
    cr_expect(are_places("\2\3\x24\0", 3, 4));
    cr_expect(are_places("\0\x10", 8, 2)); /* of no bits: always the first */
    cr_expect(are_places("\0", 0, 1));
    cr_expect(are_places("\x20\2\2\0\0\0", 1, 6));
    cr_expect_not(are_places("\2\3\x34\0", 3, 4)); /* there is no place 3 */
    cr_expect_not(are_places("\x20\2\3\0\0\0", 1, 6));
    cr_expect_not(are_places("\x21\2\2\0\0\0\0", 1, 7)); /* of 33 bits */
    cr_expect_not(are_places("", 0, 0));
    cr_expect_not(are_places("\2\3\x24\0\0", 3, 5));
}

/* Encodings for which a type is not made, and numbers that are none. */
Test(page_bytes, encodings_that_cannot_be)
{
    static const char truths[] = "\1\3\1";
    static const char delta[] = "\x80\x01\x04\x00\x00\x80\x01\x04\x00\x00";
    const struct table_column truth = {.type = TABLE_BOOL}, text = {.type = TABLE_TEXT};

    cr_expect(decode(&required, PAGE_DELTA_BINARY, 0, delta, 5) == STATUS_OK);
    cr_expect(decode(&text, PAGE_DELTA_TEXT, 0, delta, 10) == STATUS_OK);
    cr_expect(decode(&text, PAGE_DELTA_BINARY, 0, delta, 5) == STATUS_DAMAGED);
    cr_expect(decode(&required, PAGE_DELTA_TEXT, 0, delta, 10) == STATUS_DAMAGED);
    cr_expect(decode(&truth, PAGE_DELTA_BINARY, 0, delta, 5) == STATUS_DAMAGED);
    cr_expect(decode(&truth, PAGE_PLAIN, 8, truths, 1) == STATUS_OK);
    cr_expect(decode(&truth, PAGE_DICTIONARY, 8, truths, 3) == STATUS_DAMAGED);
    cr_expect(decode(&required, PAGE_DICTIONARY, 8, truths, 3) == STATUS_OK);
    cr_expect(decode(&truth, PAGE_RLE, 8, "\2\0\0\0\x10\1", 6) == STATUS_DAMAGED);
    for (uint32_t encoding = 0; encoding < 300; encoding++)
        if (encoding != PAGE_PLAIN)
            cr_expect(decode(&required, encoding, 0, "", 0) == STATUS_DAMAGED);
    cr_expect(decode(&required, UINT32_MAX, 0, "", 0) == STATUS_DAMAGED);
}

/* A page of places without a dictionary. */
Test(page_bytes, no_dictionary)
{
    struct table_values values = {0};

    cr_expect(page_decode(&required, PAGE_DICTIONARY, 3,
                          (struct bytes){(const uint8_t *)"\2\3\x24\0", 4}, NULL,
                          &values) == STATUS_DAMAGED);
    table_free(&values);
}

/* Many places of a long text: more than a page may unfold to. */
Test(page_bytes, blown_up)
{
    static char text[DICTIONARY_BYTES_MAX];
    const struct table_column column = {.type = TABLE_BYTES};
    struct table_values values = {0}, dictionary = {0};

    table_put_text(&dictionary, (struct str){text, sizeof text});
    cr_expect(page_decode(&column, PAGE_DICTIONARY, 4, (struct bytes){(const uint8_t *)"\0\x08", 2},
                          &dictionary, &values) == STATUS_OK);
    cr_expect(values.text.n == 4 * sizeof text);
    cr_expect(page_decode(&column, PAGE_DICTIONARY, 2000,
                          (struct bytes){(const uint8_t *)"\0\xA0\x1F", 3}, &dictionary,
                          &values) == STATUS_DAMAGED);
    cr_expect(values.n == 4 && values.text.n == 4 * sizeof text);
    table_free(&values);
    table_free(&dictionary);
}

/* What a header claims for a body that cannot have as much is not asked for. */
Test(page_bytes, claims)
{
    struct table_values values = {0};
    const struct bytes body = {(const uint8_t *)"\x80\x01\x04\xFF\xFF\xFF\xFF\x0F\x02", 9};

    cr_expect(page_decode(&required, PAGE_PLAIN, UINT32_MAX, body, NULL, &values) ==
              STATUS_DAMAGED);
    cr_expect(page_decode(&required, PAGE_DELTA_BINARY, UINT32_MAX, body, NULL, &values) ==
              STATUS_DAMAGED);
    cr_expect(values.capacity < 100 && !values.is_short);
    table_free(&values);
}
