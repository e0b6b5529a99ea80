/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thrift's compact protocol: see thrift.h.
 *
 *   number     zigzag, then seven bits a byte, low ones first, the top bit set where more follow
 *   field      one byte: distance from the field before << 4 | type; distance 0: the id follows as
 *              a number. The value behind it; a boolean is its type
 *   binary     length without zigzag, bytes
 *   list       one byte: count << 4 | type; count 15: the count follows without zigzag
 *   map        count without zigzag; if not 0 one byte: type of keys << 4 | type of values
 *   struct     fields, then a byte 0
 */
#include "src/table/thrift.h"

#include <assert.h>

enum { VARINT_BYTES_MAX = 10, SHORT_MAX = 15, DOUBLE_BYTES = 8 };

/* ---- Writing ---- */

static void put_varint(struct textbuf *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        textbuf_char(to, (char)(uint8_t)(value | 0x80));
    textbuf_char(to, (char)value);
}

static void put_zigzag(struct textbuf *to, int64_t value)
{
    put_varint(to, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

static void put_field(struct thrift_writer *writer, unsigned id, enum thrift_type type)
{
    unsigned *last = &writer->last[writer->depth];

    assert(id > *last && id - *last <= SHORT_MAX);
    textbuf_char(writer->to, (char)(uint8_t)((id - *last) << 4 | type));
    *last = id;
}

void thrift_put_int(struct thrift_writer *writer, unsigned id, enum thrift_type type, int64_t value)
{
    put_field(writer, id, type);
    put_zigzag(writer->to, value);
}

void thrift_put_i8(struct thrift_writer *writer, unsigned id, int8_t value)
{
    put_field(writer, id, THRIFT_I8);
    textbuf_char(writer->to, (char)value);
}

void thrift_put_bool(struct thrift_writer *writer, unsigned id, bool value)
{
    put_field(writer, id, value ? THRIFT_TRUE : THRIFT_FALSE);
}

void thrift_put_text(struct thrift_writer *writer, unsigned id, struct str text)
{
    put_field(writer, id, THRIFT_BINARY);
    thrift_add_text(writer, text);
}

void thrift_put_list(struct thrift_writer *writer, unsigned id, enum thrift_type type, size_t n)
{
    put_field(writer, id, THRIFT_LIST);
    textbuf_char(writer->to, (char)(uint8_t)((n < SHORT_MAX ? n : SHORT_MAX) << 4 | type));
    if (n >= SHORT_MAX)
        put_varint(writer->to, n);
}

void thrift_add_int(struct thrift_writer *writer, int64_t value)
{
    put_zigzag(writer->to, value);
}

void thrift_add_text(struct thrift_writer *writer, struct str text)
{
    put_varint(writer->to, text.n);
    textbuf_str(writer->to, text);
}

void thrift_add(struct thrift_writer *writer)
{
    assert(writer->depth + 1 < THRIFT_DEPTH_MAX);
    writer->last[++writer->depth] = 0;
}

void thrift_open(struct thrift_writer *writer, unsigned id)
{
    put_field(writer, id, THRIFT_STRUCT);
    thrift_add(writer);
}

void thrift_close(struct thrift_writer *writer)
{
    textbuf_char(writer->to, 0);
    if (writer->depth > 0)
        writer->depth--;
}

/* ---- Reading ---- */

static void fail(struct thrift_reader *reader)
{
    reader->is_bad = true;
    reader->left.n = 0;
}

/* The next N bytes; NULL, and bad, where there are fewer. */
static const uint8_t *take(struct thrift_reader *reader, uint64_t n)
{
    const uint8_t *at = reader->left.at;

    if (reader->is_bad || n > reader->left.n) {
        fail(reader);
        return NULL;
    }
    reader->left.at += n;
    reader->left.n -= n;
    return at;
}

static unsigned take_byte(struct thrift_reader *reader)
{
    const uint8_t *at = take(reader, 1);

    return at ? *at : 0;
}

static uint64_t take_varint(struct thrift_reader *reader)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < VARINT_BYTES_MAX; i++) {
        unsigned byte = take_byte(reader);

        value |= (uint64_t)(byte & 0x7F) << 7 * i;
        if (byte < 0x80) {
            /* Only the lowest bit of a tenth byte still fits. */
            if (i == VARINT_BYTES_MAX - 1 && byte > 1)
                break;
            return value;
        }
    }
    fail(reader);
    return 0;
}

static int64_t take_zigzag(struct thrift_reader *reader)
{
    uint64_t value = take_varint(reader);

    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

bool thrift_next(struct thrift_reader *reader, struct thrift_field *field)
{
    unsigned head = take_byte(reader);
    int64_t id;

    if (head == 0)
        return false;
    id = head >> 4 ? field->id + (int64_t)(head >> 4) : take_zigzag(reader);
    if (id <= field->id || id > INT16_MAX || (head & 15) == 0)
        fail(reader);
    if (reader->is_bad)
        return false;
    *field = (struct thrift_field){(int32_t)id, head & 15};
    return true;
}

int64_t thrift_int(struct thrift_reader *reader, const struct thrift_field *field)
{
    if (field->type != THRIFT_I16 && field->type != THRIFT_I32 && field->type != THRIFT_I64) {
        fail(reader);
        return 0;
    }
    return take_zigzag(reader);
}

struct str thrift_text(struct thrift_reader *reader, const struct thrift_field *field)
{
    uint64_t n;
    const uint8_t *at;

    if (field->type != THRIFT_BINARY)
        fail(reader);
    n = take_varint(reader);
    at = take(reader, n);
    return at ? (struct str){(const char *)at, n} : (struct str){0};
}

/* The count and the type of a list's elements. */
static size_t take_list(struct thrift_reader *reader, unsigned *type_ret)
{
    unsigned head = take_byte(reader);
    uint64_t n = head >> 4;

    if (n == SHORT_MAX)
        n = take_varint(reader);
    if (n > reader->left.n)
        fail(reader);
    *type_ret = head & 15;
    return reader->is_bad ? 0 : n;
}

size_t thrift_list(struct thrift_reader *reader, const struct thrift_field *field,
                   enum thrift_type type)
{
    unsigned found = 0;
    size_t n;

    if (field->type != THRIFT_LIST)
        fail(reader);
    n = take_list(reader, &found);
    if (n > 0 && found != type)
        fail(reader);
    return reader->is_bad ? 0 : n;
}

void thrift_struct(struct thrift_reader *reader, const struct thrift_field *field)
{
    if (field->type != THRIFT_STRUCT)
        fail(reader);
}

static void skip(struct thrift_reader *reader, unsigned type, unsigned depth);

static void skip_list(struct thrift_reader *reader, unsigned depth)
{
    unsigned type = 0;

    for (size_t n = take_list(reader, &type); n > 0 && !reader->is_bad; n--)
        if (type == THRIFT_TRUE || type == THRIFT_FALSE)
            take(reader, 1);
        else
            skip(reader, type, depth);
}

static void skip_map(struct thrift_reader *reader, unsigned depth)
{
    uint64_t n = take_varint(reader);
    unsigned types = n > 0 ? take_byte(reader) : 0;

    for (; n > 0 && !reader->is_bad; n--)
        for (unsigned i = 0; i < 2; i++) {
            unsigned type = i == 0 ? types >> 4 : types & 15;

            if (type == THRIFT_TRUE || type == THRIFT_FALSE)
                take(reader, 1);
            else
                skip(reader, type, depth);
        }
}

/* Goes over a value of TYPE in a field, where booleans have no bytes. */
static void skip(struct thrift_reader *reader, unsigned type, unsigned depth)
{
    struct thrift_field field = {0};

    if (depth >= THRIFT_DEPTH_MAX) {
        fail(reader);
        return;
    }
    if (type == THRIFT_I8)
        take(reader, 1);
    else if (type >= THRIFT_I16 && type <= THRIFT_I64)
        take_varint(reader);
    else if (type == THRIFT_DOUBLE)
        take(reader, DOUBLE_BYTES);
    else if (type == THRIFT_BINARY)
        take(reader, take_varint(reader));
    else if (type == THRIFT_LIST || type == THRIFT_SET)
        skip_list(reader, depth + 1);
    else if (type == THRIFT_MAP)
        skip_map(reader, depth + 1);
    else if (type == THRIFT_STRUCT)
        while (thrift_next(reader, &field))
            skip(reader, field.type, depth + 1);
    else if (type != THRIFT_TRUE && type != THRIFT_FALSE)
        fail(reader);
}

void thrift_skip(struct thrift_reader *reader, const struct thrift_field *field)
{
    skip(reader, field->type, 0);
}
