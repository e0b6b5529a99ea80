/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON as it is written: see json.h.
 */
#include "src/json.h"

#include "mft/layout.h"

/* The comma, the line and the key that come before a value. */
static void begin_value(struct json *json, const char *key)
{
    bool is_inline = json->inline_depth > 0 && json->depth >= json->inline_depth;

    if (json->has_members)
        textbuf_char(json->to, ',');
    if (is_inline) {
        if (json->has_members)
            textbuf_char(json->to, ' ');
    } else if (json->depth > 0) {
        textbuf_char(json->to, '\n');
        textbuf_fill(json->to, ' ', 2 * (size_t)json->depth);
    }
    json->has_members = true;
    if (key) {
        textbuf_char(json->to, '"');
        textbuf_cstr(json->to, key);
        textbuf_cstr(json->to, "\": ");
    }
}

static void open_bracket(struct json *json, const char *key, char bracket)
{
    begin_value(json, key);
    textbuf_char(json->to, bracket);
    json->depth++;
    json->has_members = false;
}

void json_object(struct json *json, const char *key)
{
    open_bracket(json, key, '{');
}

void json_array(struct json *json, const char *key)
{
    open_bracket(json, key, '[');
}

void json_row(struct json *json, const char *key)
{
    open_bracket(json, key, '{');
    if (json->inline_depth == 0)
        json->inline_depth = json->depth;
}

void json_end(struct json *json, char bracket)
{
    bool is_inline = json->inline_depth > 0 && json->depth >= json->inline_depth;

    json->depth--;
    if (json->has_members && !is_inline) {
        textbuf_char(json->to, '\n');
        textbuf_fill(json->to, ' ', 2 * (size_t)json->depth);
    }
    if (json->depth < json->inline_depth)
        json->inline_depth = 0;
    textbuf_char(json->to, bracket);
    if (json->depth == 0)
        textbuf_char(json->to, '\n');
    json->has_members = json->depth > 0;
}

void json_text(struct json *json, const char *key, struct str text)
{
    begin_value(json, key);
    json_quote(json->to, text);
}

void json_word(struct json *json, const char *key, const char *terminated)
{
    json_text(json, key, str_of(terminated));
}

void json_number(struct json *json, const char *key, uint64_t value)
{
    begin_value(json, key);
    textbuf_decimal(json->to, value);
}

void json_bool(struct json *json, const char *key, bool value)
{
    begin_value(json, key);
    textbuf_cstr(json->to, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
    begin_value(json, key);
    textbuf_cstr(json->to, "null");
}

void json_decimal(struct json *json, const char *key, uint64_t value, unsigned decimals)
{
    uint64_t scale = 1;

    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    begin_value(json, key);
    textbuf_decimal(json->to, value / scale);
    textbuf_char(json->to, '.');
    for (scale /= 10; scale > 0; scale /= 10)
        textbuf_char(json->to, (char)('0' + value / scale % 10));
}

void json_hex(struct json *json, const char *key, uint64_t value, unsigned ndigits)
{
    begin_value(json, key);
    textbuf_cstr(json->to, "\"0x");
    textbuf_hex(json->to, value, ndigits);
    textbuf_char(json->to, '"');
}

void json_reference(struct json *json, const char *key, uint64_t reference)
{
    begin_value(json, key);
    textbuf_char(json->to, '"');
    textbuf_decimal(json->to, reference_record(reference));
    textbuf_char(json->to, '-');
    textbuf_decimal(json->to, reference_sequence(reference));
    textbuf_char(json->to, '"');
}

static void put_escape(struct textbuf *to, uint32_t code)
{
    static const char short_codes[] = "\b\t\n\f\r\"\\", short_names[] = "btnfr\"\\";
    const char *short_code = code > 0 && code < 0x80 ? strchr(short_codes, (int)code) : NULL;

    textbuf_char(to, '\\');
    if (short_code) {
        textbuf_char(to, short_names[short_code - short_codes]);
    } else {
        textbuf_char(to, 'u');
        textbuf_hex(to, code, 4);
    }
}

static bool is_plain(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

void json_quote(struct textbuf *to, struct str text)
{
    size_t at = 0, begin = 0;

    textbuf_char(to, '"');
    while (at < text.n) {
        size_t before = at;
        uint32_t code;

        if (is_plain((uint8_t)text.at[at])) {
            at++;
            continue;
        }
        code = text_next(text, &at);
        if (code >= 0x80 && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFD)
            continue;
        textbuf_str(to, (struct str){text.at + begin, before - begin});
        put_escape(to, code);
        begin = at;
    }
    textbuf_str(to, (struct str){text.at + begin, text.n - begin});
    textbuf_char(to, '"');
}
