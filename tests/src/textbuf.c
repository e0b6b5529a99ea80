/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing buffer of output text. */
#include "src/textbuf.h"

#include <criterion/criterion.h>

static void expect(const struct textbuf *text, const char *expected)
{
    cr_expect(str_equal(textbuf_view(text), str_of(expected)), "\"%.*s\", not \"%s\"", (int)text->n,
              text->at, expected);
}

Test(textbuf, grows)
{
    struct textbuf text = {0};

    for (unsigned i = 0; i < 100000; i++)
        textbuf_decimal(&text, i % 10);
    cr_assert(text.n == 100000);
    for (unsigned i = 0; i < 100000; i++)
        cr_assert(text.at[i] == (char)('0' + i % 10));
    textbuf_free(&text);
}

Test(textbuf, sizes)
{
    struct textbuf text = {0};

    textbuf_size(&text, 1);
    textbuf_char(&text, ' ');
    textbuf_size(&text, 1023);
    textbuf_char(&text, ' ');
    textbuf_size(&text, 1081188);
    textbuf_format(&text, " %s %d", "a", 7);
    expect(&text, "1 byte 1,023 bytes 1,081,188 bytes (1.0 MiB) a 7");
    textbuf_free(&text);
}

/* Nothing of a name can command a terminal, and what is shown is valid UTF-8. */
Test(textbuf, shown)
{
    struct textbuf text = {0};

    textbuf_shown(&text, str_of("a\033[31m\n\x7F"));
    expect(&text, "a\xE2\x90\x9B[31m\xE2\x90\x8A\xE2\x90\xA1");
    text.n = 0;
    textbuf_shown(&text, str_of("\xC3\xA9\xF0\x9F\x98\x80")); /* e acute, an emoji */
    expect(&text, "\xC3\xA9\xF0\x9F\x98\x80");
    text.n = 0;
    textbuf_shown(&text, str_of("\xED\xA0\x80|\xC2\x9B|\xFF")); /* surrogate, CSI, no WTF-8 */
    expect(&text, "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD");
    textbuf_free(&text);
}

Test(textbuf, refuses_what_cannot_be)
{
    struct textbuf text = {0};

    textbuf_cstr(&text, "x");
    cr_expect_not(textbuf_reserve(&text, SIZE_MAX / 2));
    cr_expect(text.is_short);
    textbuf_free(&text);
    cr_expect_not(text.is_short);
}
