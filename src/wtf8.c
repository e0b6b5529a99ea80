/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nearly every text is ASCII, which is told eight bytes at a time: see wtf8.h. */
#include "src/wtf8.h"

enum { HIGH_MIN = 0xD800, LOW_MIN = 0xDC00, SURROGATES = 0x400, REPLACEMENT = 0xFFFD };

static bool is_ascii(struct str text)
{
    uint64_t all = 0, eight;
    size_t i = 0;

    for (; i + sizeof eight <= text.n; i += sizeof eight) {
        memcpy(&eight, text.at + i, sizeof eight);
        all |= eight;
    }
    for (; i < text.n; i++)
        all |= (uint8_t)text.at[i];
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

static bool is_surrogate(uint32_t code, uint32_t first)
{
    return code >= first && code < first + SURROGATES;
}

/* The code point at *AT, which is moved behind it. False where the bytes are none: U+FFFD itself
 * has three. */
static bool next(struct str text, size_t *at, uint32_t *code_ret)
{
    size_t begin = *at;

    *code_ret = text_next(text, at);
    return *code_ret != REPLACEMENT || *at > begin + 1;
}

size_t wtf8_units(struct str text)
{
    uint32_t before = 0, code;
    size_t n = 0;

    if (is_ascii(text))
        return text.n;
    for (size_t at = 0; at < text.n; before = code) {
        if (!next(text, &at, &code))
            return SIZE_MAX;
        /* Two surrogates that belong together are one code point, in four bytes. */
        if (is_surrogate(before, HIGH_MIN) && is_surrogate(code, LOW_MIN))
            return SIZE_MAX;
        n += code < 0x10000 ? 1 : 2;
    }
    return n;
}

bool wtf8_has_surrogate(struct str text)
{
    /* ED A0 80 to ED BF BF; nothing else has an ED with such a byte behind it. An empty text may be
     * nowhere. */
    for (size_t at = 0; at + 1 < text.n; at++) {
        const char *lead = memchr(text.at + at, 0xED, text.n - at - 1);
        if (!lead)
            return false;
        at = (size_t)(lead - text.at);
        if ((uint8_t)text.at[at + 1] >= 0xA0)
            return true;
    }
    return false;
}

bool wtf8_is_utf8(struct str text)
{
    uint32_t code;

    if (is_ascii(text))
        return true;
    for (size_t at = 0; at < text.n;)
        if (!next(text, &at, &code) || is_surrogate(code, HIGH_MIN) || is_surrogate(code, LOW_MIN))
            return false;
    return true;
}

void wtf8_put_utf8(struct str text, struct textbuf *to)
{
    uint32_t code;

    for (size_t at = 0; at < text.n;) {
        size_t begin = at;

        if (next(text, &at, &code) && !is_surrogate(code, HIGH_MIN) && !is_surrogate(code, LOW_MIN))
            textbuf_str(to, (struct str){text.at + begin, at - begin});
        else
            textbuf_cstr(to, "\xEF\xBF\xBD");
    }
}
