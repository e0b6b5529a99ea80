/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables: see environment.h. */
#include "planner/environment.h"

#include "planner/pattern.h"
#include "planner/phrase.h"

/* ---- Names ---- */

/* NAME in lower case in BUFFER; empty where it is too long to be one. */
static struct str lowered(struct str name, char *buffer)
{
    if (name.n > ENVIRONMENT_NAME_MAX)
        return (struct str){buffer, 0};
    for (size_t i = 0; i < name.n; i++) {
        char c = name.at[i];

        buffer[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){buffer, name.n};
}

static struct environment_variable *own(const struct environment *environment, struct str key)
{
    uint32_t at;

    return lexicon_find(&environment->names, key, &at) ? &environment->variables[at] : NULL;
}

static bool has_room(struct environment *environment)
{
    uint32_t capacity = environment->capacity ? 2 * environment->capacity : 32;
    struct environment_variable *grown;

    if (environment->n < environment->capacity)
        return true;
    grown =
        arena_grow(environment->arena, environment->variables, (size_t)capacity * sizeof *grown);
    if (!grown)
        return environment->status = STATUS_NO_MEMORY, false;
    environment->variables = grown;
    environment->capacity = capacity;
    return true;
}

/* The variable of that KEY, which is new if it was not there; NULL without memory. */
static struct environment_variable *made(struct environment *environment, struct str key)
{
    struct environment_variable *variable = own(environment, key);
    char *at;

    environment->names.arena = environment->arena;
    if (variable || !has_room(environment))
        return variable;
    at = arena_alloc(environment->arena, key.n);
    if (!at)
        return environment->status = STATUS_NO_MEMORY, NULL;
    memcpy(at, key.at, key.n);
    environment->status = lexicon_put(&environment->names, (struct str){at, key.n}, environment->n);
    if (environment->status != STATUS_OK)
        return NULL;
    variable = &environment->variables[environment->n++];
    *variable = (struct environment_variable){{NULL, 0}, ENVIRONMENT_UNKNOWN};
    return variable;
}

void environment_set(struct environment *environment, struct str name,
                     struct environment_texts values)
{
    char buffer[ENVIRONMENT_NAME_MAX];
    struct str key = lowered(name, buffer);
    struct environment_variable *variable;

    if (key.n == 0 || environment->status != STATUS_OK)
        return;
    variable = made(environment, key);
    if (variable)
        *variable = (struct environment_variable){values, ENVIRONMENT_NOT_HERE};
}

void environment_set_absent(struct environment *environment, struct str name,
                            enum environment_why why)
{
    char buffer[ENVIRONMENT_NAME_MAX];
    struct str key = lowered(name, buffer);
    struct environment_variable *variable;

    if (key.n == 0 || environment->status != STATUS_OK)
        return;
    variable = made(environment, key);
    if (variable && variable->values.n == 0)
        variable->why = why;
}

void environment_set_path(struct environment *environment, struct str name, struct str path)
{
    struct phrase phrase = {0};
    struct str *value;

    if (path.n == 0) {
        environment_set_absent(environment, name, ENVIRONMENT_NOT_HERE);
        return;
    }
    value = arena_alloc(environment->arena, sizeof *value);
    phrase_literal(&phrase, path);
    if (value)
        *value = phrase_keep(&phrase, environment->arena);
    if (!value || phrase.is_short)
        environment->status = STATUS_NO_MEMORY;
    else
        environment_set(environment, name, (struct environment_texts){value, 1});
    phrase_free(&phrase);
}

struct environment_variable environment_find(const struct environment *environment, struct str name)
{
    struct environment_variable found = {{NULL, 0}, ENVIRONMENT_UNKNOWN};
    char buffer[ENVIRONMENT_NAME_MAX];
    struct str key = lowered(name, buffer);

    for (; environment && key.n > 0 && found.values.n == 0; environment = environment->outer) {
        const struct environment_variable *variable = own(environment, key);

        if (variable && (variable->values.n > 0 || found.why == ENVIRONMENT_UNKNOWN))
            found = *variable;
    }
    return found;
}

/* ---- Texts ---- */

/* A text in pieces: what stands before each variable, and the values of that. */
struct pieces {
    struct str before[ENVIRONMENT_VARIABLES_MAX + 1]; /* one more than there are variables */
    struct environment_texts values[ENVIRONMENT_VARIABLES_MAX];
    uint32_t chosen[ENVIRONMENT_VARIABLES_MAX];
    uint32_t n;
};

/* The name between the percent sign at AT and the next one; empty where there is none. */
static struct str name_at(struct str text, size_t at)
{
    static const char never[] = "\\[]*^ \t\r\n"; /* nor a zero */
    const char *from = text.at + at + 1;
    const char *end = memchr(from, '%', text.n - at - 1);
    size_t n = end ? (size_t)(end - from) : 0;

    for (size_t i = 0; i < n; i++)
        if (memchr(never, from[i], sizeof never))
            return (struct str){from, 0};
    return (struct str){from, n};
}

/* Takes TEXT apart. False where a variable has no value, or there are too many. */
static bool dissect(const struct environment *environment, struct str text, struct pieces *pieces,
                    struct environment_expanded *expanded)
{
    size_t from = 0;

    pieces->n = 0;
    for (size_t at = 0; at < text.n;) {
        struct str name = text.at[at] == '%' ? name_at(text, at) : (struct str){NULL, 0};
        struct environment_variable variable;

        if (name.n == 0) {
            at++;
            continue;
        }
        variable = environment_find(environment, name);
        if (pieces->n == ENVIRONMENT_VARIABLES_MAX)
            variable = (struct environment_variable){{NULL, 0}, ENVIRONMENT_TOO_MUCH};
        if (variable.values.n == 0) {
            *expanded = (struct environment_expanded){{NULL, 0}, name, variable.why};
            return false;
        }
        pieces->before[pieces->n] = (struct str){text.at + from, at - from};
        pieces->values[pieces->n++] = variable.values;
        from = at += name.n + 2;
    }
    pieces->before[pieces->n] = (struct str){text.at + from, text.n - from};
    return true;
}

static uint32_t ntexts(const struct pieces *pieces)
{
    uint32_t n = 1;

    for (uint32_t i = 0; i < pieces->n && n <= ENVIRONMENT_TEXTS_MAX; i++)
        n = pieces->values[i].n > ENVIRONMENT_TEXTS_MAX ? UINT32_MAX : n * pieces->values[i].n;
    return n;
}

static void join(struct pieces *pieces, struct phrase *phrase)
{
    for (uint32_t i = 0; i < pieces->n; i++) {
        phrase_add(phrase, pieces->before[i]);
        phrase_add(phrase, pieces->values[i].at[pieces->chosen[i]]);
    }
    phrase_add(phrase, pieces->before[pieces->n]);
}

/* The next choice of values, the last variable's first. */
static void advance(struct pieces *pieces)
{
    for (uint32_t i = pieces->n; i-- > 0;) {
        if (++pieces->chosen[i] < pieces->values[i].n)
            return;
        pieces->chosen[i] = 0;
    }
}

/* All choices of values, as N texts; NULL without memory or where they are too long. */
static struct str *multiply(struct pieces *pieces, uint32_t n, struct arena *arena,
                            enum environment_why *why)
{
    struct phrase phrase = {0};
    struct str *texts = arena_array(arena, n, sizeof *texts);
    size_t nbytes = 0;

    *why = ENVIRONMENT_NOT_HERE;
    memset(pieces->chosen, 0, sizeof pieces->chosen);
    for (uint32_t i = 0; texts && i < n; i++) {
        join(pieces, &phrase);
        nbytes += phrase.n;
        if (phrase.n >= PATTERN_BYTES_MAX || nbytes > ENVIRONMENT_BYTES_MAX)
            *why = ENVIRONMENT_TOO_MUCH;
        if (*why != ENVIRONMENT_TOO_MUCH)
            texts[i] = phrase_keep(&phrase, arena);
        if (phrase.is_short || *why == ENVIRONMENT_TOO_MUCH)
            texts = NULL;
        advance(pieces);
    }
    phrase_free(&phrase);
    return texts;
}

/* A text without variables is its own only value. */
static enum status keep_one(struct str text, struct arena *arena,
                            struct environment_expanded *expanded_ret)
{
    struct str *one = arena_alloc(arena, sizeof *one);

    if (!one)
        return STATUS_NO_MEMORY;
    *one = text;
    *expanded_ret = (struct environment_expanded){.texts = {one, 1}};
    return STATUS_OK;
}

enum status environment_expand(const struct environment *environment, struct str text,
                               struct arena *arena, struct environment_expanded *expanded_ret)
{
    struct environment_expanded expanded = {0};
    enum environment_why why = ENVIRONMENT_TOO_MUCH;
    struct pieces pieces;
    struct str *texts = NULL;
    uint32_t n;

    if (text.n == 0 || !memchr(text.at, '%', text.n))
        return keep_one(text, arena, expanded_ret);
    if (!dissect(environment, text, &pieces, &expanded)) {
        *expanded_ret = expanded;
        return STATUS_OK;
    }
    if (pieces.n == 0)
        return keep_one(text, arena, expanded_ret);
    n = ntexts(&pieces);
    if (n <= ENVIRONMENT_TEXTS_MAX)
        texts = multiply(&pieces, n, arena, &why);
    if (!texts && why != ENVIRONMENT_TOO_MUCH)
        return STATUS_NO_MEMORY;
    *expanded_ret = (struct environment_expanded){{texts, texts ? n : 0}, text, why};
    return STATUS_OK;
}
