/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as it is written. */
#include "src/json.h"

#include "mft/layout.h"

#include <criterion/criterion.h>

static void expect_quoted(struct str text, const char *expected)
{
    struct textbuf to = {0};

    json_quote(&to, text);
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "%.*s, not %s", (int)to.n, to.at,
              expected);
    textbuf_free(&to);
}

Test(json, quotes)
{
    expect_quoted(str_of(""), "\"\"");
    expect_quoted(str_of("\\a\"b"), "\"\\\\a\\\"b\"");
    expect_quoted(str_of("\b\t\n\f\r\033"), "\"\\b\\t\\n\\f\\r\\u001b\"");
    expect_quoted((struct str){"a\0b", 3}, "\"a\\u0000b\"");
    expect_quoted(str_of("\x7F"), "\"\\u007f\"");
    expect_quoted(str_of("\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80x"),
                  "\"\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80x\"");
}

/* A lone surrogate comes back from its escape; what is no WTF-8 does not pass as such. */
Test(json, surrogates)
{
    expect_quoted(str_of("a\xED\xA0\x80z"), "\"a\\ud800z\"");
    expect_quoted(str_of("\xED\xBF\xBF"), "\"\\udfff\"");
    expect_quoted(str_of("a\xFFz"), "\"a\\ufffdz\"");
    expect_quoted(str_of("\xE4\xB8"), "\"\\ufffd\\ufffd\"");
}

Test(json, document)
{
    static const char expected[] = "{\n"
                                   "  \"n\": 7,\n"
                                   "  \"none\": [],\n"
                                   "  \"rows\": [\n"
                                   "    {\"a\": true, \"b\": [1, null], \"c\": {}},\n"
                                   "    {\"d\": \"0x00ff\"}\n"
                                   "  ],\n"
                                   "  \"o\": {\n"
                                   "    \"ref\": \"4117-1\",\n"
                                   "    \"s\": 1.050\n"
                                   "  }\n"
                                   "}\n";
    struct textbuf to = {0};
    struct json json = {.to = &to};

    json_object(&json, NULL);
    json_number(&json, "n", 7);
    json_array(&json, "none");
    json_end(&json, ']');
    json_array(&json, "rows");
    json_row(&json, NULL);
    json_bool(&json, "a", true);
    json_array(&json, "b");
    json_number(&json, NULL, 1);
    json_null(&json, NULL);
    json_end(&json, ']');
    json_object(&json, "c");
    json_end(&json, '}');
    json_end(&json, '}');
    json_row(&json, NULL);
    json_hex(&json, "d", 255, 4);
    json_end(&json, '}');
    json_end(&json, ']');
    json_object(&json, "o");
    json_reference(&json, "ref", reference_of(4117, 1));
    json_decimal(&json, "s", 1050, 3);
    json_end(&json, '}');
    json_end(&json, '}');
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "%.*s", (int)to.n, to.at);
    textbuf_free(&to);
}
