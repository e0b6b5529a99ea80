/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aligned lines for people: see lines.h.
 */
#include "src/lines.h"

#include "src/number.h"

#include <stdarg.h>
#include <stdio.h>

enum { INDENT = 2, LEFT_COLUMN = 26, RIGHT_COLUMN = 52 };

void lines_heading(struct textbuf *to, const char *heading)
{
    if (to->n > 0)
        textbuf_char(to, '\n');
    textbuf_cstr(to, heading);
    textbuf_char(to, '\n');
}

/* The label, and blanks up to COLUMN less N; at least one. */
static void put_label(struct textbuf *to, const char *label, size_t column, size_t n)
{
    size_t used = INDENT + strlen(label) + n;

    textbuf_fill(to, ' ', INDENT);
    textbuf_cstr(to, label);
    textbuf_fill(to, ' ', used < column ? column - used : 1);
}

static void put_right(struct textbuf *to, const char *label, struct str value)
{
    put_label(to, label, RIGHT_COLUMN, value.n);
    textbuf_str(to, value);
}

static void put_number(struct textbuf *to, const char *label, uint64_t value)
{
    char text[NUMBER_COMMAS_BYTES];

    put_right(to, label, (struct str){text, number_commas(value, text)});
}

void lines_right(struct textbuf *to, const char *label, struct str value)
{
    put_right(to, label, value);
    textbuf_char(to, '\n');
}

void lines_number(struct textbuf *to, const char *label, uint64_t value, const char *note)
{
    put_number(to, label, value);
    if (note)
        textbuf_format(to, "  %s", note);
    textbuf_char(to, '\n');
}

void lines_named(struct textbuf *to, const char *label, uint64_t value, struct str name)
{
    put_number(to, label, value);
    textbuf_cstr(to, "  ");
    textbuf_shown(to, name);
    textbuf_char(to, '\n');
}

void lines_size(struct textbuf *to, const char *label, uint64_t nbytes)
{
    put_number(to, label, nbytes);
    textbuf_size_unit(to, nbytes);
    textbuf_char(to, '\n');
}

void lines_label(struct textbuf *to, const char *label)
{
    put_label(to, label, LEFT_COLUMN, 0);
}

void lines_value(struct textbuf *to, const char *label, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    lines_label(to, label);
    textbuf_cstr(to, text);
    textbuf_char(to, '\n');
}
