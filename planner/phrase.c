/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that grows: see phrase.h. */
#include "planner/phrase.h"

#include "planner/pattern.h"

enum { CAPACITY_MIN = 256, EXCERPT_BYTES = 400 };

static bool has_room(struct phrase *phrase, size_t n)
{
    size_t capacity = phrase->capacity ? phrase->capacity : CAPACITY_MIN;
    char *at;

    if (n <= phrase->capacity - phrase->n)
        return true;
    if (n > SIZE_MAX / 4 - phrase->n)
        return phrase->is_short = true, false;
    while (capacity < phrase->n + n)
        capacity *= 2;
    at = arena_grow(&phrase->arena, phrase->at, capacity);
    if (!at)
        return phrase->is_short = true, false;
    phrase->at = at;
    phrase->capacity = capacity;
    return true;
}

void phrase_add(struct phrase *phrase, struct str text)
{
    if (text.n == 0 || !has_room(phrase, text.n))
        return;
    memcpy(phrase->at + phrase->n, text.at, text.n);
    phrase->n += text.n;
}

void phrase_word(struct phrase *phrase, const char *text)
{
    phrase_add(phrase, str_of(text));
}

void phrase_excerpt(struct phrase *phrase, struct str text)
{
    bool is_long = text.n > EXCERPT_BYTES;

    phrase_add(phrase, is_long ? (struct str){text.at, EXCERPT_BYTES} : text);
    if (is_long)
        phrase_word(phrase, "...");
}

void phrase_literal(struct phrase *phrase, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool is_inside = i > 0 && i + 1 < text.n;

        if (!has_room(phrase, 2))
            return;
        if (is_inside && text_is_blank((uint8_t)text.at[i]))
            phrase->at[phrase->n++] = text.at[i];
        else
            phrase->n += pattern_escape((struct str){text.at + i, 1}, phrase->at + phrase->n);
    }
}

struct str phrase_keep(struct phrase *phrase, struct arena *arena)
{
    char *at = phrase->is_short ? NULL : arena_alloc(arena, phrase->n + 1);
    struct str kept = {at, at ? phrase->n : 0};

    if (!at)
        return phrase->is_short = true, str_of("");
    if (phrase->n > 0)
        memcpy(at, phrase->at, phrase->n);
    phrase->n = 0;
    return kept;
}

void phrase_free(struct phrase *phrase)
{
    arena_free(&phrase->arena);
    *phrase = (struct phrase){0};
}
