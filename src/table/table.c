/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a column: see table.h.
 */
#include "src/table/table.h"

#include <stdlib.h>

bool table_is_text(enum table_type type)
{
    return type == TABLE_TEXT || type == TABLE_BYTES;
}

/* ARRAY with room for N elements of SIZE bytes; or as it was, and *IS_SHORT. */
static void *grow(void *array, size_t n, size_t size, bool *is_short)
{
    void *grown = realloc(array, n * size);

    if (grown)
        return grown;
    *is_short = true;
    return array;
}

/* All arrays have room for as many rows as values: whatever the shape is, one number bounds both.
 */
bool table_reserve(struct table_values *values, uint32_t n)
{
    uint32_t used = values->n > values->nrows ? values->n : values->nrows, capacity;

    if (values->is_short)
        return false;
    if (n <= values->capacity - used)
        return true;
    if (n > UINT32_MAX / 4 - used) {
        values->is_short = true;
        return false;
    }
    capacity = used + n > 2 * values->capacity ? used + n : 2 * values->capacity;
    values->numbers = grow(values->numbers, capacity, sizeof *values->numbers, &values->is_short);
    values->text_ends =
        grow(values->text_ends, capacity, sizeof *values->text_ends, &values->is_short);
    values->present = grow(values->present, capacity, sizeof *values->present, &values->is_short);
    values->list_ends =
        grow(values->list_ends, capacity, sizeof *values->list_ends, &values->is_short);
    if (!values->is_short)
        values->capacity = capacity;
    return !values->is_short;
}

void table_add_text(struct table_values *values, struct str text)
{
    if (text.n > UINT32_MAX - values->text.n) {
        values->is_short = true;
        return;
    }
    if (values->n == values->capacity && !table_reserve(values, 1))
        return;
    /* Room even for nothing, so that texts never lie at NULL. */
    if (!textbuf_reserve(&values->text, text.n)) {
        values->is_short = true;
        return;
    }
    textbuf_str(&values->text, text);
    values->text_ends[values->n++] = (uint32_t)values->text.n;
}

void table_put_text(struct table_values *values, struct str text)
{
    table_add_text(values, text);
    values->nrows++;
}

static void end_row(struct table_values *values, uint8_t present)
{
    if (values->nrows < values->capacity || table_reserve(values, 1))
        values->present[values->nrows++] = present;
}

void table_put_some_number(struct table_values *values, uint64_t number)
{
    table_add_number(values, number);
    end_row(values, 1);
}

void table_put_some_text(struct table_values *values, struct str text)
{
    table_add_text(values, text);
    end_row(values, 1);
}

void table_put_texts(struct table_values *values, struct str text, uint32_t n)
{
    uint64_t nbytes = (uint64_t)text.n * n;
    char *at;

    /* What does not fit as a whole is put as far as it does. */
    if (text.n > UINT32_MAX || nbytes > UINT32_MAX - values->text.n || !table_reserve(values, n) ||
        !textbuf_reserve(&values->text, nbytes)) {
        for (uint32_t i = 0; i < n; i++)
            table_put_some_text(values, text);
        return;
    }
    at = values->text.at + values->text.n;
    for (uint32_t i = 0; i < n; i++, at += text.n) {
        memcpy(at, text.at, text.n);
        values->text.n += text.n;
        values->text_ends[values->n++] = (uint32_t)values->text.n;
        values->present[values->nrows++] = 1;
    }
}

void table_put_null(struct table_values *values)
{
    end_row(values, 0);
}

void table_end_list(struct table_values *values)
{
    if (values->nrows < values->capacity || table_reserve(values, 1))
        values->list_ends[values->nrows++] = values->n;
}

void table_clear(struct table_values *values)
{
    values->nrows = values->n = 0;
    values->text.n = 0;
}

void table_free(struct table_values *values)
{
    free(values->numbers);
    free(values->text_ends);
    free(values->present);
    free(values->list_ends);
    textbuf_free(&values->text);
    *values = (struct table_values){0};
}
