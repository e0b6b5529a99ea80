/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON as it is written: valid UTF-8, indented by two spaces, in the order of the calls.
 *
 *   struct json json = {.to = &out.text};
 *   json_object(&json, NULL);
 *   json_number(&json, "schema_version", 1);
 *   json_array(&json, "names");
 *   json_text(&json, NULL, name);           NULL: no key, inside an array
 *   json_end(&json, ']');
 *   json_end(&json, '}');                   the outermost ends the line
 */
#ifndef SRC_JSON_H
#define SRC_JSON_H

#include "src/textbuf.h"

struct json {
    struct textbuf *to;
    int depth;
    int inline_depth; /* > 0: from this depth on everything stays on one line */
    bool has_members; /* the innermost has some already */
};

/* Begin an object or an array; json_row an object whose members stay on one line. */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_row(struct json *json, const char *key);

/* Ends the innermost one; BRACKET is '}' or ']'. */
void json_end(struct json *json, char bracket);

/* Values. KEY is ASCII that needs no escapes. */
void json_text(struct json *json, const char *key, struct str text);
void json_word(struct json *json, const char *key, const char *terminated);
void json_number(struct json *json, const char *key, uint64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

/* VALUE / 10^DECIMALS as a number with so many digits behind its point. */
void json_decimal(struct json *json, const char *key, uint64_t value, unsigned decimals);

/* VALUE as a text such as "0x00000020". */
void json_hex(struct json *json, const char *key, uint64_t value, unsigned ndigits);

/* A file reference as a text such as "4117-1": record and sequence number. */
void json_reference(struct json *json, const char *key, uint64_t reference);

/*
 * TEXT in quotes, escaped: control characters, quote and backslash; a lone surrogate as its \udXXX,
 * which brings the name back; a byte that is no WTF-8 as U+FFFD.
 */
void json_quote(struct textbuf *to, struct str text);

#endif
