/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions: what all shells have in common, and bash. See completion.h. */
#include "src/completion.h"

const char completion_shells[] = "bash zsh fish";

/* ---- For all shells ---- */

enum completion_kind completion_kind_of(const struct option_spec *spec)
{
    if (!spec->argument)
        return COMPLETION_NOTHING;
    if (spec->values)
        return COMPLETION_WORDS;
    return strncmp(spec->argument, "FILE", 4) == 0 ? COMPLETION_FILE : COMPLETION_ANY;
}

bool completion_is_front(const struct command *command, enum usmt_program *program_ret)
{
    static const enum usmt_program programs[] = {USMT_SCANSTATE, USMT_LOADSTATE, USMT_UTILS};

    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
        if (command->front && strcmp(usmt_options_program(programs[i]), command->name) == 0) {
            *program_ret = programs[i];
            return true;
        }
    return false;
}

struct str completion_verbs(const struct command *command)
{
    const char *at = command->operands;
    const bool has_verbs = at[0] >= 'a' && at[0] <= 'z';

    return (struct str){at, has_verbs ? strcspn(at, " ") : 0};
}

/* Up to the end of the first sentence, or a colon. */
static size_t first_part(const char *help)
{
    size_t n = 0;

    while (help[n] && !(strchr(".:;", help[n]) && (!help[n + 1] || strchr(" \n", help[n + 1]))))
        n++;
    return n;
}

void completion_brief(struct textbuf *to, const char *help, const char *escaped, const char *quote)
{
    const size_t n = first_part(help);

    for (size_t i = 0; i < n; i++) {
        if (help[i] == '\'') {
            textbuf_cstr(to, quote);
            continue;
        }
        if (strchr(escaped, help[i]))
            textbuf_char(to, '\\');
        textbuf_char(to, help[i] == '\n' ? ' ' : help[i]);
    }
}

void completion_blanks(struct textbuf *to, struct str text, char sign)
{
    for (size_t i = 0; i < text.n; i++)
        textbuf_char(to, text.at[i] == sign ? ' ' : text.at[i]);
}

/* ---- Bash ---- */

static const char bash_driver[] =
    "_mftlink()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${1##*/}\n"
    "    local at=1 values\n"
    "    COMPREPLY=()\n"
    "    if [[ $command == mftlink ]]; then\n"
    "        if ((COMP_CWORD == 1)); then\n"
    "            _mftlink_words \"$_mftlink_commands --help --version\"\n"
    "            return\n"
    "        fi\n"
    "        command=${COMP_WORDS[1]} at=2\n"
    "    fi\n"
    "    # The shell takes /i:FILE apart at its colon, and --option=FILE at its sign.\n"
    "    [[ $cur == : || $cur == = ]] && prev=$cur cur=\n"
    "    if [[ $prev == : ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "        [[ $prev != : ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "        prev=${prev,,}:\n"
    "    fi\n"
    "    if [[ $prev == = ]] && ((COMP_CWORD > 2)); then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "        [[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 3]}\n"
    "    fi\n"
    "    values=$(_mftlink_values \"$command\" \"$prev\")\n"
    "    if [[ $values == '<any>' ]]; then\n"
    "        return\n"
    "    elif [[ -n $values && $values != '<file>' ]]; then\n"
    "        _mftlink_words \"$values\"\n"
    "    elif [[ -z $values && $cur == [-/]* ]]; then\n"
    "        _mftlink_words \"$(_mftlink_options \"$command\")\"\n"
    "    elif [[ -z $values ]] && ((COMP_CWORD == at)); then\n"
    "        _mftlink_words \"$(_mftlink_verbs \"$command\")\"\n"
    "    fi\n"
    "    [[ ${#COMPREPLY[@]} -gt 0 || $cur == -* ]] && return\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "}\n"
    "\n"
    "# One that ends in a colon wants something right behind it.\n"
    "_mftlink_words()\n"
    "{\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null\n"
    "}\n"
    "\n";

static void bash_options(struct textbuf *to, const struct command *command)
{
    enum usmt_program program;

    textbuf_format(to, "        %s) echo '", command->name);
    for (const struct option_spec *const *spec = command->specs; *spec; spec++)
        textbuf_format(to, "--%s ", (*spec)->name);
    if (completion_is_front(command, &program))
        for (const struct usmt_option *option = usmt_options_all; option->name; option++)
            if (option->programs & (unsigned)program && !option->refusal)
                textbuf_format(to, "/%s%s ", option->name, option->value == USMT_NEEDS ? ":" : "");
    to->n -= to->n > 0 && to->at[to->n - 1] == ' ';
    textbuf_cstr(to, "' ;;\n");
}

static void bash_value(struct textbuf *to, const struct command *command,
                       const struct option_spec *spec)
{
    const char *what = "<any>";

    switch (completion_kind_of(spec)) {
    case COMPLETION_NOTHING:
        return;
    case COMPLETION_FILE:
        what = "<file>";
        break;
    case COMPLETION_WORDS:
        what = spec->values;
        break;
    case COMPLETION_ANY:
        break;
    }
    textbuf_format(to, "        %s:--%s", command->name, spec->name);
    if (spec->letter)
        textbuf_format(to, " | %s:-%c", command->name, spec->letter);
    textbuf_format(to, ") echo '%s' ;;\n", what);
}

/* Of one of USMT's, behind its colon; as the next word only where it must have one. */
static void bash_slash_value(struct textbuf *to, const struct command *command,
                             const struct usmt_option *option)
{
    textbuf_format(to, "        %s:/%s:", command->name, option->name);
    if (option->value == USMT_NEEDS)
        textbuf_format(to, " | %s:/%s", command->name, option->name);
    textbuf_format(to, ") echo '%s' ;;\n", option->values);
}

static void bash_values(struct textbuf *to, const struct command *command)
{
    enum usmt_program program;

    for (const struct option_spec *const *spec = command->specs; *spec; spec++)
        bash_value(to, command, *spec);
    if (!completion_is_front(command, &program))
        return;
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & (unsigned)program && option->values)
            bash_slash_value(to, command, option);
}

static void bash_verbs(struct textbuf *to, const struct command *command)
{
    struct str verbs = completion_verbs(command);

    if (verbs.n == 0)
        return;
    textbuf_format(to, "        %s) echo '", command->name);
    completion_blanks(to, verbs, '|');
    textbuf_cstr(to, "' ;;\n");
}

static void begin_function(struct textbuf *to, const char *name, const char *cases)
{
    textbuf_format(to, "%s()\n{\n    case %s in\n", name, cases);
}

static void put_bash(struct textbuf *to)
{
    const struct command *const *command;

    textbuf_cstr(to, "# Completions of bash for mftlink and its names of USMT's programs, printed "
                     "by 'mftlink completion bash'.\n\n_mftlink_commands='");
    for (command = command_all; *command; command++)
        textbuf_format(to, "%s ", (*command)->name);
    textbuf_cstr(to, "help completion'\n\n");
    begin_function(to, "_mftlink_options", "$1");
    for (command = command_all; *command; command++)
        bash_options(to, *command);
    textbuf_cstr(to, "    esac\n}\n\n");
    begin_function(to, "_mftlink_values", "$1:$2");
    for (command = command_all; *command; command++)
        bash_values(to, *command);
    textbuf_cstr(to, "    esac\n}\n\n");
    begin_function(to, "_mftlink_verbs", "$1");
    for (command = command_all; *command; command++)
        bash_verbs(to, *command);
    textbuf_format(
        to, "        help) echo \"$_mftlink_commands\" ;;\n        completion) echo '%s' ;;\n",
        completion_shells);
    textbuf_cstr(to, "    esac\n}\n\n");
    textbuf_cstr(to, bash_driver);
    textbuf_cstr(to, "complete -F _mftlink mftlink scanstate loadstate usmtutils\n");
}

bool completion_put(const char *shell, struct textbuf *to)
{
    if (strcmp(shell, "bash") == 0)
        put_bash(to);
    else if (strcmp(shell, "zsh") == 0)
        completion_zsh(to);
    else if (strcmp(shell, "fish") == 0)
        completion_fish(to);
    else
        return false;
    return true;
}
