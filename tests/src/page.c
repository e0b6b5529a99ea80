/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of pages: every type, shape and encoding there and back; known bytes; damage. */
#include "src/table/page.h"

#include "tests/support/chance.h"
#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

enum { MANY = 1000 };

/* A column's page: its values, with their dictionary where they have one. */
struct sheet {
    struct table_column column;
    enum page_encoding encoding;
    struct table_values values;
    struct dictionary dictionary;
    struct textbuf body;
};

/* What values are like. */
enum manner { MANNER_FEW, MANNER_ANY, MANNER_ENDS, MANNER_RISING, NMANNERS };

static uint64_t number_of(enum table_type type, enum manner manner, struct chance *chance,
                          uint64_t before)
{
    static const uint64_t ends[] = {
        0, 1, UINT64_MAX, INT64_MAX, (uint64_t)INT64_MIN, INT32_MAX, (uint64_t)INT32_MIN};
    uint64_t number = manner == MANNER_FEW    ? chance_below(chance, 3) - UINT64_C(1)
                      : manner == MANNER_ENDS ? ends[chance_below(chance, 7)]
                      : manner == MANNER_ANY  ? chance_bits(chance)
                                              : before + chance_below(chance, 1000);

    if (type == TABLE_BOOL)
        return number & 1;
    if (type == TABLE_INT32)
        return (uint64_t)(int32_t)(uint32_t)number;
    return type == TABLE_UINT32 ? (uint32_t)number : number;
}

static void add(struct sheet *sheet, enum manner manner, struct chance *chance)
{
    struct table_values *values = &sheet->values;
    uint64_t number = number_of(sheet->column.type, manner, chance,
                                values->n ? values->numbers[values->n - 1] : 4711);
    char text[100];
    int length = snprintf(text, sizeof text, "%.*s%llx", (int)(number % 41),
                          "a beginning that texts have in common, or not",
                          (unsigned long long)(number % 100));

    if (table_is_text(sheet->column.type))
        table_add_text(values, (struct str){text, number % 7 ? (size_t)length : 0});
    else
        table_add_number(values, number);
}

static void put_row(struct sheet *sheet, enum manner manner, struct chance *chance)
{
    bool is_list = sheet->column.shape == TABLE_LIST;
    bool is_some = sheet->column.shape != TABLE_OPTIONAL || chance_below(chance, 3);
    uint32_t n = is_list ? chance_below(chance, 2) * chance_below(chance, 9) : is_some;

    if (!is_some) {
        table_put_null(&sheet->values);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        add(sheet, manner, chance);
    if (is_list) {
        table_end_list(&sheet->values);
        return;
    }
    /* Its place is there, as the value has been given. */
    sheet->values.present[sheet->values.nrows++] = 1;
}

static void fill(struct sheet *sheet, uint32_t nrows, enum manner manner, struct chance *chance)
{
    cr_assert(table_reserve(&sheet->values, MANY));
    for (uint32_t i = 0; i < nrows; i++)
        put_row(sheet, manner, chance);
    if (sheet->encoding == PAGE_DICTIONARY &&
        !dictionary_make(sheet->column.type, &sheet->values, &sheet->dictionary))
        sheet->encoding = PAGE_PLAIN;
    page_encode(&sheet->column, sheet->encoding, &sheet->values, &sheet->dictionary, 0,
                &sheet->body);
    cr_assert_not(sheet->body.is_short || sheet->values.is_short);
}

static void empty(struct sheet *sheet)
{
    table_free(&sheet->values);
    dictionary_free(&sheet->dictionary);
    textbuf_free(&sheet->body);
}

/* The first NBYTES of the body, in a block of their own. */
static enum status decode(const struct sheet *sheet, size_t nbytes, struct table_values *got)
{
    uint8_t *exact = forge_copy(sheet->body.at, nbytes);
    enum status status =
        page_decode(&sheet->column, sheet->encoding, page_nlevels(&sheet->column, &sheet->values),
                    (struct bytes){exact, nbytes}, &sheet->dictionary.values, got);

    free(exact);
    return status;
}

/* Are rows from FIRST_ROW and values from FIRST on those of the sheet? */
static void compare(const struct sheet *sheet, const struct table_values *got, uint32_t first_row,
                    uint32_t first)
{
    const struct table_values *values = &sheet->values;

    cr_assert(got->nrows == first_row + values->nrows && got->n == first + values->n);
    for (uint32_t i = 0; i < values->nrows; i++) {
        cr_assert(sheet->column.shape != TABLE_OPTIONAL ||
                  got->present[first_row + i] == values->present[i]);
        cr_assert(sheet->column.shape != TABLE_LIST ||
                  got->list_ends[first_row + i] == first + values->list_ends[i]);
    }
    for (uint32_t i = 0; i < values->n; i++)
        cr_assert(table_is_text(sheet->column.type)
                      ? str_equal(table_text(got, first + i), table_text(values, i))
                      : got->numbers[first + i] == values->numbers[i],
                  "value %u", i);
}

static void cut(const struct sheet *sheet)
{
    struct table_values got = {0};

    for (size_t n = 0; n < sheet->body.n; n += 1 + sheet->body.n / 150) {
        cr_assert(decode(sheet, n, &got) == STATUS_DAMAGED, "cut at %zu", n);
        cr_assert(got.n == 0 && got.nrows == 0 && got.text.n == 0);
    }
    table_free(&got);
}

/* Whatever becomes of it, it is said to be damaged, or has as many rows. */
static void flip(struct sheet *sheet)
{
    struct table_values got = {0};
    uint32_t nlevels = page_nlevels(&sheet->column, &sheet->values);

    for (size_t i = 0; i < sheet->body.n; i += 1 + sheet->body.n / 60)
        for (unsigned bit = 0; bit < 9; bit++) {
            char was = sheet->body.at[i];

            table_clear(&got);
            sheet->body.at[i] = (char)(bit < 8 ? was ^ 1 << bit : ~was);
            if (decode(sheet, sheet->body.n, &got) == STATUS_OK)
                cr_assert(got.nrows <= nlevels &&
                          (sheet->column.shape == TABLE_LIST || got.nrows == sheet->values.nrows));
            else
                cr_assert(got.nrows == 0 && got.n == 0);
            sheet->body.at[i] = was;
        }
    table_free(&got);
}

static void check(struct sheet sheet, uint32_t nrows, enum manner manner, struct chance *chance)
{
    struct table_values got = {0};

    fill(&sheet, nrows, manner, chance);
    cr_assert(decode(&sheet, sheet.body.n, &got) == STATUS_OK, "%u rows, type %d, shape %d, %d",
              nrows, (int)sheet.column.type, (int)sheet.column.shape, (int)sheet.encoding);
    compare(&sheet, &got, 0, 0);
    cr_assert(decode(&sheet, sheet.body.n, &got) == STATUS_OK);
    compare(&sheet, &got, sheet.values.nrows, sheet.values.n);
    table_free(&got);
    if (nrows <= 130) {
        cut(&sheet);
        flip(&sheet);
    }
    textbuf_char(&sheet.body, 0);
    cr_assert(decode(&sheet, sheet.body.n, &got) == STATUS_DAMAGED);
    empty(&sheet);
    table_free(&got);
}

static void check_lengths(enum table_type type, enum table_shape shape, enum page_encoding encoding)
{
    static const uint32_t lengths[] = {0, 1, 2, 7, 8, 9, 33, 127, 128, 129, 130, 257, MANY / 8};
    const struct sheet sheet = {.column = {"column", type, shape, TABLE_PLAIN},
                                .encoding = encoding};
    struct chance chance = chance_seed(100 * (uint64_t)type + 10 * (uint64_t)shape + encoding);

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        for (enum manner manner = 0; manner < NMANNERS; manner++)
            check(sheet, lengths[i], manner, &chance);
}

static void check_shapes(enum table_type type, enum page_encoding encoding)
{
    check_lengths(type, TABLE_REQUIRED, encoding);
    check_lengths(type, TABLE_OPTIONAL, encoding);
    check_lengths(type, TABLE_LIST, encoding);
}

static const enum table_type numbers[] = {TABLE_INT32, TABLE_UINT32, TABLE_INT64, TABLE_TIME};
static const enum table_type texts[] = {TABLE_TEXT, TABLE_BYTES};

Test(page, plain)
{
    for (enum table_type type = TABLE_BOOL; type <= TABLE_BYTES; type++)
        check_shapes(type, PAGE_PLAIN);
}

Test(page, delta)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        check_shapes(numbers[i], PAGE_DELTA_BINARY);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_shapes(texts[i], PAGE_DELTA_TEXT);
}

Test(page, dictionary)
{
    for (enum table_type type = TABLE_INT32; type <= TABLE_BYTES; type++)
        check_shapes(type, PAGE_DICTIONARY);
}

static void check_same(enum table_shape shape, enum page_encoding encoding, uint32_t nrows,
                       void (*put)(struct table_values *values))
{
    struct sheet sheet = {.column = {"column", TABLE_INT64, shape, TABLE_PLAIN},
                          .encoding = encoding};
    struct table_values got = {0};

    for (uint32_t i = 0; i < nrows; i++)
        put(&sheet.values);
    page_encode(&sheet.column, encoding, &sheet.values, &sheet.dictionary, 0, &sheet.body);
    cr_assert(decode(&sheet, sheet.body.n, &got) == STATUS_OK);
    compare(&sheet, &got, 0, 0);
    empty(&sheet);
    table_free(&got);
}

/* Nothing but nulls and empty lists: pages without any value. */
Test(page, nothing)
{
    static const enum page_encoding encodings[] = {PAGE_PLAIN, PAGE_DELTA_BINARY, PAGE_DICTIONARY};

    for (size_t i = 0; i < 3; i++)
        for (uint32_t nrows = 0; nrows <= TABLE_PAGE_ROWS; nrows += 1 + nrows * 3) {
            check_same(TABLE_OPTIONAL, encodings[i], nrows, table_put_null);
            check_same(TABLE_LIST, encodings[i], nrows, table_end_list);
        }
}

/* Pages of a chunk share its dictionary, each from the place where the one before ended. */
Test(page, pages_of_a_dictionary)
{
    const struct table_column column = {"column", TABLE_TEXT, TABLE_REQUIRED, TABLE_DICTIONARY};
    struct table_values values = {0}, got = {0}, dictionary = {0};
    struct dictionary made = {0};
    struct textbuf body = {0};
    char text[20];

    for (unsigned i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "%u", i * i % 1013);
        table_put_text(&values, str_of(text));
    }
    cr_assert(dictionary_make(TABLE_TEXT, &values, &made));
    page_encode_dictionary(TABLE_TEXT, &made.values, &body);
    cr_assert(page_decode_dictionary(TABLE_TEXT, made.values.n,
                                     (struct bytes){(uint8_t *)body.at, body.n},
                                     &dictionary) == STATUS_OK);
    cr_assert(dictionary.nrows == made.values.n);
    for (uint32_t first = 0; first < 3000; first += 500) {
        struct table_values page = {.nrows = 500, .n = 500};

        body.n = 0;
        page_encode(&column, PAGE_DICTIONARY, &page, &made, first, &body);
        cr_assert(page_decode(&column, PAGE_DICTIONARY, 500,
                              (struct bytes){(uint8_t *)body.at, body.n}, &dictionary,
                              &got) == STATUS_OK);
    }
    cr_assert(got.nrows == 3000 && got.n == 3000);
    cr_assert(str_equal(textbuf_view(&got.text), textbuf_view(&values.text)));
    table_free(&values);
    table_free(&got);
    table_free(&dictionary);
    dictionary_free(&made);
    textbuf_free(&body);
}

Test(page, encodings)
{
    struct table_column column = {"column", TABLE_TEXT, TABLE_REQUIRED, TABLE_DELTA};

    cr_expect(page_encoding_of(&column) == PAGE_DELTA_TEXT);
    column.type = TABLE_UINT32;
    cr_expect(page_encoding_of(&column) == PAGE_DELTA_BINARY);
    column.type = TABLE_BOOL;
    cr_expect(page_encoding_of(&column) == PAGE_PLAIN);
    column.type = TABLE_TEXT;
    column.coding = TABLE_DICTIONARY;
    cr_expect(page_encoding_of(&column) == PAGE_PLAIN);
    column.coding = TABLE_PLAIN;
    cr_expect(page_encoding_of(&column) == PAGE_PLAIN);
}
