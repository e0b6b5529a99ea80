/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of table pages: what is accepted is as it should be, and written again means the same. */
#include "src/table/page.h"

#include <assert.h>
#include <stdlib.h>

#include "tests/support/forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADER = 4, NTYPES = TABLE_BYTES + 1, NSHAPES = TABLE_LIST + 1, NLEVELS_MAX = 4096 };

/* A few values of each kind. */
static void make_dictionary(enum table_type type, struct table_values *dictionary)
{
    for (unsigned i = 0; i < 5; i++)
        if (table_is_text(type))
            table_put_text(dictionary, (struct str){"a text of the dictionary", (size_t)6 * i});
        else
            table_put_number(dictionary, i);
}

/* Rows and values belong together as table.h says. */
static void check(const struct table_column *column, const struct table_values *values)
{
    uint32_t n = 0, end = 0;

    for (uint32_t i = 0; i < values->nrows; i++) {
        if (column->shape == TABLE_LIST) {
            assert(values->list_ends[i] >= n);
            n = values->list_ends[i];
        } else {
            assert(column->shape != TABLE_OPTIONAL || values->present[i] <= 1);
            n += column->shape == TABLE_OPTIONAL ? values->present[i] : 1;
        }
    }
    assert(n == values->n);
    for (uint32_t i = 0; i < n && table_is_text(column->type); i++) {
        assert(values->text_ends[i] >= end);
        end = values->text_ends[i];
    }
    assert(end == values->text.n);
}

static void compare(const struct table_column *column, const struct table_values *a,
                    const struct table_values *b)
{
    assert(a->nrows == b->nrows && a->n == b->n);
    for (uint32_t i = 0; i < a->nrows; i++) {
        assert(column->shape != TABLE_OPTIONAL || a->present[i] == b->present[i]);
        assert(column->shape != TABLE_LIST || a->list_ends[i] == b->list_ends[i]);
    }
    for (uint32_t i = 0; i < a->n; i++)
        if (table_is_text(column->type))
            assert(str_equal(table_text(a, i), table_text(b, i)));
        else
            assert(a->numbers[i] == b->numbers[i]);
}

static void write_again(const struct table_column *column, const struct table_values *values)
{
    enum page_encoding encoding = page_encoding_of(column);
    struct dictionary dictionary = {0};
    struct table_values again = {0};
    struct textbuf body = {0};

    if (column->coding == TABLE_DICTIONARY && dictionary_make(column->type, values, &dictionary))
        encoding = PAGE_DICTIONARY;
    page_encode(column, encoding, values, &dictionary, 0, &body);
    assert(page_decode(column, encoding, page_nlevels(column, values),
                       (struct bytes){(const uint8_t *)body.at, body.n}, &dictionary.values,
                       &again) == STATUS_OK);
    compare(column, values, &again);
    table_free(&again);
    textbuf_free(&body);
    dictionary_free(&dictionary);
}

/* The first bytes say what the column is, how it is encoded, and how many levels it has. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct table_values values = {0}, dictionary = {0};

    if (size < HEADER)
        return 0;

    const struct table_column column = {.type = data[0] % NTYPES,
                                        .shape = data[0] / NTYPES % NSHAPES,
                                        .coding = data[0] / NTYPES / NSHAPES % 3};
    uint32_t nlevels = bytes_u16(data + 2) % NLEVELS_MAX;
    uint8_t *body = forge_copy(data + HEADER, size - HEADER);
    make_dictionary(column.type, &dictionary);
    if (page_decode(&column, data[1] % 10, nlevels, (struct bytes){body, size - HEADER},
                    data[1] & 0x80 ? NULL : &dictionary, &values) == STATUS_OK) {
        assert(column.shape == TABLE_LIST ? values.nrows <= nlevels : values.nrows == nlevels);
        check(&column, &values);
        write_again(&column, &values);
    } else {
        assert(values.nrows == 0 && values.n == 0 && values.text.n == 0);
    }
    free(body);
    table_free(&values);
    table_free(&dictionary);
    return 0;
}
