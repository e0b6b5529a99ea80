/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-16LE <-> WTF-8, ordinal and folded comparison. */
#include "mft/text.h"

enum {
    SURROGATE_MIN = 0xD800,
    SURROGATE_LOW_MIN = 0xDC00,
    SURROGATE_MAX = 0xDFFF,
    REPLACEMENT = 0xFFFD,
};

static bool is_high(uint32_t unit)
{
    return unit >= SURROGATE_MIN && unit < SURROGATE_LOW_MIN;
}

static bool is_low(uint32_t unit)
{
    return unit >= SURROGATE_LOW_MIN && unit <= SURROGATE_MAX;
}

static size_t put_code_point(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Four units in one number, of which every one is ASCII, to four bytes. */
static void narrow_four(uint64_t units, char *out)
{
    uint64_t pairs = (units | units >> 8) & 0x0000FFFF0000FFFF;
    uint32_t four = (uint32_t)(pairs | pairs >> 16);

    for (unsigned i = 0; i < 4; i++)
        out[i] = (char)(four >> 8 * i);
}

/* Nearly every name is ASCII: four units at a time, as long as all are. Returns the units done. */
static size_t narrow_ascii(const uint8_t *utf16le, size_t nunits, char *out)
{
    size_t i = 0;

    for (; i + 4 <= nunits; i += 4) {
        uint64_t units = bytes_u64(utf16le + 2 * i);

        if (units & 0xFF80FF80FF80FF80)
            return i;
        narrow_four(units, out + i);
    }
    for (; i < nunits && bytes_u16(utf16le + 2 * i) < 0x80; i++)
        out[i] = (char)utf16le[2 * i];
    return i;
}

size_t text_from_utf16(const uint8_t *utf16le, size_t nunits, char *out)
{
    size_t i = narrow_ascii(utf16le, nunits, out);
    size_t n = i;

    while (i < nunits) {
        uint32_t c = bytes_u16(utf16le + 2 * i++);

        if (is_high(c) && i < nunits && is_low(bytes_u16(utf16le + 2 * i)))
            c = 0x10000 + ((c - SURROGATE_MIN) << 10) +
                (bytes_u16(utf16le + 2 * i++) - (uint32_t)SURROGATE_LOW_MIN);
        n += put_code_point(c, out + n);
    }
    return n;
}

static bool is_tail(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The length that LEAD announces, and its payload bits; 0 for a byte that cannot lead. */
static size_t sequence_length(uint8_t lead, uint32_t *bits_ret)
{
    if (lead >= 0xC2 && lead < 0xE0) {
        *bits_ret = lead & 0x1F;
        return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
        *bits_ret = lead & 0x0F;
        return 3;
    }
    if (lead >= 0xF0 && lead < 0xF5) {
        *bits_ret = lead & 0x07;
        return 4;
    }
    return 0;
}

uint32_t text_next_long(struct str text, size_t *at)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint8_t *p = (const uint8_t *)text.at + *at;
    uint32_t c = 0;
    size_t length = sequence_length(p[0], &c);

    if (length == 0 || length > text.n - *at)
        length = 0;
    for (size_t i = 1; i < length; i++) {
        if (!is_tail(p[i])) {
            length = 0;
            break;
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    if (length == 0 || c < least[length] || c > 0x10FFFF) {
        *at += 1;
        return REPLACEMENT;
    }
    *at += length;
    return c;
}

size_t text_to_utf16(struct str text, uint16_t *out)
{
    size_t n = 0;

    for (size_t at = 0; at < text.n;) {
        uint32_t c = text_next(text, &at);

        if (c >= 0x10000) {
            out[n++] = (uint16_t)(SURROGATE_MIN + ((c - 0x10000) >> 10));
            out[n++] = (uint16_t)(SURROGATE_LOW_MIN + ((c - 0x10000) & 0x3FF));
        } else {
            out[n++] = (uint16_t)c;
        }
    }
    return n;
}

/* The UTF-16 units of a text, one after the other; LOW waits behind its high surrogate. */
struct units {
    struct str text;
    size_t at;
    uint32_t low;
};

/* The next unit; -1 at the end. */
static int32_t next_unit(struct units *units)
{
    uint32_t c = units->low;

    units->low = 0;
    if (c != 0)
        return (int32_t)c;
    if (units->at >= units->text.n)
        return -1;
    c = text_next(units->text, &units->at);
    if (c < 0x10000)
        return (int32_t)c;
    units->low = SURROGATE_LOW_MIN + ((c - 0x10000) & 0x3FF);
    return (int32_t)(SURROGATE_MIN + ((c - 0x10000) >> 10));
}

/* The order of code points will not do: surrogates, in pairs or alone, sort before U+E000. */
int text_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    size_t at = 0;

    while (at < n && a.at[at] == b.at[at])
        at++;
    if (at == a.n || at == b.n)
        return (a.n > b.n) - (a.n < b.n);
    while (at > 0 && is_tail((uint8_t)a.at[at]))
        at--;

    struct units in_a = {a, at, 0}, in_b = {b, at, 0};
    int32_t left, right;
    do {
        left = next_unit(&in_a);
        right = next_unit(&in_b);
    } while (left == right && left >= 0);
    return (left > right) - (left < right);
}

bool text_same_folded(struct str a, struct str b, const uint16_t *upcase)
{
    size_t in_a = 0, in_b = 0;

    while (in_a < a.n && in_b < b.n)
        if (text_fold(text_next(a, &in_a), upcase) != text_fold(text_next(b, &in_b), upcase))
            return false;
    return in_a == a.n && in_b == b.n;
}

struct str text_trim(struct str text)
{
    while (text.n > 0 && text_is_blank((uint8_t)text.at[0]))
        text = (struct str){text.at + 1, text.n - 1};
    while (text.n > 0 && text_is_blank((uint8_t)text.at[text.n - 1]))
        text.n--;
    return text;
}
