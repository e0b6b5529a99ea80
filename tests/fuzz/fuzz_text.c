/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: the way in and back, and an order that is one. */
#include "mft/text.h"

#include <assert.h>
#include <stdlib.h>

#include "tests/support/forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NUNITS units at DATA as WTF-8 in a block of exactly the room that the header asks for. */
static struct str name_of(const uint8_t *data, size_t nunits)
{
    uint8_t *units = forge_copy(data, 2 * nunits);
    char *out = malloc(TEXT_BYTES_PER_UNIT_MAX * nunits + 1);
    struct str name = {out, text_from_utf16(units, nunits, out)};
    uint16_t *back = malloc((name.n + 1) * sizeof *back);

    assert(name.n <= TEXT_BYTES_PER_UNIT_MAX * nunits);
    assert(text_to_utf16(name, back) == nunits);
    for (size_t i = 0; i < nunits; i++)
        assert(back[i] == bytes_u16(data + 2 * i));
    free(back);
    free(units);
    return name;
}

static int by_units(const uint8_t *a, size_t n, const uint8_t *b, size_t m)
{
    for (size_t i = 0; i < n && i < m; i++)
        if (bytes_u16(a + 2 * i) != bytes_u16(b + 2 * i))
            return bytes_u16(a + 2 * i) < bytes_u16(b + 2 * i) ? -1 : 1;
    return (n > m) - (n < m);
}

/* Bytes that are no name at all must do no harm either. */
static void read_anything(const uint8_t *data, size_t size)
{
    struct str text = {(char *)forge_copy(data, size), size};
    uint16_t *units = malloc((size + 1) * sizeof *units);

    assert(text_to_utf16(text, units) <= size);
    for (size_t at = 0; at < text.n;) {
        size_t before = at;

        assert(text_next(text, &at) <= 0x10FFFF);
        assert(at > before && at <= text.n);
    }
    free(units);
    free((char *)text.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t half = size / 4, rest = size / 2 - half;
    struct str a = name_of(data, half), b = name_of(data + 2 * half, rest);
    int order = text_compare(a, b);

    assert(order == by_units(data, half, data + 2 * half, rest));
    assert(text_compare(b, a) == -order);
    assert((order == 0) == str_equal(a, b));
    assert(order != 0 || text_same_folded(a, b, NULL));
    free((char *)a.at);
    free((char *)b.at);
    read_anything(data, size);
    return 0;
}
