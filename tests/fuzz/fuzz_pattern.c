/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns of any bytes over folders of any names: what is accepted ranks and matches alike however
 * it is asked, and a walk finds what each pattern finds by itself.
 *
 * The input is lines. One that begins with + or - is a pattern, any other a path with backslashes;
 * it goes into the tree as far as it is new, its last part as a file.
 */
#include "planner/matcher.h"

#include <assert.h>
#include <stdlib.h>

#include "mft/path.h"
#include "tests/support/forge.h"
#include "tests/support/grove.h"

enum { MOST_RULES = 64, MOST_NAMES = 256, NAME_BYTES_MAX = 90 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct plot {
    struct grove grove;
    struct arena arena;
    struct matcher_rule rules[MOST_RULES];
    uint32_t nrules;
    uint32_t told[MOST_NAMES]; /* the winner for each name row, counted from 1 */
};

static void add_pattern(struct plot *plot, struct str line)
{
    struct str text = {line.at + 1, line.n - 1};
    struct pattern *pattern = arena_alloc(&plot->arena, sizeof *pattern);
    const char *why = NULL;
    enum status status = pattern_parse(text, &plot->arena, pattern, &why);

    assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK && plot->nrules < MOST_RULES)
        plot->rules[plot->nrules++] =
            (struct matcher_rule){.pattern = pattern, .is_exclude = line.at[0] == '-'};
}

/* What a text becomes when it is escaped matches that text. */
static void check_escaped(struct plot *plot, struct str name)
{
    char *text = malloc(2 * name.n + 6);
    size_t n = 4;
    struct pattern pattern;
    const char *why;

    memcpy(text, "C:\\[", n);
    n += pattern_escape(name, text + n);
    text[n++] = ']';
    assert(pattern_parse((struct str){text, n}, &plot->arena, &pattern, &why) == STATUS_OK);
    assert(pattern.leaf_kind == PATTERN_LEAF_LITERAL);
    assert(pattern_matches(&pattern, str_of("C:"), name, NULL));
    free(text);
}

/* The folder of that NAME in PARENT, which is made if need be. */
static uint32_t folder_of(struct plot *plot, uint32_t parent, struct str name)
{
    const struct index *index = &plot->grove.index;

    for (uint32_t file = 1; file < index->files.n; file++)
        if (index->files.flags[file] & FILE_DIRECTORY && str_equal(index_name(index, file), name) &&
            reference_record(index->names.parent[file]) == index->files.record[parent])
            return file;
    return grove_add(&plot->grove, parent, name, FILE_DIRECTORY);
}

static void add_path(struct plot *plot, struct str line)
{
    uint32_t parent = GROVE_ROOT;

    for (size_t at = 0; at < line.n && plot->grove.index.files.n < MOST_NAMES - 1; at++) {
        size_t first = at;

        while (at < line.n && line.at[at] != '\\')
            at++;

        struct str part = {line.at + first, at - first};
        if (part.n == 0 || part.n > NAME_BYTES_MAX)
            return;
        check_escaped(plot, part);
        if (at < line.n)
            parent = folder_of(plot, parent, part);
        else
            grove_add(&plot->grove, parent, part, 0);
    }
}

static enum status see(void *context, const struct matcher_match *match)
{
    struct plot *plot = context;

    assert(match->nrules == 1 && plot->told[match->name] == 0);
    plot->told[match->name] = match->rules[0] + 1;
    return STATUS_OK;
}

/* The winner by asking every rule, counted from 1. */
static uint32_t ask_all(const struct plot *plot, struct str folder, struct str name)
{
    uint32_t best = 0;

    for (uint32_t i = 0; i < plot->nrules; i++) {
        const struct matcher_rule *rule = &plot->rules[i],
                                  *than = &plot->rules[best ? best - 1 : 0];
        int order = best ? pattern_compare(rule->pattern, than->pattern) : 1;

        if ((order > 0 || (order == 0 && rule->is_exclude && !than->is_exclude)) &&
            pattern_matches(rule->pattern, folder, name, NULL))
            best = i + 1;
    }
    return best;
}

static void compare(const struct plot *plot, uint32_t name)
{
    const struct index *index = &plot->grove.index;
    struct path path = {0};
    struct str own = index_name(index, name);

    assert(path_of_name(index, name, &path) == STATUS_OK);

    char *text = malloc(path.n + 2);
    struct str folder = {text, path.n + 2};
    memcpy(text, "C:", 2);
    memcpy(text + 2, path.at, path.n);
    if (index->files.flags[name] & FILE_DIRECTORY)
        own.n = 0;
    else
        folder.n -= own.n + 1;
    assert(ask_all(plot, folder, own) == plot->told[name]);
    free(text);
    path_free(&path);
}

static void walk(struct plot *plot)
{
    struct matcher *matcher;

    assert(matcher_new(plot->rules, plot->nrules, NULL, &matcher) == STATUS_OK);
    assert(matcher_walk(matcher, &plot->grove.index, str_of("C:"),
                        &(struct matcher_visitor){see, plot}) == STATUS_OK);
    for (uint32_t name = 0; name < plot->grove.index.names.n; name++)
        compare(plot, name);
    matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plot *plot = calloc(1, sizeof *plot);
    uint8_t *copy = forge_copy(data, size);
    struct str text = {(char *)copy, size};

    grove_begin(&plot->grove, MOST_NAMES);
    for (size_t at = 0; at < size; at++) {
        size_t first = at;

        while (at < size && text.at[at] != '\n')
            at++;

        struct str line = {text.at + first, at - first};
        if (line.n > 0 && (line.at[0] == '+' || line.at[0] == '-'))
            add_pattern(plot, line);
        else
            add_path(plot, line);
    }
    grove_finish(&plot->grove);
    walk(plot);
    grove_free(&plot->grove);
    arena_free(&plot->arena);
    free(copy);
    free(plot);
    return 0;
}
