/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PLAIN: see plain.h.
 */
#include "src/table/plain.h"

#include "src/table/bitpack.h"
#include "src/table/wire.h"

static void put_bits(const struct table_values *values, uint8_t *to)
{
    bitpack_put(values->numbers, values->n, 1, to);
}

static void put_32(const struct table_values *values, uint8_t *to)
{
    for (uint32_t i = 0; i < values->n; i++)
        wire_put32((uint32_t)values->numbers[i], to + 4 * (size_t)i);
}

static void put_64(const struct table_values *values, uint8_t *to)
{
    for (uint32_t i = 0; i < values->n; i++)
        wire_put64(values->numbers[i], to + 8 * (size_t)i);
}

static void put_texts(const struct table_values *values, uint8_t *to)
{
    for (uint32_t i = 0; i < values->n; i++) {
        struct str text = table_text(values, i);

        wire_put32((uint32_t)text.n, to);
        memcpy(to + 4, text.at, text.n);
        to += 4 + text.n;
    }
}

/* What N values fill, of which texts have NBYTES. */
static uint64_t size_of(enum table_type type, uint64_t n, uint64_t nbytes)
{
    switch (type) {
    case TABLE_BOOL:
        return bitpack_bytes(n, 1);
    case TABLE_INT32:
    case TABLE_UINT32:
        return 4 * n;
    case TABLE_INT64:
    case TABLE_TIME:
        return 8 * n;
    case TABLE_TEXT:
    case TABLE_BYTES:
        return 4 * n + nbytes;
    }
    return 0;
}

void plain_encode(enum table_type type, const struct table_values *values, struct textbuf *to)
{
    uint64_t size = size_of(type, values->n, values->text.n);
    uint8_t *at;

    if (values->n == 0 || !textbuf_reserve(to, size + BITPACK_SLACK))
        return;
    at = (uint8_t *)to->at + to->n;
    if (type == TABLE_BOOL)
        put_bits(values, at);
    else if (table_is_text(type))
        put_texts(values, at);
    else if (type == TABLE_INT32 || type == TABLE_UINT32)
        put_32(values, at);
    else
        put_64(values, at);
    to->n += size;
}

bool plain_reserve_text(struct table_values *values, uint64_t n)
{
    if (n > UINT32_MAX - values->text.n || !textbuf_reserve(&values->text, n + PLAIN_SLACK))
        values->is_short = true;
    return !values->is_short;
}

/* The N texts of FROM, which has their lengths at least. There is room for what is left beside
 * these, so no text may take the bytes of lengths to come. False where they do not fill FROM. */
static bool take_texts(struct bytes from, uint32_t n, struct table_values *values)
{
    char *at = values->text.at + values->text.n;

    for (uint32_t i = 0; i < n; i++) {
        size_t length = bytes_u32(from.at);

        if (length > from.n - 4 * (size_t)(n - i))
            return false;
        plain_copy_text(at, from.at + 4, length, from.n - 4);
        at += length;
        from = (struct bytes){from.at + 4 + length, from.n - 4 - length};
        values->text_ends[values->n + i] = (uint32_t)(at - values->text.at);
    }
    values->text.n = (size_t)(at - values->text.at);
    return from.n == 0;
}

static void take_32(enum table_type type, const uint8_t *from, uint32_t n, uint64_t *numbers)
{
    for (uint32_t i = 0; i < n; i++)
        numbers[i] = plain_widen(type, bytes_u32(from + 4 * (size_t)i));
}

static void take_64(const uint8_t *from, uint32_t n, uint64_t *numbers)
{
    for (uint32_t i = 0; i < n; i++)
        numbers[i] = bytes_u64(from + 8 * (size_t)i);
}

/* Are there as many bytes as N values need? Of texts, at least. */
static bool is_size(enum table_type type, uint64_t n, uint64_t nbytes)
{
    uint64_t size = size_of(type, n, 0);

    return table_is_text(type) ? nbytes >= size && nbytes - size <= PLAIN_TEXT_MAX : nbytes == size;
}

enum status plain_decode(enum table_type type, struct bytes from, uint32_t n,
                         struct table_values *values)
{
    if (!is_size(type, n, from.n))
        return STATUS_DAMAGED;
    if (!table_reserve(values, n))
        return STATUS_NO_MEMORY;
    if (table_is_text(type)) {
        if (!plain_reserve_text(values, from.n - 4 * (uint64_t)n))
            return STATUS_NO_MEMORY;
        if (!take_texts(from, n, values))
            return STATUS_DAMAGED;
    } else if (type == TABLE_BOOL) {
        bitpack_get(from, n, 1, values->numbers + values->n);
    } else if (type == TABLE_INT32 || type == TABLE_UINT32) {
        take_32(type, from.at, n, values->numbers + values->n);
    } else {
        take_64(from.at, n, values->numbers + values->n);
    }
    values->n += n;
    return STATUS_OK;
}
