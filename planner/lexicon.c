/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing, one step at a time: see lexicon.h. */
#include "planner/lexicon.h"

enum { WORDS_MIN = 16, WORDS_MAX = 1 << 28 };

static uint32_t hash_of(struct str text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */

    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (uint8_t)text.at[i]) * UINT64_C(0x100000001B3);
    return (uint32_t)(hash ^ hash >> 32);
}

/* The slot that has TEXT, or the empty one where it belongs. */
static uint32_t slot_of(const struct lexicon *lexicon, struct str text, uint32_t hash)
{
    uint32_t slot = hash & (lexicon->nslots - 1);

    while (lexicon->slots[slot] != 0) {
        const struct lexicon_word *word = &lexicon->words[lexicon->slots[slot] - 1];

        if (word->hash == hash && str_equal(word->text, text))
            break;
        slot = (slot + 1) & (lexicon->nslots - 1);
    }
    return slot;
}

bool lexicon_find(const struct lexicon *lexicon, struct str text, uint32_t *number_ret)
{
    uint32_t slot;

    if (lexicon->n == 0)
        return false;
    slot = slot_of(lexicon, text, hash_of(text));
    if (lexicon->slots[slot] == 0)
        return false;
    *number_ret = lexicon->words[lexicon->slots[slot] - 1].number;
    return true;
}

/* Makes room for one word more. */
static enum status grow(struct lexicon *lexicon)
{
    uint32_t capacity = lexicon->capacity ? 2 * lexicon->capacity : WORDS_MIN;
    struct lexicon_word *words;
    uint32_t *slots;

    if (lexicon->n < lexicon->capacity)
        return STATUS_OK;
    if (capacity > WORDS_MAX)
        return STATUS_TOO_LARGE;
    words = arena_grow(lexicon->arena, lexicon->words, (size_t)capacity * sizeof *words);
    if (words)
        lexicon->words = words;
    slots = words ? arena_grow(lexicon->arena, NULL, (size_t)capacity * 4 * sizeof *slots) : NULL;
    if (!slots)
        return STATUS_NO_MEMORY;
    memset(slots, 0, (size_t)capacity * 4 * sizeof *slots);
    arena_drop(lexicon->arena, lexicon->slots);
    lexicon->slots = slots;
    lexicon->nslots = capacity * 4;
    lexicon->capacity = capacity;
    for (uint32_t i = 0; i < lexicon->n; i++)
        slots[slot_of(lexicon, words[i].text, words[i].hash)] = i + 1;
    return STATUS_OK;
}

enum status lexicon_put(struct lexicon *lexicon, struct str text, uint32_t number)
{
    uint32_t hash = hash_of(text), slot;
    enum status status = grow(lexicon);

    if (status != STATUS_OK)
        return status;
    slot = slot_of(lexicon, text, hash);
    if (lexicon->slots[slot] == 0) {
        lexicon->words[lexicon->n++] = (struct lexicon_word){text, hash, number};
        lexicon->slots[slot] = lexicon->n;
    } else {
        lexicon->words[lexicon->slots[slot] - 1].number = number;
    }
    return STATUS_OK;
}
