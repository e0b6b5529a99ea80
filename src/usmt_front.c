/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USMT's programs: see usmt_front.h. */
#define _GNU_SOURCE /* access */
#include "src/usmt_front.h"

#include "src/backing.h"
#include "src/drives.h"
#include "src/help.h"
#include "src/out.h"
#include "src/profilefind.h"
#include "src/say.h"
#include "src/usmt_conf.h"
#include "src/usmt_rules.h"
#include "src/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

/* ---- Files that are written must not be those that are read ---- */

static const struct {
    enum usmt_id id;
    const char *name;
    enum usmt_code code;
} outputs[] = {
    {USMT_L, "l", USMT_INIT_LOGFILE_FAILED},
    {USMT_PROGRESS, "progress", USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG},
    {USMT_P, "p", USMT_PREFLIGHT_FILE_CREATION_FAILED},
    {USMT_LISTFILES, "listfiles", USMT_INVALID_PARAMETERS},
    {USMT_GENCONFIG, "genconfig", USMT_INVALID_PARAMETERS},
};

enum { NOUTPUTS = sizeof outputs / sizeof outputs[0] };

static bool is_input(const struct usmt_line *line, const char *path)
{
    static const enum usmt_id inputs[] = {USMT_I, USMT_CONFIG, USMT_OFFLINE, USMT_KEYFILE};

    for (int i = 0; i < line->nwords; i++)
        for (size_t k = 0; k < sizeof inputs / sizeof inputs[0]; k++)
            if (line->words[i].option->id == inputs[k] && line->words[i].value &&
                backing_is_same(path, line->words[i].value)) {
                say("Writing '%s' would change what /%s reads: write it elsewhere.", path,
                    line->words[i].option->name);
                return true;
            }
    return false;
}

/* C:\logs\scan.log would be a file of that whole name here. */
static bool is_of_windows(const char *path, const char *option)
{
    if (!profilefind_has_drive(str_of(path)) || path[2] != '\\')
        return false;
    say("'%s' is a path of a Windows, and /%s is a file of the system that this program runs on: "
        "name one here, such as '%s'.",
        path, option, strrchr(path, '\\') + 1);
    return true;
}

static enum usmt_code check_inputs(const struct usmt_line *line)
{
    for (size_t i = 0; i < NOUTPUTS; i++) {
        const char *path = usmt_options_value(line, outputs[i].id);

        if (path && is_of_windows(path, outputs[i].name))
            return outputs[i].code;
        if (path && is_input(line, path))
            return USMT_INVALID_PARAMETERS;
        for (size_t k = 0; path && k < i; k++) {
            const char *other = usmt_options_value(line, outputs[k].id);

            if (other && backing_is_same(path, other)) {
                say("'%s' cannot be two files: give each a name of its own.", path);
                return USMT_INVALID_PARAMETERS;
            }
        }
    }
    return USMT_SUCCESS;
}

/* What is opened for SOURCE must not change by PATH. */
static enum usmt_code check_source(const struct usmt_front *front, const char *backing)
{
    for (size_t i = 0; i < NOUTPUTS; i++) {
        const char *path = usmt_options_value(&front->line, outputs[i].id);

        if (path && !backing_allows(backing, path))
            return outputs[i].code;
    }
    if (front->folder && !backing_allows(backing, front->folder))
        return USMT_INVALID_PARAMETERS;
    return USMT_SUCCESS;
}

enum usmt_code usmt_front_allows(const struct usmt_front *front)
{
    enum usmt_code code = USMT_SUCCESS;

    for (int i = 0; i < front->options.ndrives && code == USMT_SUCCESS; i++) {
        const char *source = front->options.drives[i].source;
        bool is_mounted;
        char *backing, *type = NULL;

        if (backing_is_folder(source, &type)) {
            free(type);
            continue;
        }
        backing = backing_find(source, &is_mounted);
        if (!backing)
            return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
        if (access(backing, R_OK) != 0) {
            say("'%s' may not be read by this user: run it as root, or be given the right.",
                backing);
            code = USMT_ERROR_INSUFFICIENT_RIGHTS;
        } else {
            code = check_source(front, backing);
        }
        free(backing);
    }
    return code;
}

const char *usmt_front_place(struct usmt_front *front, const char *name)
{
    const char *folder = getenv("USMT_WORKING_DIR");
    struct textbuf text = {0};
    char *at = NULL;

    if (!folder || !*folder)
        return name;
    textbuf_format(&text, "%s/%s", folder, name);
    if (!text.is_short)
        at = arena_alloc(&front->arena, text.n + 1);
    if (at) {
        memcpy(at, text.at, text.n);
        at[text.n] = '\0';
    } else {
        say_no_memory();
    }
    textbuf_free(&text);
    return at;
}

/* ---- From words to what is meant ---- */

static bool find_drives(struct usmt_front *front)
{
    struct options *options = &front->options;

    if (options->ndrives > 0)
        return true;
    if (options->conf || access(USMT_CONF_NAME, F_OK) == 0)
        if (!usmt_conf_drives(options->conf ? options->conf : USMT_CONF_NAME, options,
                              &front->arena))
            return false;
    if (options->ndrives > 0)
        return true;
    say("Say which drive is where: -V C:=SOURCE, or a line C: = SOURCE in " USMT_CONF_NAME ".");
    return false;
}

static void fill_efs(const char *value, struct options *options)
{
    static const char *const words[] = {"abort", "skip", "decryptcopy", "copyraw",
                                        "hardlink"}; /* as enum save_efs */

    for (size_t i = 0; value && i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(value, words[i]) == 0)
            options->efs = (enum save_efs)i;
}

/* /auto stands for the rules that come with USMT, or for those that come with this program. */
static bool fill_auto(struct usmt_front *front)
{
    static const char *const names[] = {"MigDocs.xml", "MigApp.xml"};
    const char *folder = usmt_options_value(&front->line, USMT_AUTO);

    if (!usmt_options_has(&front->line, USMT_AUTO))
        return true;
    if (!folder)
        return options_add(&front->options.rules, "builtin:documents");
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(folder) + strlen(names[i]) + 2;
        char *path = arena_alloc(&front->arena, n);

        if (!path)
            return say_no_memory(), false;
        snprintf(path, n, "%s/%s", folder, names[i]);
        if (!options_add(&front->options.rules, path))
            return false;
    }
    return true;
}

/* "OLD\\ann:NEW\\anna" as "OLD\\ann=NEW\\anna" in WORDS. */
static bool fill_map(struct usmt_front *front, const char *value, struct options_words *words)
{
    const size_t n = strlen(value) + 1;
    char *map = arena_alloc(&front->arena, n);

    if (!map)
        return say_no_memory(), false;
    memcpy(map, value, n);
    *strchr(map, ':') = '=';
    return options_add(words, map);
}

static bool fill_maps(struct usmt_front *front)
{
    bool is_good = true;

    for (int i = 0; i < front->line.nwords && is_good; i++) {
        const struct usmt_word *word = &front->line.words[i];

        if (word->option->id == USMT_MU && word->value)
            is_good = fill_map(front, word->value, &front->options.user_map);
        else if (word->option->id == USMT_MD && word->value)
            is_good = fill_map(front, word->value, &front->options.domain_map);
    }
    return is_good;
}

static bool fill(struct usmt_front *front)
{
    struct options *options = &front->options;
    const struct usmt_line *line = &front->line;

    options->config = usmt_options_value(line, USMT_CONFIG);
    options->uel = usmt_options_value(line, USMT_UEL);
    options->windows_old = usmt_options_value(line, USMT_OFFLINEWINOLD);
    options->store = front->store;
    fill_efs(usmt_options_value(line, USMT_EFS), options);
    return fill_maps(front) && fill_auto(front) &&
           usmt_options_values(line, USMT_I, &options->rules) &&
           usmt_options_values(line, USMT_UI, &options->ui) &&
           usmt_options_values(line, USMT_UE, &options->ue);
}

/* PATH with backslashes and none at its end. NULL after it has said that memory ran out. */
static const char *plain_store(struct usmt_front *front, const char *path)
{
    size_t n = strlen(path);
    char *at = arena_alloc(&front->arena, n + 1);

    if (!at)
        return say_no_memory(), NULL;
    for (size_t i = 0; i < n; i++)
        at[i] = path[i] == '/' ? '\\' : path[i];
    while (n > 0 && at[n - 1] == '\\')
        n--;
    at[n] = '\0';
    return at;
}

static bool choose_operands(struct usmt_front *front)
{
    const struct options *options = &front->options;
    const char *store = usmt_options_value(&front->line, USMT_RD);

    if (!store && options->noperands > 0)
        store = options->operands[0];
    if (options->noperands > 1)
        front->folder = options->operands[1];
    if (store)
        front->store = plain_store(front, store);
    return !store || front->store;
}

/* ---- Around the work ---- */

static const char *usual_log(enum usmt_program program)
{
    switch (program) {
    case USMT_SCANSTATE:
        return "ScanState.log";
    case USMT_LOADSTATE:
        return "LoadState.log";
    case USMT_UTILS:
        break;
    }
    return NULL;
}

static enum usmt_code open_log(struct usmt_front *front)
{
    const char *path = usmt_options_value(&front->line, USMT_L);
    const char *usual = path ? NULL : usual_log(front->line.program);
    char program[16];
    size_t n = 0;

    if (usual && !(path = usmt_front_place(front, usual)))
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    for (const char *at = usmt_options_program(front->line.program); *at; at++)
        program[n++] = (char)(*at & ~0x20);
    program[n] = '\0';
    front->log_name = path;
    return usmt_log_open(path, program, usmt_rules_verbosity(&front->line), &front->log)
               ? USMT_SUCCESS
               : USMT_INIT_LOGFILE_FAILED;
}

/* What a password is, is nobody's business. */
static void log_words(struct usmt_front *front, int nwords, char **words)
{
    struct textbuf text = {0};

    for (int i = 0; i < nwords; i++) {
        const bool is_secret = (i > 0 && strcasecmp(words[i - 1], "/key") == 0) ||
                               strncasecmp(words[i], "/key:", 5) == 0 ||
                               strncasecmp(words[i], "/lac:", 5) == 0;

        textbuf_cstr(&text, i > 0 ? " " : "");
        textbuf_cstr(&text, is_secret ? "/***" : words[i]);
    }
    textbuf_char(&text, '\0');
    if (!text.is_short) {
        usmt_log_put(&front->log, USMT_LOG_INFO, "Command line: %s", text.at);
        usmt_progress_put(&front->progress, "program", words[0]);
        usmt_progress_put(&front->progress, "productVersion", version_text);
        usmt_progress_put(&front->progress, "commandLine", text.at);
    }
    textbuf_free(&text);
}

static enum usmt_code work(struct usmt_front *front, enum usmt_code (*run)(struct usmt_front *),
                           int nwords, char **words)
{
    enum usmt_code code = open_log(front);
    char number[24];

    if (code != USMT_SUCCESS)
        return code;
    if (!usmt_progress_open(usmt_options_value(&front->line, USMT_PROGRESS), &front->progress))
        code = USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG;
    else
        log_words(front, nwords, words);
    if (code == USMT_SUCCESS)
        code = run(front);
    snprintf(number, sizeof number, "%d", (int)code);
    usmt_progress_put(&front->progress, "errorCode", number);
    usmt_progress_put(&front->progress, "message", usmt_codes_of(code)->meaning);
    if (front->log.nall > 0) {
        snprintf(number, sizeof number, "%llu", (unsigned long long)front->log.nall);
        usmt_progress_put(&front->progress, "numberOfIgnoredErrors",
                          code == USMT_WOULD_HAVE_FAILED ? number : "0");
    }
    usmt_progress_close(&front->progress);
    usmt_log_close(&front->log, code);
    return code;
}

static enum usmt_code show_help(const struct command *command)
{
    struct out out = out_to(STDOUT_FILENO, "the help");

    help_command(command, &out.text);
    return out_finish(&out) ? USMT_DISPLAY_HELP : USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
}

static enum usmt_code check(struct usmt_front *front)
{
    const struct options *options = &front->options;
    enum usmt_code code = usmt_rules_check(&front->line, options->operands, options->noperands);

    if (code == USMT_SUCCESS)
        code = check_inputs(&front->line);
    if (code != USMT_SUCCESS || usmt_options_has(&front->line, USMT_EC))
        return code;
    if (!choose_operands(front))
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (!find_drives(front) || !drives_are_chosen(options, NULL) || !fill(front))
        return USMT_INVALID_PARAMETERS;
    return usmt_front_allows(front);
}

int usmt_front_run(const struct command *command, enum usmt_program program,
                   enum usmt_code (*run)(struct usmt_front *front), int nwords, char **words)
{
    struct usmt_front front = {.log.fd = -1, .progress.fd = -1};
    enum usmt_code code = usmt_options_parse(program, nwords, words, &front.line);

    if (code == USMT_SUCCESS &&
        !options_parse(command->specs, front.line.nrest, front.line.rest, &front.options))
        code = USMT_INVALID_PARAMETERS;
    if (code == USMT_SUCCESS && front.options.help)
        code = USMT_DISPLAY_HELP;
    if (code == USMT_SUCCESS)
        code = check(&front);
    if (code == USMT_DISPLAY_HELP)
        code = show_help(command);
    else if (code == USMT_SUCCESS)
        code = work(&front, run, nwords, words);
    options_free(&front.options);
    usmt_options_free(&front.line);
    arena_free(&front.arena);
    return (int)code;
}
