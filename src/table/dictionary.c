/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The different values of a column chunk: see dictionary.h.
 *
 * A hash table with open addresses, at most half full. It begins small, so that it stays in the
 * nearest cache where the values are few. What is in it comes from a disk that somebody may have
 * made up so that all values fall on one slot: who has to look further than PROBES_MAX gives up.
 */
#include "src/table/dictionary.h"

#include "mft/bytes.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024, PROBES_MAX = 1024 };

static const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15); /* 2^64 divided by the golden ratio */

static uint64_t mix(uint64_t hash, uint64_t bits)
{
    hash = (hash ^ bits) * odd;
    return hash ^ hash >> 32;
}

/* The first and the last eight bytes overlap where the length is no multiple of eight. */
static uint64_t hash_text(struct str text)
{
    const uint8_t *at = (const uint8_t *)text.at;
    uint64_t hash = text.n;

    if (text.n < 8) {
        uint64_t few = 0;

        for (size_t i = 0; i < text.n; i++)
            few = few << 8 | at[i];
        return mix(mix(hash, few), 0);
    }
    for (size_t i = 0; i + 8 < text.n; i += 8)
        hash = mix(hash, bytes_u64(at + i));
    return mix(mix(hash, bytes_u64(at + text.n - 8)), 0);
}

static uint64_t hash_number(uint64_t number)
{
    return mix(mix(0, number), 0);
}

/* Empties the slots, of which there are N from now on. */
static bool clear_slots(struct dictionary *dictionary, uint32_t n)
{
    if (n > dictionary->slots_capacity) {
        free(dictionary->slots);
        dictionary->slots_capacity = 0;
        dictionary->slots = malloc(n * sizeof *dictionary->slots);
        if (!dictionary->slots)
            return false;
        dictionary->slots_capacity = n;
    }
    dictionary->nslots = n;
    memset(dictionary->slots, 0, n * sizeof *dictionary->slots);
    return true;
}

/* Puts all values to four times as many slots. */
static bool widen(enum table_type type, struct dictionary *dictionary)
{
    const struct table_values *values = &dictionary->values;
    uint32_t mask = 4 * dictionary->nslots - 1;

    if (!clear_slots(dictionary, mask + 1))
        return false;
    for (uint32_t i = 0; i < values->n; i++) {
        uint64_t hash = table_is_text(type) ? hash_text(table_text(values, i))
                                            : hash_number(values->numbers[i]);
        uint32_t slot = (uint32_t)hash & mask;

        while (dictionary->slots[slot])
            slot = (slot + 1) & mask;
        dictionary->slots[slot] = i + 1;
    }
    return true;
}

/* Is there another slot for each value? */
static bool has_room(enum table_type type, struct dictionary *dictionary)
{
    if (dictionary->values.n > dictionary->nslots / 2 && !widen(type, dictionary))
        dictionary->is_short = true;
    return !dictionary->is_short;
}

/* The slot of NUMBER, empty where it is new. NULL: too far away. */
static uint32_t *find_number(const struct dictionary *dictionary, uint64_t number)
{
    uint32_t mask = dictionary->nslots - 1, slot = (uint32_t)hash_number(number) & mask;

    for (uint32_t n = 0; n < PROBES_MAX; n++, slot = (slot + 1) & mask) {
        uint32_t found = dictionary->slots[slot];

        if (!found || dictionary->values.numbers[found - 1] == number)
            return &dictionary->slots[slot];
    }
    return NULL;
}

/* The same of TEXT. */
static uint32_t *find_text(const struct dictionary *dictionary, struct str text)
{
    uint32_t mask = dictionary->nslots - 1, slot = (uint32_t)hash_text(text) & mask;

    for (uint32_t n = 0; n < PROBES_MAX; n++, slot = (slot + 1) & mask) {
        uint32_t found = dictionary->slots[slot];

        if (!found || str_equal(table_text(&dictionary->values, found - 1), text))
            return &dictionary->slots[slot];
    }
    return NULL;
}

static bool place_number(enum table_type type, uint64_t number, uint32_t limit,
                         struct dictionary *dictionary, uint32_t *place_ret)
{
    uint32_t *slot = has_room(type, dictionary) ? find_number(dictionary, number) : NULL;

    if (!slot || (!*slot && dictionary->values.n == limit))
        return false;
    if (!*slot) {
        table_put_number(&dictionary->values, number);
        *slot = dictionary->values.n;
    }
    *place_ret = *slot - 1;
    return !dictionary->values.is_short;
}

static bool place_text(enum table_type type, struct str text, uint32_t limit,
                       struct dictionary *dictionary, uint32_t *place_ret)
{
    uint32_t *slot = has_room(type, dictionary) ? find_text(dictionary, text) : NULL;
    struct table_values *values = &dictionary->values;

    if (!slot || (!*slot && (values->n == limit || text.n > DICTIONARY_BYTES_MAX - values->text.n)))
        return false;
    if (!*slot) {
        table_put_text(values, text);
        *slot = values->n;
    }
    *place_ret = *slot - 1;
    return !values->is_short;
}

/* Forgets what was there, and makes room for N places and a first value. */
static bool start_anew(struct dictionary *dictionary, uint32_t n)
{
    table_clear(&dictionary->values);
    dictionary->n = n;
    if (n > dictionary->capacity) {
        uint32_t *places = realloc(dictionary->places, n * sizeof *places);

        if (!places)
            return false;
        dictionary->places = places;
        dictionary->capacity = n;
    }
    return clear_slots(dictionary, SLOTS_MIN);
}

/* Is value I that before it once more, as it often is? */
static bool is_repeated(bool is_text, const struct table_values *values, uint32_t i)
{
    return is_text ? str_equal(table_text(values, i), table_text(values, i - 1))
                   : values->numbers[i] == values->numbers[i - 1];
}

static bool place_all(enum table_type type, const struct table_values *values, uint32_t limit,
                      struct dictionary *dictionary)
{
    bool is_text = table_is_text(type), is_placed = true;
    uint32_t *places = dictionary->places;

    for (uint32_t i = 0; i < values->n && is_placed; i++) {
        if (i > 0 && is_repeated(is_text, values, i))
            places[i] = places[i - 1];
        else if (is_text)
            is_placed = place_text(type, table_text(values, i), limit, dictionary, &places[i]);
        else
            is_placed = place_number(type, values->numbers[i], limit, dictionary, &places[i]);
    }
    return is_placed;
}

bool dictionary_make(enum table_type type, const struct table_values *values,
                     struct dictionary *dictionary)
{
    uint32_t limit = DICTIONARY_MAX;

    if (type == TABLE_BOOL || values->n < 3) /* one of two is not fewer than half */
        return false;
    if (limit > (values->n - 1) / 2)
        limit = (values->n - 1) / 2;
    if (!start_anew(dictionary, values->n)) {
        dictionary->is_short = true;
        return false;
    }
    if (place_all(type, values, limit, dictionary))
        return true;
    dictionary->is_short |= dictionary->values.is_short;
    return false;
}

void dictionary_free(struct dictionary *dictionary)
{
    table_free(&dictionary->values);
    free(dictionary->places);
    free(dictionary->slots);
    *dictionary = (struct dictionary){0};
}
