/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions for fish. See completion.h. */
#include "src/completion.h"

static void put_text(struct textbuf *to, const char *text)
{
    textbuf_cstr(to, " -d '");
    completion_brief(to, text, "\\", "\\'");
    textbuf_cstr(to, "'\n");
}

/* An option of COMMAND, behind mftlink, or of the program of that name. */
static void put_option(struct textbuf *to, const struct command *command, bool is_program,
                       const struct option_spec *spec)
{
    if (is_program)
        textbuf_format(to, "complete -c %s -l %s", command->name, spec->name);
    else
        textbuf_format(to, "complete -c mftlink -n '__fish_seen_subcommand_from %s' -l %s",
                       command->name, spec->name);
    if (spec->letter)
        textbuf_format(to, " -s %c", spec->letter);
    switch (completion_kind_of(spec)) {
    case COMPLETION_NOTHING:
        break;
    case COMPLETION_FILE:
        textbuf_cstr(to, " -r -F");
        break;
    case COMPLETION_WORDS:
        textbuf_format(to, " -x -a '%s'", spec->values);
        break;
    case COMPLETION_ANY:
        textbuf_cstr(to, " -x");
        break;
    }
    put_text(to, spec->help);
}

/* Of one of USMT's options, where the word that is written has its name and a colon (IS_BEHIND), or
 * has not. */
static void begin_slash(struct textbuf *to, const struct command *command,
                        const struct usmt_option *option, bool is_program, bool is_behind)
{
    textbuf_format(to, "complete -c %s", is_program ? command->name : "mftlink");
    if (is_program && !option->values)
        return;
    textbuf_cstr(to, " -n '");
    if (!is_program)
        textbuf_format(to, "__fish_seen_subcommand_from %s", command->name);
    if (!is_program && option->values)
        textbuf_cstr(to, "; and ");
    if (option->values)
        textbuf_format(to, "%sstring match -qi -- \"/%s:*\" (commandline -ct)",
                       is_behind ? "" : "not ", option->name);
    textbuf_char(to, '\'');
}

/* The words behind the colon. */
static void put_slash_values(struct textbuf *to, const struct usmt_option *option)
{
    textbuf_cstr(to, " -f -a '");
    for (const char *at = option->values; *at;) {
        const size_t n = strcspn(at, " ");

        textbuf_format(to, "/%s:%.*s ", option->name, (int)n, at);
        at += n + (at[n] == ' ');
    }
    textbuf_cstr(to, "'\n");
}

static void put_slashes(struct textbuf *to, const struct command *command,
                        enum usmt_program program, bool is_program)
{
    for (const struct usmt_option *option = usmt_options_all; option->name; option++) {
        if (!(option->programs & (unsigned)program) || option->refusal)
            continue;
        begin_slash(to, command, option, is_program, false);
        textbuf_format(to, " -a '/%s%s'", option->name, option->value == USMT_NEEDS ? ":" : "");
        put_text(to, option->help);
        if (!option->values)
            continue;
        begin_slash(to, command, option, is_program, true);
        put_slash_values(to, option);
    }
}

static void put_verbs(struct textbuf *to, const struct command *command)
{
    struct str verbs = completion_verbs(command);

    if (verbs.n == 0)
        return;
    textbuf_format(to,
                   "complete -c mftlink -n '__fish_seen_subcommand_from %s; "
                   "and not __fish_seen_subcommand_from ",
                   command->name);
    completion_blanks(to, verbs, '|');
    textbuf_cstr(to, "' -f -a '");
    completion_blanks(to, verbs, '|');
    textbuf_cstr(to, "'\n");
}

static void put_command(struct textbuf *to, const struct command *command)
{
    enum usmt_program program;
    const bool is_front = completion_is_front(command, &program);

    textbuf_format(to, "complete -c mftlink -n __fish_use_subcommand -f -a %s", command->name);
    put_text(to, command->summary);
    put_verbs(to, command);
    for (unsigned i = 0; i < (is_front ? 2 : 1); i++) {
        for (const struct option_spec *const *spec = command->specs; *spec; spec++)
            put_option(to, command, i == 1, *spec);
        if (is_front)
            put_slashes(to, command, program, i == 1);
    }
}

void completion_fish(struct textbuf *to)
{
    textbuf_cstr(to, "# Completions of fish for mftlink and its names of USMT's programs, printed "
                     "by 'mftlink completion fish'.\n");
    for (const struct command *const *command = command_all; *command; command++)
        put_command(to, *command);
    textbuf_cstr(to, "complete -c mftlink -n __fish_use_subcommand -f -a help"
                     " -d 'show the help of a command'\n"
                     "complete -c mftlink -n __fish_use_subcommand -f -a completion"
                     " -d 'print completions for a shell'\n"
                     "complete -c mftlink -n '__fish_seen_subcommand_from help' -f -a '");
    for (const struct command *const *command = command_all; *command; command++)
        textbuf_format(to, "%s ", (*command)->name);
    textbuf_format(
        to, "'\ncomplete -c mftlink -n '__fish_seen_subcommand_from completion' -f -a '%s'\n",
        completion_shells);
}
