/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words: strings of folded code points, each kept once under its owner and known by a number.
 *
 *   status = intern_begin(&words, most, &arena);
 *   id = intern_add(&words, owner, units, n);                      0, 1, 2, ...
 *   id = intern_find(&words, owner, units, n, intern_hash(units, n))     or INTERN_NONE
 *
 * The hash runs from the last unit to the first, so that a reader who goes backwards through a name
 * has the hash of each of its ends on the way. Units are borrowed; the table lives in the arena.
 */
#ifndef PLANNER_INTERN_H
#define PLANNER_INTERN_H

#include "mft/arena.h"
#include "mft/status.h"

#define INTERN_NONE UINT32_MAX

struct intern_word {
    const uint32_t *units;
    uint32_t n;
    uint32_t owner; /* any number: words of different owners are different */
    uint32_t hash;  /* of the units alone */
};

struct intern {
    struct intern_word *words;
    uint32_t n, capacity;
    uint32_t *slots; /* ids; more than twice as many as words */
    uint32_t nslots; /* a power of two */
};

enum { INTERN_HASH_BEGIN = 17 };

/* The hash of UNIT and what follows it, whose hash is HASH. */
static inline uint32_t intern_hash_before(uint32_t hash, uint32_t unit)
{
    return (hash ^ unit) * UINT32_C(0x9E3779B1) + (hash >> 15);
}

uint32_t intern_hash(const uint32_t *units, uint32_t n);

/* A table for at most MOST words (< 2^29). STATUS_NO_MEMORY. */
enum status intern_begin(struct intern *table, uint32_t most, struct arena *arena);

/* The id of the word, which is new if it was not there. */
uint32_t intern_add(struct intern *table, uint32_t owner, const uint32_t *units, uint32_t n);

/* The id of the word with this intern_hash, or INTERN_NONE. */
uint32_t intern_find(const struct intern *table, uint32_t owner, const uint32_t *units, uint32_t n,
                     uint32_t hash);

#endif
