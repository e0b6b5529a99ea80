/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash table with open addressing that never grows: who fills it knows how many words can come.
 */
#include "planner/intern.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

uint32_t intern_hash(const uint32_t *units, uint32_t n)
{
    uint32_t hash = INTERN_HASH_BEGIN;

    while (n > 0)
        hash = intern_hash_before(hash, units[--n]);
    return hash;
}

enum status intern_begin(struct intern *table, uint32_t most, struct arena *arena)
{
    uint32_t nslots = 4;

    while (nslots / 2 <= most)
        nslots *= 2;
    *table = (struct intern){.capacity = most, .nslots = nslots};
    table->words = arena_array(arena, (size_t)most + 1, sizeof *table->words);
    table->slots = arena_array(arena, nslots, sizeof *table->slots);
    if (!table->words || !table->slots)
        return STATUS_NO_MEMORY;
    memset(table->slots, 0xFF, nslots * sizeof *table->slots); /* INTERN_NONE each */
    return STATUS_OK;
}

static bool is_word(const struct intern_word *word, const struct intern_word *wanted)
{
    return word->hash == wanted->hash && word->owner == wanted->owner && word->n == wanted->n &&
           (word->n == 0 || memcmp(word->units, wanted->units, word->n * sizeof *word->units) == 0);
}

/* The slot that holds WANTED, or the empty one where it belongs. */
static uint32_t *slot_of(const struct intern *table, const struct intern_word *wanted)
{
    uint32_t mixed = (wanted->hash ^ wanted->owner * UINT32_C(0x85EBCA6B)) * UINT32_C(0xC2B2AE35);
    uint32_t at = mixed ^ mixed >> 16;

    for (;; at++) {
        uint32_t *slot = &table->slots[at & (table->nslots - 1)];

        if (*slot == INTERN_NONE || is_word(&table->words[*slot], wanted))
            return slot;
    }
}

uint32_t intern_find(const struct intern *table, uint32_t owner, const uint32_t *units, uint32_t n,
                     uint32_t hash)
{
    return *slot_of(table, &(struct intern_word){units, n, owner, hash});
}

uint32_t intern_add(struct intern *table, uint32_t owner, const uint32_t *units, uint32_t n)
{
    struct intern_word word = {units, n, owner, intern_hash(units, n)};
    uint32_t *slot = slot_of(table, &word);

    if (*slot == INTERN_NONE) {
        assert(table->n < table->capacity);
        table->words[table->n] = word;
        *slot = table->n++;
    }
    return *slot;
}
