/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help of USMT's programs. Part of usmt_options.h. */
#include "src/usmt_options.h"

enum { COLUMN = 26 };

static void put_option(const struct usmt_option *option, struct textbuf *to)
{
    static const char indent[COLUMN + 1] = "                          ";
    size_t start = to->n;

    textbuf_format(to, "  /%s", option->name);
    if (option->argument)
        textbuf_format(to, option->value == USMT_NEEDS ? ":%s" : "[:%s]", option->argument);
    if (to->n - start > COLUMN - 2) {
        textbuf_char(to, '\n');
        start = to->n;
    }
    textbuf_fill(to, ' ', COLUMN - (to->n - start));
    for (const char *at = option->help; *at; at++) {
        textbuf_char(to, *at);
        if (*at == '\n')
            textbuf_cstr(to, indent);
    }
    textbuf_char(to, '\n');
}

void usmt_options_help(enum usmt_program program, struct textbuf *to)
{
    const struct usmt_codes_row *row;

    textbuf_cstr(to, "\nOptions of USMT, in any order; a value stands behind a colon or a blank\n");
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & program && !option->refusal)
            put_option(option, to);
    textbuf_cstr(to, "\nNot done here, and why\n");
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & program && option->refusal)
            put_option(option, to);
    textbuf_cstr(to, "\nExit codes\n");
    for (unsigned i = 0; (row = usmt_codes_at(i)); i++)
        textbuf_format(to, "  %2d  %s\n      %s\n", (int)row->code, row->name, row->meaning);
}
