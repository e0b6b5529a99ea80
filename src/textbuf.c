/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing buffer of output text: see textbuf.h.
 */
#include "src/textbuf.h"

#include "src/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool textbuf_reserve(struct textbuf *text, size_t n)
{
    size_t capacity = text->capacity ? text->capacity : 256;
    char *at;

    if (text->is_short || n > SIZE_MAX / 4 - text->n)
        return text->is_short = true, false;
    while (capacity - text->n < n)
        capacity *= 2;
    if (capacity == text->capacity)
        return true;
    at = realloc(text->at, capacity);
    if (!at)
        return text->is_short = true, false;
    text->at = at;
    text->capacity = capacity;
    return true;
}

void textbuf_free(struct textbuf *text)
{
    free(text->at);
    *text = (struct textbuf){0};
}

void textbuf_fill(struct textbuf *text, char c, size_t n)
{
    if (!textbuf_reserve(text, n))
        return;
    memset(text->at + text->n, c, n);
    text->n += n;
}

void textbuf_decimal(struct textbuf *text, uint64_t value)
{
    if (textbuf_reserve(text, NUMBER_BYTES))
        text->n += number_decimal(value, text->at + text->n);
}

void textbuf_commas(struct textbuf *text, uint64_t value)
{
    if (textbuf_reserve(text, NUMBER_COMMAS_BYTES))
        text->n += number_commas(value, text->at + text->n);
}

void textbuf_hex(struct textbuf *text, uint64_t value, unsigned ndigits)
{
    if (textbuf_reserve(text, NUMBER_BYTES))
        text->n += number_hex(value, ndigits, text->at + text->n);
}

void textbuf_size_unit(struct textbuf *text, uint64_t nbytes)
{
    textbuf_cstr(text, nbytes == 1 ? " byte" : " bytes");
    if (nbytes < 1024 || !textbuf_reserve(text, NUMBER_HUMAN_BYTES + 3))
        return;
    textbuf_cstr(text, " (");
    text->n += number_human(nbytes, text->at + text->n);
    textbuf_char(text, ')');
}

void textbuf_size(struct textbuf *text, uint64_t nbytes)
{
    textbuf_commas(text, nbytes);
    textbuf_size_unit(text, nbytes);
}

/* The picture of the control character CODE: three bytes of UTF-8. */
static void put_picture(struct textbuf *text, uint32_t code)
{
    const char picture[3] = {(char)0xE2, (char)0x90,
                             (char)(code == 0x7F ? 0xA1 : 0x80 + code)}; /* U+2421, U+2400... */

    textbuf_str(text, (struct str){picture, sizeof picture});
}

void textbuf_shown(struct textbuf *text, struct str name)
{
    for (size_t at = 0; at < name.n;) {
        size_t begin = at;
        uint32_t code = text_next(name, &at);

        if (code < 0x20 || code == 0x7F)
            put_picture(text, code);
        else if ((code >= 0x80 && code < 0xA0) || (code >= 0xD800 && code < 0xE000) ||
                 code == 0xFFFD)
            textbuf_cstr(text, "\xEF\xBF\xBD");
        else
            textbuf_str(text, (struct str){name.at + begin, at - begin});
    }
}

void textbuf_format(struct textbuf *text, const char *format, ...)
{
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (n < 0 || !textbuf_reserve(text, (size_t)n + 1))
        return;
    va_start(arguments, format);
    vsnprintf(text->at + text->n, (size_t)n + 1, format, arguments);
    va_end(arguments);
    text->n += (size_t)n;
}
