/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions for zsh. See completion.h. */
#include "src/completion.h"

static const char end_quote[] = "'\\''", special[] = "[]:\\";

static void put_value(struct textbuf *to, const struct option_spec *spec)
{
    switch (completion_kind_of(spec)) {
    case COMPLETION_NOTHING:
        break;
    case COMPLETION_FILE:
        textbuf_cstr(to, ":file:_files");
        break;
    case COMPLETION_WORDS:
        textbuf_format(to, ":word:(%s)", spec->values);
        break;
    case COMPLETION_ANY:
        textbuf_cstr(to, ":value: ");
        break;
    }
}

/* '*--rules=[Files of rules]:file:_files', once more for its letter. */
static void put_option(struct textbuf *to, const struct option_spec *spec)
{
    for (unsigned i = 0; i < (spec->letter ? 2 : 1); i++) {
        textbuf_cstr(to, " \\\n                '*");
        if (i == 0)
            textbuf_format(to, "--%s%s[", spec->name, spec->argument ? "=" : "");
        else
            textbuf_format(to, "-%c%s[", spec->letter, spec->argument ? "+" : "");
        completion_brief(to, spec->help, special, end_quote);
        textbuf_char(to, ']');
        put_value(to, spec);
        textbuf_char(to, '\'');
    }
}

static void put_operands(struct textbuf *to, const struct command *command)
{
    struct str verbs = completion_verbs(command);

    if (verbs.n > 0) {
        textbuf_cstr(to, " \\\n                '1:what:(");
        completion_blanks(to, verbs, '|');
        textbuf_cstr(to, ")'");
    }
    if (command->front)
        textbuf_format(to, " \\\n                '*: :_mftlink_%s'", command->name);
    else
        textbuf_cstr(to, " \\\n                '*:file:_files'");
}

static void put_command(struct textbuf *to, const struct command *command)
{
    textbuf_format(to, "        %s)\n            _arguments -s -S", command->name);
    for (const struct option_spec *const *spec = command->specs; *spec; spec++)
        put_option(to, *spec);
    put_operands(to, command);
    textbuf_cstr(to, "\n            ;;\n");
}

/* The words behind the colons of some. */
static void put_slash_values(struct textbuf *to, enum usmt_program program)
{
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & (unsigned)program && option->values)
            textbuf_format(to,
                           "    if compset -P '/%s:'; then\n        compadd %s\n"
                           "        return\n    fi\n",
                           option->name, option->values);
}

/* Slash options, and files behind their colons. */
static void put_front(struct textbuf *to, const struct command *command)
{
    enum usmt_program program;

    if (!completion_is_front(command, &program))
        return;
    textbuf_format(to, "_mftlink_%s()\n{\n", command->name);
    put_slash_values(to, program);
    textbuf_cstr(to, "    if compset -P '/[a-z]##:'; then\n        _files\n"
                     "        return\n    fi\n    local -a plain behind\n");
    for (const struct usmt_option *option = usmt_options_all; option->name; option++) {
        if (!(option->programs & (unsigned)program) || option->refusal)
            continue;
        textbuf_format(to, "    %s+=('/%s%s:", option->value == USMT_NEEDS ? "behind" : "plain",
                       option->name, option->value == USMT_NEEDS ? "\\:" : "");
        completion_brief(to, option->help, ":\\", end_quote);
        textbuf_cstr(to, "')\n");
    }
    textbuf_cstr(to, "    _describe -t slash-options 'option of USMT' plain -- behind -S ''\n"
                     "    _files\n}\n\n");
}

void completion_zsh(struct textbuf *to)
{
    const struct command *const *command;

    textbuf_cstr(to, "#compdef mftlink scanstate loadstate usmtutils\n"
                     "# Completions of zsh for mftlink, printed by 'mftlink completion zsh'.\n\n");
    for (command = command_all; *command; command++)
        put_front(to, *command);
    textbuf_cstr(to, "_mftlink_arguments()\n{\n    case $1 in\n");
    for (command = command_all; *command; command++)
        put_command(to, *command);
    textbuf_format(to,
                   "        help)\n            _describe -t commands command commands\n"
                   "            ;;\n        completion)\n            compadd %s\n"
                   "            ;;\n    esac\n}\n\n",
                   completion_shells);
    textbuf_cstr(to, "_mftlink()\n{\n    local -a commands\n    commands=(\n");
    for (command = command_all; *command; command++) {
        textbuf_format(to, "        '%s:", (*command)->name);
        completion_brief(to, (*command)->summary, "\\", end_quote);
        textbuf_cstr(to, "'\n");
    }
    textbuf_cstr(to, "        'help:show the help of a command'\n"
                     "        'completion:print completions for a shell'\n    )\n"
                     "    if [[ $service != mftlink ]]; then\n"
                     "        _mftlink_arguments $service\n"
                     "    elif ((CURRENT == 2)); then\n"
                     "        _describe -t commands command commands\n"
                     "    else\n"
                     "        local command=$words[2]\n"
                     "        shift words\n"
                     "        ((CURRENT--))\n"
                     "        _mftlink_arguments $command\n"
                     "    fi\n}\n\n_mftlink \"$@\"\n");
}
