/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Named streams as one text: ":" name "=" size in decimal digits, stream by stream, by name and
 * then by size, so that two files with the same streams have the same text. What would be taken for
 * something else, or is no UTF-8, is "%" and the four hexadecimal digits of its UTF-16 unit: the
 * colon, the equals sign, the percent sign, control characters, lone surrogates.
 */
#include "planner/manifest.h"

#include <stdlib.h>

enum { FEW = 8, ESCAPE_BYTES = 5, SIZE_BYTES = 22 };

struct named {
    struct str name;
    uint64_t size;
};

static int compare(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = text_compare(x->name, y->name);

    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

static bool is_escaped(uint32_t c)
{
    return c < ' ' || c == 0x7F || c == ':' || c == '=' || c == '%' || (c >= 0xD800 && c < 0xE000);
}

static char *put_name(struct str name, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t at = 0, first = 0; at < name.n; first = at) {
        uint32_t c = text_next(name, &at);

        if (!is_escaped(c)) {
            memcpy(out, name.at + first, at - first);
            out += at - first;
            continue;
        }
        *out++ = '%';
        for (int shift = 12; shift >= 0; shift -= 4)
            *out++ = digits[c >> shift & 0xF];
    }
    return out;
}

static char *put_size(uint64_t size, char *out)
{
    char digits[SIZE_BYTES];
    size_t n = 0;

    do
        digits[n++] = (char)('0' + size % 10);
    while ((size /= 10) > 0);
    while (n > 0)
        *out++ = digits[--n];
    return out;
}

static enum status put_all(const struct named *streams, uint32_t n, size_t most,
                           struct arena *arena, struct str *text_ret)
{
    char *text = arena_alloc(arena, most + 1), *at = text;

    if (!text)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        *at++ = ':';
        at = put_name(streams[i].name, at);
        *at++ = '=';
        at = put_size(streams[i].size, at);
    }
    *text_ret = (struct str){text, (size_t)(at - text)};
    return STATUS_OK;
}

/* Of NAME, escaped. */
static size_t name_bytes(struct str name)
{
    size_t n = 0;

    for (size_t at = 0, first = 0; at < name.n; first = at)
        n += is_escaped(text_next(name, &at)) ? ESCAPE_BYTES : at - first;
    return n;
}

uint64_t manifest_streams_bytes(const struct index *index, uint32_t file)
{
    uint32_t n, first = index_streams(index, file, &n);
    uint64_t bytes = 0;

    for (uint32_t i = first; i < first + n; i++)
        bytes += name_bytes(text_pool_get(&index->text, index->streams.text[i])) + SIZE_BYTES;
    return bytes;
}

enum status manifest_streams(const struct index *index, uint32_t file, struct arena *arena,
                             struct str *text_ret)
{
    struct named few[FEW], *streams = few;
    uint32_t n, first = index_streams(index, file, &n);
    enum status status;

    if (n == 0) {
        *text_ret = (struct str){"", 0};
        return STATUS_OK;
    }
    if (n > FEW)
        streams = arena_grow(arena, NULL, n * sizeof *streams);
    if (!streams)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        streams[i] = (struct named){text_pool_get(&index->text, index->streams.text[first + i]),
                                    index->streams.size[first + i]};
    qsort(streams, n, sizeof *streams, compare);
    status = put_all(streams, n, (size_t)manifest_streams_bytes(index, file), arena, text_ret);
    if (streams != few)
        arena_drop(arena, streams);
    return status;
}
