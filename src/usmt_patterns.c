/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of /extract: see usmt_patterns.h. */
#include "src/usmt_patterns.h"

enum { HIGH = 0xD800, LOW = 0xDC00, END = 0xE000, FIRST_OF_TWO = 0x10000 };

static bool is_between(uint16_t unit, int from, int end)
{
    return unit >= from && unit < end;
}

/* Units as code points, stars as GLOB_ANY, of several side by side one. */
static uint32_t make_units(const uint16_t *units, size_t n, uint32_t *to)
{
    uint32_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (units[i] == '*') {
            if (k == 0 || to[k - 1] != GLOB_ANY)
                to[k++] = GLOB_ANY;
        } else if (i + 1 < n && is_between(units[i], HIGH, LOW) &&
                   is_between(units[i + 1], LOW, END)) {
            to[k++] =
                FIRST_OF_TWO + ((uint32_t)(units[i] - HIGH) << 10) + (uint32_t)(units[i + 1] - LOW);
            i++;
        } else {
            to[k++] = units[i];
        }
    }
    return k;
}

static bool add(struct usmt_patterns *patterns, struct str text, bool excludes)
{
    uint16_t *units;
    uint32_t *to;

    while (text.n > 0 && text.at[0] == ' ')
        text = (struct str){text.at + 1, text.n - 1};
    while (text.n > 0 && text.at[text.n - 1] == ' ')
        text.n--;
    if (text.n == 0)
        return true;
    units = arena_array(&patterns->arena, text.n, sizeof *units);
    to = arena_array(&patterns->arena, text.n, sizeof *to);
    if (!units || !to)
        return false;
    patterns->has_includes |= !excludes;
    patterns->at[patterns->n++] =
        (struct usmt_patterns_one){{to, make_units(units, text_to_utf16(text, units), to)},
                                   memchr(text.at, '\\', text.n),
                                   excludes};
    return true;
}

static bool add_list(struct usmt_patterns *patterns, const char *list, bool excludes)
{
    for (;;) {
        size_t n = strcspn(list, ",;");

        if (!add(patterns, (struct str){list, n}, excludes))
            return false;
        if (!list[n])
            return true;
        list += n + 1;
    }
}

static bool is_pattern(const struct usmt_word *word)
{
    return word->option->id == USMT_INCLUDE || word->option->id == USMT_EXCLUDE;
}

bool usmt_patterns_make(const struct usmt_line *line, struct usmt_patterns *patterns_ret)
{
    size_t most = 0;
    bool is_good = true;

    *patterns_ret = (struct usmt_patterns){0};
    for (int i = 0; i < line->nwords; i++)
        if (is_pattern(&line->words[i]))
            most += strlen(line->words[i].value) + 1;
    patterns_ret->at = arena_array(&patterns_ret->arena, most + 1, sizeof *patterns_ret->at);
    if (!patterns_ret->at)
        return false;
    for (int i = 0; i < line->nwords && is_good; i++)
        if (is_pattern(&line->words[i]))
            is_good = add_list(patterns_ret, line->words[i].value,
                               line->words[i].option->id == USMT_EXCLUDE);
    return is_good;
}

bool usmt_patterns_take(const struct usmt_patterns *patterns, struct str name, struct str path,
                        const uint16_t *upcase)
{
    bool is_taken = !patterns->has_includes;

    for (uint32_t i = 0; i < patterns->n; i++) {
        const struct usmt_patterns_one *it = &patterns->at[i];

        if (!glob_matches(&it->glob, it->is_path ? path : name, upcase, false))
            continue;
        if (!it->excludes)
            return true;
        is_taken = false;
    }
    return is_taken;
}

void usmt_patterns_free(struct usmt_patterns *patterns)
{
    arena_free(&patterns->arena);
    *patterns = (struct usmt_patterns){0};
}
