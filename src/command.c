/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands: see command.h.
 */
#include "src/command.h"

#include "src/completion.h"
#include "src/help.h"
#include "src/manpage.h"
#include "src/out.h"
#include "src/say.h"
#include "src/suggest.h"
#include "src/version.h"

#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

const struct command *const command_all[] = {
    &cmd_info,      &cmd_scan,      &cmd_links,   &cmd_report,   &cmd_diff,   &cmd_export,
    &cmd_rules,     &cmd_plan,      &cmd_explain, &cmd_estimate, &cmd_show,   &cmd_check,
    &cmd_apply,     &cmd_recover,   &cmd_undo,    &cmd_audit,    &cmd_remove, &cmd_scanstate,
    &cmd_loadstate, &cmd_usmtutils, NULL,
};

enum { NCOMMANDS = sizeof command_all / sizeof command_all[0] - 1 };

const struct command *command_find(const char *name)
{
    for (const struct command *const *command = command_all; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

static enum command_exit say_unknown(const char *word)
{
    const char *names[NCOMMANDS + 3] = {0}, *nearest;

    for (size_t i = 0; i < NCOMMANDS; i++)
        names[i] = command_all[i]->name;
    names[NCOMMANDS] = "help";
    names[NCOMMANDS + 1] = "completion";
    nearest = word[0] == '-' ? NULL : suggest_nearest(word, names);
    if (nearest)
        say("There is no command '%s'. Did you mean '%s'?", word, nearest);
    else
        say("There is no %s '%s'. See 'mftlink help'.", word[0] == '-' ? "option" : "command",
            word);
    return COMMAND_USAGE;
}

/* Prints the help of COMMAND, or of the program where it is NULL. */
static enum command_exit print_help(const struct command *command)
{
    struct out out = out_to(STDOUT_FILENO, "the help");

    if (command)
        help_command(command, &out.text);
    else
        help_program(&out.text);
    return out_finish(&out) ? COMMAND_DONE : COMMAND_FAILED;
}

static enum command_exit print_version(void)
{
    struct out out = out_to(STDOUT_FILENO, "the version");

    textbuf_format(&out.text, "mftlink %s\n", version_text);
    return out_finish(&out) ? COMMAND_DONE : COMMAND_FAILED;
}

/* `mftlink man-options COMMAND`: what docs/mftlink.1.scd must have as that command's options. */
static enum command_exit print_man_options(const char *name)
{
    const struct command *command = name ? command_find(name) : NULL;
    struct out out = out_to(STDOUT_FILENO, "the options");

    if (!command)
        return say_unknown(name ? name : "");
    options_man(command->specs, &out.text);
    return out_finish(&out) ? COMMAND_DONE : COMMAND_FAILED;
}

/* `mftlink man-page scanstate`: all of it, in scdoc. */
static enum command_exit print_man_page(const char *name)
{
    const struct command *command = name ? command_find(name) : NULL;
    struct out out = out_to(STDOUT_FILENO, "the page");
    enum usmt_program program;

    if (!command || !completion_is_front(command, &program))
        return say_unknown(name ? name : "");
    manpage_put(command, program, &out.text);
    return out_finish(&out) ? COMMAND_DONE : COMMAND_FAILED;
}

static enum command_exit print_completion(const char *shell)
{
    struct out out = out_to(STDOUT_FILENO, "the completions");

    if (shell && completion_put(shell, &out.text))
        return out_finish(&out) ? COMMAND_DONE : COMMAND_FAILED;
    textbuf_free(&out.text);
    say("Say for which shell: mftlink completion bash, zsh or fish.");
    return COMMAND_USAGE;
}

/* What the help of the program tells all about. */
static bool is_own(const char *name)
{
    return strcmp(name, "help") == 0 || strcmp(name, "completion") == 0;
}

static enum command_exit run_help(const char *name)
{
    const struct command *command = name ? command_find(name) : NULL;

    return name && !command && !is_own(name) ? say_unknown(name) : print_help(command);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static enum command_exit run_parsed(const struct command *command, const struct options *options)
{
    if (options->help)
        return print_help(command);
    if (options->noperands == 0 && options->ndrives == 0) {
        say("Say what to read: mftlink %s %s (see 'mftlink help %s').", command->name,
            command->operands, command->name);
        return COMMAND_USAGE;
    }
    if (command->noperands_max >= 0 && options->noperands > command->noperands_max) {
        say("mftlink %s reads one source at a time: '%s' is one too many.", command->name,
            options->operands[command->noperands_max]);
        return COMMAND_USAGE;
    }
    return command->run(options);
}

/* The command is ARGV[1]. Parsing moves operands behind options: the words are kept before. */
static enum command_exit run(const struct command *command, int argc, char **argv)
{
    const char **given = calloc((size_t)argc, sizeof *given);
    struct options options = {.arguments = given, .narguments = argc};
    enum command_exit code = COMMAND_USAGE;

    if (!given) {
        say_no_memory();
        return COMMAND_FAILED;
    }
    for (int i = 0; i < argc; i++)
        given[i] = argv[i];
    if (options_parse(command->specs, argc - 1, argv + 1, &options))
        code = run_parsed(command, &options);
    options_free(&options);
    free(given);
    return code;
}

/* The command that the program itself is called: scanstate, or C:\\USMT\\ScanState.exe. */
static const struct command *called(const char *path)
{
    const char *name = path + strlen(path);
    size_t n;

    while (name > path && name[-1] != '/' && name[-1] != '\\')
        name--;
    n = strlen(name);
    if (n > 4 && strcasecmp(name + n - 4, ".exe") == 0)
        n -= 4;
    for (const struct command *const *command = command_all; *command; command++)
        if ((*command)->front && strlen((*command)->name) == n &&
            strncasecmp((*command)->name, name, n) == 0)
            return *command;
    return NULL;
}

int command_main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : NULL, *next = argc > 2 ? argv[2] : NULL;
    const struct command *command = argc > 0 ? called(argv[0]) : NULL;

    signal(SIGPIPE, SIG_IGN);
    if (command)
        return command->front(argc, argv);
    if (!word) {
        say("Say what to do: 'mftlink help' lists the commands.");
        return COMMAND_USAGE;
    }
    if (is_help(word) || (is_own(word) && next && is_help(next)))
        return (int)print_help(NULL);
    if (strcmp(word, "help") == 0)
        return (int)run_help(next);
    if (strcmp(word, "--version") == 0)
        return (int)print_version();
    if (strcmp(word, "man-options") == 0)
        return (int)print_man_options(next);
    if (strcmp(word, "man-page") == 0)
        return (int)print_man_page(next);
    if (strcmp(word, "completion") == 0)
        return (int)print_completion(next);
    command = command_find(word);
    if (command && command->front)
        return command->front(argc - 1, argv + 1);
    return (int)(command ? run(command, argc, argv) : say_unknown(word));
}
