/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slash options: see usmt_options.h. */
#define _GNU_SOURCE /* getcwd */
#include "src/usmt_options.h"

#include "src/say.h"
#include "src/suggest.h"

#include <limits.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

const char *usmt_options_program(enum usmt_program program)
{
    switch (program) {
    case USMT_SCANSTATE:
        return "scanstate";
    case USMT_LOADSTATE:
        return "loadstate";
    case USMT_UTILS:
        break;
    }
    return "usmtutils";
}

/* ---- Lengths ---- */

static size_t count_units(const char *text)
{
    size_t n = 0;

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        n += (c & 0xC0) != 0x80; /* a code point begins */
        n += c >= 0xF0;          /* which takes two units */
    }
    return n;
}

bool usmt_options_is_long(const char *text)
{
    return count_units(text) > USMT_OPTIONS_UNITS_MAX;
}

/* As USMT measures it: a relative path by what it is absolutely. */
static bool is_value_long(const struct usmt_option *option, const char *value)
{
    char folder[PATH_MAX];
    size_t n = count_units(value);

    if (option->traits & USMT_A_FILE && value[0] != '/' && strncmp(value, "builtin:", 8) != 0 &&
        getcwd(folder, sizeof folder))
        n += count_units(folder) + 1;
    return n > USMT_OPTIONS_UNITS_MAX;
}

/* ---- Words ---- */

/* The option of PROGRAM that WORD begins with; *VALUE_RET is what stands behind its colon, or NULL.
 * NULL: it is none. */
static const struct usmt_option *find(enum usmt_program program, const char *word,
                                      const char **value_ret)
{
    size_t n = strcspn(word, ":");

    if (word[0] != '/')
        return NULL;
    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & program && strlen(option->name) == n - 1 &&
            strncasecmp(option->name, word + 1, n - 1) == 0) {
            *value_ret = word[n] ? word + n + 1 : NULL;
            return option;
        }
    return NULL;
}

static enum usmt_code say_unknown(enum usmt_program program, const char *word)
{
    const char *names[USMT_NIDS + 8] = {0}, *nearest;
    int n = (int)strcspn(word, ":");
    char name[64];
    size_t k = 0;

    for (const struct usmt_option *option = usmt_options_all; option->name; option++)
        if (option->programs & program && k < sizeof names / sizeof names[0] - 1)
            names[k++] = option->name;
    snprintf(name, sizeof name, "%.*s", n - 1, word + 1);
    nearest = n > 3 ? suggest_nearest(name, names) : NULL;
    if (nearest)
        say("'%.*s' is not an option of %s. Did you mean '/%s'?", n, word,
            usmt_options_program(program), nearest);
    else
        say("'%.*s' is not an option of %s. '%s /?' lists them.", n, word,
            usmt_options_program(program), usmt_options_program(program));
    return USMT_INVALID_PARAMETERS;
}

/* VALUE without the quotes around it. NULL without memory. */
static const char *unquoted(struct usmt_line *line, const char *value)
{
    size_t n = strlen(value);
    char *at;

    if (n < 2 || value[0] != '"' || value[n - 1] != '"')
        return value;
    at = arena_alloc(&line->arena, n - 1);
    if (!at)
        return NULL;
    memcpy(at, value + 1, n - 2);
    at[n - 2] = '\0';
    return at;
}

static enum usmt_code check_word(const struct usmt_line *line, const struct usmt_option *option,
                                 const char *value)
{
    if (option->value == USMT_NEEDS && (!value || !*value)) {
        say("/%s needs %s behind it: /%s:%s.", option->name, option->argument, option->name,
            option->argument);
        return USMT_INVALID_PARAMETERS;
    }
    if (option->value == USMT_ALONE && value) {
        say("/%s takes nothing behind it, and '%s' is there.", option->name, value);
        return USMT_INVALID_PARAMETERS;
    }
    if (value && is_value_long(option, value)) {
        say("What stands behind /%s has more than %d characters, which USMT does not take%s.",
            option->name, (int)USMT_OPTIONS_UNITS_MAX,
            option->traits & USMT_A_FILE ? " (a path counts as it is from the root on)" : "");
        return USMT_ERROR_OPTION_PARAM_TOO_LARGE;
    }
    if (usmt_options_has(line, option->id) && !(option->traits & USMT_REPEATS)) {
        say("/%s is given more than once, and only one of them could hold.", option->name);
        return USMT_INVALID_PARAMETERS;
    }
    return USMT_SUCCESS;
}

static enum usmt_code add_word(struct usmt_line *line, const struct usmt_option *option,
                               const char *value)
{
    const char *plain = value ? unquoted(line, value) : NULL;
    enum usmt_code code;

    if (value && !plain) {
        say_no_memory();
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    }
    code = check_word(line, option, plain);
    if (code == USMT_SUCCESS)
        line->words[line->nwords++] = (struct usmt_word){option, plain && *plain ? plain : NULL};
    return code;
}

/* Does the word before stand for a value that is still to come, "-V" as opposed to "--conf=x"? */
static bool waits(const char *before)
{
    return before[0] == '-' && before[1] && !strchr(before, '=');
}

/* The program's own name, whatever path or case it was called by: sentences point at its help. NULL
 * without memory. */
static char *name_of(struct usmt_line *line)
{
    const char *name = usmt_options_program(line->program);
    char *at = arena_alloc(&line->arena, strlen(name) + 1);

    return at ? memcpy(at, name, strlen(name) + 1) : NULL;
}

static enum usmt_code parse(struct usmt_line *line, int argc, char **argv)
{
    enum usmt_code code = USMT_SUCCESS;

    line->nrest++;
    for (int i = 1; i < argc && code == USMT_SUCCESS; i++) {
        const struct usmt_option *option;
        const char *value = NULL, *ignored;

        option = find(line->program, argv[i], &value);
        if (!option && argv[i][0] == '/' && !waits(argv[i - 1]))
            return say_unknown(line->program, argv[i]);
        if (!option) {
            line->rest[line->nrest++] = argv[i];
            continue;
        }
        if (option->value == USMT_NEEDS && !value && i + 1 < argc && argv[i + 1][0] != '-' &&
            !find(line->program, argv[i + 1], &ignored))
            value = argv[++i];
        code = add_word(line, option, value);
    }
    line->rest[line->nrest] = NULL;
    return code;
}

enum usmt_code usmt_options_parse(enum usmt_program program, int argc, char **argv,
                                  struct usmt_line *line_ret)
{
    *line_ret = (struct usmt_line){.program = program};
    line_ret->words = arena_array(&line_ret->arena, (size_t)argc + 1, sizeof *line_ret->words);
    line_ret->rest = arena_array(&line_ret->arena, (size_t)argc + 1, sizeof *line_ret->rest);
    if (line_ret->words && line_ret->rest && (line_ret->rest[0] = name_of(line_ret)) != NULL)
        return parse(line_ret, argc, argv);
    say_no_memory();
    return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
}

void usmt_options_free(struct usmt_line *line)
{
    arena_free(&line->arena);
    *line = (struct usmt_line){0};
}

/* ---- What was given ---- */

static const struct usmt_word *find_first(const struct usmt_line *line, enum usmt_id id)
{
    for (int i = 0; i < line->nwords; i++)
        if (line->words[i].option->id == id)
            return &line->words[i];
    return NULL;
}

bool usmt_options_has(const struct usmt_line *line, enum usmt_id id)
{
    return find_first(line, id);
}

const char *usmt_options_value(const struct usmt_line *line, enum usmt_id id)
{
    const struct usmt_word *word = find_first(line, id);

    return word ? word->value : NULL;
}

bool usmt_options_values(const struct usmt_line *line, enum usmt_id id, struct options_words *words)
{
    for (int i = 0; i < line->nwords; i++)
        if (line->words[i].option->id == id && !options_add(words, line->words[i].value))
            return false;
    return true;
}
