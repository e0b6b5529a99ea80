/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matcher beside each pattern by itself: trees and rules by chance, and the same winners. */
#include "planner/matcher.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/chance.h"
#include "tests/support/grove.h"
#include "tests/support/rulebook.h"

static struct grove grove;
static struct rulebook book;

static void begin(void)
{
    grove_begin(&grove, 1);
}

static void end(void)
{
    grove_free(&grove);
    rulebook_free(&book);
}

TestSuite(matcher_chance, .init = begin, .fini = end, .timeout = 120);

static const char *const words[] = {
    "a",     "b",        "ab",       "aab",          "A",
    "a.b",   "b.a",      ".a",       "a.",           "ba",
    "a.b.a", "\xC3\xA4", "\xC3\x84", "\xED\xA0\xBD", "\xF0\x9F\x98\x80"};
enum { NWORDS = sizeof words / sizeof *words };

static const char *any_word(struct chance *chance)
{
    return words[chance_below(chance, chance_below(chance, 4) ? 6 : NWORDS)];
}

static void plant(struct chance *chance)
{
    uint32_t folders[40] = {GROVE_ROOT}, nfolders = 1, n = 5 + chance_below(chance, 60);

    grove_free(&grove);
    grove_begin(&grove, 200);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t parent = folders[chance_below(chance, nfolders)];
        bool is_folder = nfolders < 40 && chance_below(chance, 2);
        unsigned flags =
            (is_folder ? FILE_DIRECTORY : 0) | (chance_below(chance, 20) ? 0 : FILE_SYSTEM);
        uint32_t file = grove_add(&grove, parent, str_of(any_word(chance)), flags);

        if (is_folder && !(flags & FILE_SYSTEM))
            folders[nfolders++] = file;
        else if (chance_below(chance, 5) == 0)
            grove_link(&grove, folders[chance_below(chance, nfolders)], str_of(any_word(chance)));
    }
    grove_finish(&grove);
}

/* A piece of a pattern: a word, a star, or both. */
static size_t put_piece(struct chance *chance, char *out)
{
    static const char *const forms[] = {"%s",  "%s",   "%s",   "*",   "*%s",
                                        "%s*", "*.%s", "%s*b", "*%s*"};

    return (size_t)sprintf(out, forms[chance_below(chance, 9)], any_word(chance));
}

static void make_rule(struct chance *chance)
{
    char text[200];
    size_t n = (size_t)sprintf(text, "%s", chance_below(chance, 8) ? "c:" : "*");
    static const char *const leaves[] = {"", " []", " [*]", "\\* [*]", "\\*", "\\*[*.a]"};
    uint32_t which;

    for (uint32_t i = chance_below(chance, 4); i > 0; i--) {
        text[n++] = '\\';
        n += put_piece(chance, text + n);
    }
    which = chance_below(chance, 12);
    if (which < 6) {
        strcpy(text + n, leaves[which]);
    } else {
        n += (size_t)sprintf(text + n, which < 9 ? "\\* [" : " [");
        n += put_piece(chance, text + n);
        strcpy(text + n, "]");
    }
    rulebook_add(&book, text, chance_below(chance, 3), chance_below(chance, 2))->is_conditional =
        chance_below(chance, 4) == 0;
}

/* Who comes first of two rules of a set? */
static bool is_before(uint32_t a, uint32_t b)
{
    int order = pattern_compare(book.rules[a].pattern, book.rules[b].pattern);

    if (order != 0)
        return order > 0;
    return book.rules[a].is_exclude != book.rules[b].is_exclude ? book.rules[a].is_exclude : a < b;
}

/* The winners of one set, one after the other, by asking every rule. */
static uint32_t ask_set(uint32_t set, struct str folder, struct str name, const uint16_t *upcase,
                        uint32_t *winners)
{
    uint32_t n = 0;
    bool is_taken[RULEBOOK_MAX] = {false};

    for (;;) {
        uint32_t best = RULEBOOK_MAX;

        for (uint32_t i = 0; i < book.n; i++)
            if (book.rules[i].set == set && !is_taken[i] &&
                pattern_matches(book.rules[i].pattern, folder, name, upcase) &&
                (best == RULEBOOK_MAX || is_before(i, best)))
                best = i;
        if (best == RULEBOOK_MAX)
            return n;
        is_taken[best] = true;
        winners[n++] = best;
        if (!book.rules[best].is_conditional)
            return n;
    }
}

/* By NAME: who won for it in the walk. */
struct outcome {
    uint32_t n[200];
    uint32_t winners[200][RULEBOOK_MAX];
};

static struct outcome outcome;

static enum status keep(void *context, const struct matcher_match *match)
{
    (void)context;
    cr_assert_eq(outcome.n[match->name], 0, "told twice");
    cr_assert_eq(match->is_folder, (grove.index.files.flags[grove.index.names.file[match->name]] &
                                    FILE_DIRECTORY) != 0);
    outcome.n[match->name] = match->nrules;
    memcpy(outcome.winners[match->name], match->rules, match->nrules * sizeof *match->rules);
    return STATUS_OK;
}

/* Names that are no objects: metadata, but for the root, and a folder's second one. */
static bool is_object(uint32_t name)
{
    uint32_t file = grove.index.names.file[name];
    uint16_t flags = grove.index.files.flags[file];

    if (file == GROVE_ROOT)
        return true;
    return !(flags & FILE_SYSTEM) &&
           !(flags & FILE_DIRECTORY && name != index_first_name(&grove.index, file));
}

static void compare_name(uint64_t seed, uint32_t name, const uint16_t *upcase)
{
    struct path path = {0};
    char text[1000] = "C:";
    uint32_t winners[RULEBOOK_MAX] = {0}, n = 0;
    uint16_t flags = grove.index.files.flags[grove.index.names.file[name]];
    struct str own = index_name(&grove.index, name), folder;

    cr_assert_eq(path_of_name(&grove.index, name, &path), STATUS_OK);
    memcpy(text + 2, path.at, path.n);
    folder = (struct str){text, path.n + 2};
    if (flags & FILE_DIRECTORY)
        own.n = 0;
    else
        folder.n -= own.n + 1;
    for (uint32_t set = 0; set < 3 && is_object(name); set++)
        n += ask_set(set, folder, own, upcase, winners + n);
    cr_assert_eq(n, outcome.n[name], "seed %lu, %.*s: %u winners, not %u", seed, (int)path.n,
                 path.at, outcome.n[name], n);
    cr_assert(n == 0 || memcmp(winners, outcome.winners[name], n * sizeof *winners) == 0,
              "seed %lu, %.*s", seed, (int)path.n, path.at);
    path_free(&path);
}

static void compare_all(uint64_t seed, const uint16_t *upcase)
{
    struct matcher *matcher;

    memset(outcome.n, 0, sizeof outcome.n);
    cr_assert_eq(matcher_new(book.rules, book.n, upcase, &matcher), STATUS_OK);
    cr_assert_eq(
        matcher_walk(matcher, &grove.index, str_of("C:"), &(struct matcher_visitor){keep, NULL}),
        STATUS_OK);
    for (uint32_t name = 0; name < grove.index.names.n; name++)
        compare_name(seed, name, upcase);
    matcher_free(matcher);
}

Test(matcher_chance, a_walk_finds_what_every_pattern_finds_by_itself)
{
    static uint16_t upcase[TEXT_UPCASE_UNITS];

    for (uint32_t c = 0; c < TEXT_UPCASE_UNITS; c++)
        upcase[c] = (uint16_t)text_fold(c, NULL);
    upcase[0xE4] = 0xC4;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        struct chance chance = chance_seed(seed);

        plant(&chance);
        book.n = 0;
        for (uint32_t i = chance_below(&chance, 40); i > 0; i--)
            make_rule(&chance);
        compare_all(seed, seed % 3 ? NULL : upcase);
        rulebook_free(&book);
    }
}
