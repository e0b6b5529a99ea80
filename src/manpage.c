/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Man pages of USMT's programs. See manpage.h. */
#include "src/manpage.h"

/* TEXT with what scdoc would read as its own behind a backslash; BEFORE stands at the beginning of
 * each further line. */
static void put_text(struct textbuf *to, const char *text, const char *before)
{
    for (; *text; text++) {
        if (strchr("\\*_[#~`<>", *text))
            textbuf_char(to, '\\');
        textbuf_char(to, *text);
        if (*text == '\n' && text[1])
            textbuf_cstr(to, before);
    }
}

static void put_option(const struct usmt_option *option, const char *text, struct textbuf *to)
{
    textbuf_format(to, "*/%s*", option->name);
    if (option->argument && option->value == USMT_NEEDS)
        textbuf_format(to, ":_%s_", option->argument);
    else if (option->argument)
        textbuf_format(to, "\\[:_%s_]", option->argument);
    textbuf_cstr(to, "\n\t");
    put_text(to, text, "\t");
    if (option->traits & USMT_REPEATS && !option->refusal && option->argument &&
        !strstr(option->help, "several\ntimes") && !strstr(option->help, "several times"))
        textbuf_cstr(to, " May be given several times.");
    textbuf_cstr(to, "\n\n");
}

static void put_options(enum usmt_program program, struct textbuf *to)
{
    textbuf_cstr(to, "# OPTIONS OF USMT\n\nThey stand in any order and in any case of letters, "
                     "with a value behind a colon or\nas the next word; a value that need not be "
                     "there stands behind a colon.\n\n");
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & (unsigned)program && !option->refusal)
            put_option(option, option->help, to);
    textbuf_cstr(to, "# OPTIONS THAT ARE NOT DONE\n\nEach is answered with a sentence that says "
                     "why.\n\n");
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & (unsigned)program && option->refusal)
            put_option(option, option->refusal, to);
}

static void put_codes(struct textbuf *to)
{
    const struct usmt_codes_row *row;

    textbuf_cstr(to, "# EXIT STATUS\n\n");
    for (unsigned i = 0; (row = usmt_codes_at(i)); i++) {
        textbuf_format(to, "*%d* ", (int)row->code);
        put_text(to, row->name, "");
        textbuf_cstr(to, "\n\t");
        put_text(to, row->meaning, "\t");
        textbuf_cstr(to, "\n\n");
    }
}

static void put_places(struct textbuf *to)
{
    textbuf_cstr(
        to, "# ENVIRONMENT\n\n*USMT\\_WORKING\\_DIR*\n\tThe folder of logs, of the plan and of "
            "its journal. Default: the current one.\n\n*MIG\\_FAIL\\_ON\\_PROFILE\\_ERROR*\n\t"
            "0: scanstate passes over users whom no account knows.\n\n# FILES\n\n"
            "*mftlink.conf*\n\tIn the current folder, or what *--conf* names: lines "
            "'C: = SOURCE', each a drive of\n\tthat Windows; behind # a comment.\n\n");
}

void manpage_put(const struct command *command, enum usmt_program program, struct textbuf *to)
{
    textbuf_format(to, "%s(1)\n\n# NAME\n\n%s - ", command->name, command->name);
    put_text(to, command->summary, "");
    textbuf_format(to, "\n\n# SYNOPSIS\n\n*%s* ", command->name);
    put_text(to, command->operands, "");
    textbuf_format(to, " [_option_...]\n\n*mftlink %s* ", command->name);
    put_text(to, command->operands, "");
    textbuf_cstr(to, " [_option_...]\n\n# DESCRIPTION\n\n");
    put_text(to, command->description, "");
    textbuf_char(to, '\n');
    put_options(program, to);
    textbuf_cstr(to, "# OPTIONS OF MFTLINK\n\n");
    options_man(command->specs, to);
    textbuf_char(to, '\n');
    put_codes(to);
    put_places(to);
    textbuf_format(to, "# EXAMPLES\n\n```\n%s```\n\n", command->examples);
    textbuf_cstr(to, "# SEE ALSO\n\n*mftlink*(1)");
    for (const struct command *const *other = command_all; *other; other++)
        if ((*other)->front && *other != command)
            textbuf_format(to, ", *%s*(1)", (*other)->name);
    textbuf_char(to, '\n');
}
