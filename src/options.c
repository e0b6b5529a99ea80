/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: see options.h. getopt_long does the parsing; the words for mistakes are ours.
 */
#include "src/options.h"

#include "src/say.h"
#include "src/suggest.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPECS_MAX = 32, HELP_COLUMN = 26 };

struct getopt_tables {
    struct option longs[SPECS_MAX + 1];
    char shorts[2 * SPECS_MAX + 2];
};

static size_t count(const struct option_spec *const *specs)
{
    size_t n = 0;

    while (specs[n])
        n++;
    assert(n <= SPECS_MAX);
    return n;
}

/* Long options return 256 + their place, so that no letter is equal to one. */
static void make_tables(const struct option_spec *const *specs, struct getopt_tables *tables)
{
    size_t nshorts = 0, n = count(specs);

    *tables = (struct getopt_tables){0};
    tables->shorts[nshorts++] = ':';
    for (size_t i = 0; i < n; i++) {
        int has_argument = specs[i]->argument ? required_argument : no_argument;

        tables->longs[i] = (struct option){specs[i]->name, has_argument, NULL, 256 + (int)i};
        if (!specs[i]->letter)
            continue;
        tables->shorts[nshorts++] = specs[i]->letter;
        if (specs[i]->argument)
            tables->shorts[nshorts++] = ':';
    }
}

static const struct option_spec *spec_of(const struct option_spec *const *specs, int code)
{
    if (code >= 256)
        return specs[code - 256];
    for (; *specs; specs++)
        if ((*specs)->letter == code)
            return *specs;
    return NULL;
}

/* Says what is wrong with the option WORD, as it was given. */
static void say_unknown(const struct option_spec *const *specs, const char *command,
                        const char *word)
{
    const char *names[SPECS_MAX + 1] = {0}, *nearest;
    int n = (int)strcspn(word, "=");
    char name[64];

    for (size_t i = 0; specs[i]; i++)
        names[i] = specs[i]->name;
    snprintf(name, sizeof name, "%.*s", n > 2 ? n - 2 : 0, n > 2 ? word + 2 : "");
    nearest = word[1] == '-' && *name ? suggest_nearest(name, names) : NULL;
    if (nearest)
        say("'%.*s' is not an option of mftlink %s. Did you mean '--%s'?", n, word, command,
            nearest);
    else
        say("'%.*s' is not an option of mftlink %s. See 'mftlink help %s'.", n, word, command,
            command);
}

static void say_mistake(const struct option_spec *const *specs, int code, char **argv)
{
    const struct option_spec *spec = optopt ? spec_of(specs, optopt) : NULL;
    char letter[3] = {'-', (char)optopt, '\0'};
    bool is_letter = optopt > 0 && optopt < 256;

    if (spec && code == ':')
        say("--%s needs %s behind it.", spec->name, spec->argument);
    else if (spec)
        say("--%s takes nothing behind it.", spec->name);
    else
        say_unknown(specs, argv[0], is_letter ? letter : argv[optind - 1]);
}

static bool take(const struct option_spec *spec, const char *value, const char *command,
                 struct options *options)
{
    if (spec->take(options, value))
        return true;
    if (spec->values)
        say("'%s' is not what --%s needs: one of '%s'. See 'mftlink help %s'.", value, spec->name,
            spec->values, command);
    else
        say("'%s' is not what --%s needs: %s. See 'mftlink help %s'.", value, spec->name,
            spec->argument, command);
    return false;
}

bool options_parse(const struct option_spec *const *specs, int argc, char **argv,
                   struct options *options_ret)
{
    struct getopt_tables tables;
    int code;

    make_tables(specs, &tables);
    opterr = 0;
    optind = 0; /* glibc: begin anew */
    while ((code = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
        const struct option_spec *spec = code == '?' || code == ':' ? NULL : spec_of(specs, code);

        if (!spec) {
            say_mistake(specs, code, argv);
            return false;
        }
        if (!take(spec, optarg, argv[0], options_ret))
            return false;
        while (spec->takes_more && optind < argc && spec->takes_more(argv[optind]))
            if (!take(spec, argv[optind++], argv[0], options_ret))
                return false;
    }
    options_ret->operands = argv + optind;
    options_ret->noperands = argc - optind;
    return true;
}

bool options_add(struct options_words *words, const char *word)
{
    const char **at = realloc(words->at, ((size_t)words->n + 1) * sizeof *at);

    if (!at) {
        say_no_memory();
        return false;
    }
    at[words->n++] = word;
    words->at = at;
    return true;
}

void options_free(struct options *options)
{
    free(options->rules.at);
    free(options->ui.at);
    free(options->ue.at);
    free(options->user_map.at);
    free(options->domain_map.at);
    free(options->sid_map.at);
}

/* Writes LINES, each but the first behind PREFIX. */
static void put_lines(struct textbuf *to, const char *lines, const char *prefix)
{
    for (; *lines; lines++) {
        textbuf_char(to, *lines);
        if (*lines == '\n')
            textbuf_cstr(to, prefix);
    }
    textbuf_char(to, '\n');
}

void options_help(const struct option_spec *const *specs, struct textbuf *to)
{
    static const char indent[HELP_COLUMN + 1] = "                          ";

    for (; *specs; specs++) {
        size_t start = to->n;

        if ((*specs)->letter)
            textbuf_format(to, "  -%c, --%s", (*specs)->letter, (*specs)->name);
        else
            textbuf_format(to, "      --%s", (*specs)->name);
        if ((*specs)->argument)
            textbuf_format(to, " %s", (*specs)->argument);
        if (to->n - start > HELP_COLUMN - 2) {
            textbuf_char(to, '\n');
            start = to->n;
        }
        textbuf_fill(to, ' ', HELP_COLUMN - (to->n - start));
        put_lines(to, (*specs)->help, indent);
    }
}

/* LINES as scdoc takes them: what it would read as its own is escaped. */
static void put_man_lines(struct textbuf *to, const char *lines)
{
    for (; *lines; lines++) {
        if (*lines == '\\' || *lines == '*')
            textbuf_char(to, '\\');
        textbuf_char(to, *lines);
        if (*lines == '\n')
            textbuf_char(to, '\t');
    }
    textbuf_char(to, '\n');
}

void options_man(const struct option_spec *const *specs, struct textbuf *to)
{
    for (; *specs; specs++) {
        if ((*specs)->letter)
            textbuf_format(to, "*-%c*, ", (*specs)->letter);
        textbuf_format(to, "*--%s*", (*specs)->name);
        if ((*specs)->argument)
            textbuf_format(to, " _%s_", (*specs)->argument);
        textbuf_cstr(to, "\n\t");
        put_man_lines(to, (*specs)->help);
        if (specs[1])
            textbuf_char(to, '\n');
    }
}
