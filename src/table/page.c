/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The body of a Parquet data page: see page.h.
 *
 *   repetition levels   LIST: of each element or empty list, 1 where it goes on with the row's list
 *   definition levels   LIST: 0 for an empty list; OPTIONAL: 0 for none; else 1
 *   values              as their encoding has them; places in a dictionary behind their width
 *
 * Levels are a hybrid run of width 1, behind its length in four bytes.
 */
#include "src/table/page.h"

#include "src/table/bitpack.h"
#include "src/table/delta.h"
#include "src/table/deltatext.h"
#include "src/table/hybrid.h"
#include "src/table/plain.h"
#include "src/table/wire.h"

#include <stdlib.h>

static bool is_32(enum table_type type)
{
    return type == TABLE_INT32 || type == TABLE_UINT32;
}

enum page_encoding page_encoding_of(const struct table_column *column)
{
    if (column->coding != TABLE_DELTA || column->type == TABLE_BOOL)
        return PAGE_PLAIN;
    return table_is_text(column->type) ? PAGE_DELTA_TEXT : PAGE_DELTA_BINARY;
}

uint32_t page_nlevels(const struct table_column *column, const struct table_values *values)
{
    uint32_t nlevels = values->n, begin = 0;

    if (column->shape != TABLE_LIST)
        return values->nrows;
    for (uint32_t row = 0; row < values->nrows; begin = values->list_ends[row++])
        nlevels += values->list_ends[row] == begin;
    return nlevels;
}

static void put_levels(const uint8_t *levels, uint32_t n, struct textbuf *to)
{
    size_t begin = to->n;

    textbuf_fill(to, 0, sizeof(uint32_t));
    hybrid_encode_levels(levels, n, to);
    if (!to->is_short)
        wire_put32((uint32_t)(to->n - begin - sizeof(uint32_t)), (uint8_t *)to->at + begin);
}

/* Makes the levels of lists, one for each element and empty list. */
static void list_levels(const struct table_values *values, uint8_t *repetitions_ret,
                        uint8_t *definitions_ret)
{
    uint32_t begin = 0;

    for (uint32_t row = 0; row < values->nrows; row++) {
        uint32_t n = values->list_ends[row] - begin;

        *repetitions_ret++ = 0;
        *definitions_ret++ = n > 0;
        for (uint32_t i = 1; i < n; i++) {
            *repetitions_ret++ = 1;
            *definitions_ret++ = 1;
        }
        begin = values->list_ends[row];
    }
}

static void put_list_levels(const struct table_column *column, const struct table_values *values,
                            struct textbuf *to)
{
    uint32_t n = page_nlevels(column, values);
    uint8_t *levels = malloc(2 * (size_t)n + 1);

    if (!levels) {
        to->is_short = true;
        return;
    }
    list_levels(values, levels, levels + n);
    put_levels(levels, n, to);
    put_levels(levels + n, n, to);
    free(levels);
}

/* At least one bit, as other writers have it. */
static unsigned width_of_places(const struct table_values *dictionary)
{
    return dictionary->n > 1 ? bitpack_width(dictionary->n - 1) : 1;
}

static void put_places(const struct dictionary *dictionary, uint32_t first, uint32_t n,
                       struct textbuf *to)
{
    unsigned width = width_of_places(&dictionary->values);

    textbuf_char(to, (char)width);
    if (n > 0)
        hybrid_encode(dictionary->places + first, n, width, to);
}

void page_encode(const struct table_column *column, enum page_encoding encoding,
                 const struct table_values *values, const struct dictionary *dictionary,
                 uint32_t first_place, struct textbuf *to)
{
    if (column->shape == TABLE_LIST)
        put_list_levels(column, values, to);
    else if (column->shape == TABLE_OPTIONAL)
        put_levels(values->present, values->nrows, to);
    switch (encoding) {
    case PAGE_PLAIN:
        plain_encode(column->type, values, to);
        break;
    case PAGE_DELTA_BINARY:
        delta_encode(values->numbers, values->n, is_32(column->type) ? DELTA_32 : DELTA_64, to);
        break;
    case PAGE_DELTA_TEXT:
        deltatext_encode(values, to);
        break;
    case PAGE_DICTIONARY:
        put_places(dictionary, first_place, values->n, to);
        break;
    case PAGE_RLE:
        break;
    }
}

void page_encode_dictionary(enum table_type type, const struct table_values *values,
                            struct textbuf *to)
{
    plain_encode(type, values, to);
}

/* Takes N levels from the front of BODY. */
static bool take_levels(struct bytes *body, uint32_t n, uint8_t *levels_ret)
{
    size_t length;

    if (body->n < sizeof(uint32_t))
        return false;
    length = bytes_u32(body->at);
    if (!bytes_fit(sizeof(uint32_t), length, body->n) ||
        !hybrid_decode_levels((struct bytes){body->at + sizeof(uint32_t), length}, n, levels_ret))
        return false;
    *body =
        (struct bytes){body->at + sizeof(uint32_t) + length, body->n - sizeof(uint32_t) - length};
    return true;
}

static enum status take_optional(struct bytes *body, uint32_t nlevels, struct table_values *values,
                                 uint32_t *nvalues_ret)
{
    const uint8_t *present;
    uint32_t n = 0;

    if (!table_reserve(values, nlevels))
        return STATUS_NO_MEMORY;
    if (!take_levels(body, nlevels, values->present + values->nrows))
        return STATUS_DAMAGED;
    present = values->present + values->nrows;
    for (uint32_t i = 0; i < nlevels; i++)
        n += present[i];
    values->nrows += nlevels;
    *nvalues_ret = n;
    return STATUS_OK;
}

/* Appends the rows that the N levels make, and counts their elements. A level of 1 goes on with a
 * list that is not empty. */
static bool take_rows(const uint8_t *repetitions, const uint8_t *definitions, uint32_t n,
                      struct table_values *values, uint32_t *nvalues_ret)
{
    uint32_t nvalues = 0, nrows = values->nrows;

    if (n > 0 && repetitions[0])
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (repetitions[i] && !(definitions[i] && definitions[i - 1]))
            return false;
        nvalues += definitions[i];
        nrows += !repetitions[i];
        values->list_ends[nrows - 1] = values->n + nvalues;
    }
    values->nrows = nrows;
    *nvalues_ret = nvalues;
    return true;
}

static enum status take_lists(struct bytes *body, uint32_t nlevels, struct table_values *values,
                              uint32_t *nvalues_ret)
{
    uint8_t *levels;
    bool is_right;

    if (!table_reserve(values, nlevels) || !(levels = malloc(2 * (size_t)nlevels + 1))) {
        values->is_short = true;
        return STATUS_NO_MEMORY;
    }
    is_right = take_levels(body, nlevels, levels) && take_levels(body, nlevels, levels + nlevels) &&
               take_rows(levels, levels + nlevels, nlevels, values, nvalues_ret);
    free(levels);
    return is_right ? STATUS_OK : STATUS_DAMAGED;
}

/* Takes the levels and with them the rows; says how many values they have. */
static enum status take_shape(enum table_shape shape, struct bytes *body, uint32_t nlevels,
                              struct table_values *values, uint32_t *nvalues_ret)
{
    switch (shape) {
    case TABLE_OPTIONAL:
        return take_optional(body, nlevels, values, nvalues_ret);
    case TABLE_LIST:
        return take_lists(body, nlevels, values, nvalues_ret);
    case TABLE_REQUIRED:
        break;
    }
    *nvalues_ret = nlevels;
    return STATUS_OK;
}

static enum status take_delta(enum table_type type, struct bytes body, uint32_t n,
                              struct table_values *values)
{
    enum delta_bits bits = is_32(type) ? DELTA_32 : DELTA_64;
    uint64_t *numbers;
    uint32_t count;

    if (!delta_count(body, bits, &count) || count != n)
        return STATUS_DAMAGED;
    if (!table_reserve(values, n))
        return STATUS_NO_MEMORY;
    numbers = values->numbers + values->n;
    if (!delta_decode(&body, n, bits, numbers) || body.n > 0)
        return STATUS_DAMAGED;
    for (uint32_t i = 0; type == TABLE_INT32 && i < n; i++)
        numbers[i] = plain_widen(type, (uint32_t)numbers[i]);
    values->n += n;
    return STATUS_OK;
}

static bool are_below(const uint32_t *places, uint32_t n, uint32_t limit)
{
    uint32_t highest = 0;

    for (uint32_t i = 0; i < n; i++)
        highest = places[i] > highest ? places[i] : highest;
    return n == 0 || highest < limit;
}

/* Puts the texts whose places stand where their ends come to be. */
static enum status look_up_texts(const struct table_values *dictionary, uint32_t n,
                                 struct table_values *values)
{
    uint32_t *ends = values->text_ends + values->n;
    const char *end = dictionary->text.at + dictionary->text.capacity;
    uint64_t total = 0;
    char *at;

    for (uint32_t i = 0; i < n; i++) {
        total += table_text(dictionary, ends[i]).n;
        if (total > PLAIN_TEXT_MAX)
            return STATUS_DAMAGED;
    }
    if (!plain_reserve_text(values, total))
        return STATUS_NO_MEMORY;
    at = values->text.at + values->text.n;
    for (uint32_t i = 0; i < n; i++) {
        struct str text = table_text(dictionary, ends[i]);

        plain_copy_text(at, text.at, text.n, (size_t)(end - text.at));
        at += text.n;
        ends[i] = (uint32_t)(at - values->text.at);
    }
    values->text.n += total;
    return STATUS_OK;
}

static enum status take_places(enum table_type type, struct bytes body, uint32_t n,
                               const struct table_values *dictionary, struct table_values *values)
{
    uint32_t *places;

    if (!dictionary || type == TABLE_BOOL || body.n == 0 || body.at[0] > HYBRID_WIDTH_MAX)
        return STATUS_DAMAGED;
    if (!table_reserve(values, n))
        return STATUS_NO_MEMORY;
    places = values->text_ends + values->n; /* which numbers do not use */
    if (!hybrid_decode((struct bytes){body.at + 1, body.n - 1}, n, body.at[0], places) ||
        !are_below(places, n, dictionary->n))
        return STATUS_DAMAGED;
    if (table_is_text(type) && n > 0) {
        enum status status = look_up_texts(dictionary, n, values);

        if (status != STATUS_OK)
            return status;
    } else {
        for (uint32_t i = 0; i < n; i++)
            values->numbers[values->n + i] = dictionary->numbers[places[i]];
    }
    values->n += n;
    return STATUS_OK;
}

static enum status take_values(enum table_type type, uint32_t encoding, struct bytes body,
                               uint32_t n, const struct table_values *dictionary,
                               struct table_values *values)
{
    if (encoding == PAGE_PLAIN)
        return plain_decode(type, body, n, values);
    if (encoding == PAGE_DICTIONARY)
        return take_places(type, body, n, dictionary, values);
    if (encoding == PAGE_DELTA_BINARY && type != TABLE_BOOL && !table_is_text(type))
        return take_delta(type, body, n, values);
    if (encoding == PAGE_DELTA_TEXT && table_is_text(type))
        return deltatext_decode(body, n, values);
    return STATUS_DAMAGED;
}

enum status page_decode(const struct table_column *column, uint32_t encoding, uint32_t nlevels,
                        struct bytes body, const struct table_values *dictionary,
                        struct table_values *values)
{
    uint32_t nrows = values->nrows, n = values->n, nvalues;
    size_t ntext = values->text.n;
    enum status status;

    if (!table_reserve(values, 1)) /* so that no array is NULL where the page is empty */
        return STATUS_NO_MEMORY;
    status = take_shape(column->shape, &body, nlevels, values, &nvalues);
    if (status == STATUS_OK)
        status = take_values(column->type, encoding, body, nvalues, dictionary, values);
    if (status == STATUS_OK) {
        if (column->shape == TABLE_REQUIRED)
            values->nrows += nlevels;
        return STATUS_OK;
    }
    values->nrows = nrows;
    values->n = n;
    values->text.n = ntext;
    return status;
}

enum status page_decode_dictionary(enum table_type type, uint32_t nvalues, struct bytes body,
                                   struct table_values *values)
{
    const struct table_column column = {.type = type, .shape = TABLE_REQUIRED};

    return page_decode(&column, PAGE_PLAIN, nvalues, body, NULL, values);
}
