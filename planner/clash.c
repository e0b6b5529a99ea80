/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that differ by case: see clash.h. */
#include "planner/clash.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 64, STEPS_MAX = 8 };

#define HASH_BEGIN UINT64_C(0xCBF29CE484222325)
#define HASH_STEP  UINT64_C(0x9E3779B97F4A7C15)

static uint64_t hash_of(struct str name, const uint16_t *upcase, uint32_t *units_ret)
{
    uint64_t hash = HASH_BEGIN;
    uint32_t units = 0;

    for (size_t at = 0; at < name.n; units++) {
        uint8_t byte = (uint8_t)name.at[at];
        uint32_t c = byte;

        if (byte < 0x80)
            at++; /* nearly always */
        else
            c = text_next(name, &at);
        units += c >= 0x10000;
        hash = (hash ^ text_fold(c, upcase)) * HASH_STEP;
    }
    *units_ret = units;
    return (hash ^ hash >> 32) | 1; /* never 0, which is an empty slot */
}

/* Room for NNAMES names, and for twice as many slots. */
static enum status reserve(struct clash *clash, uint32_t nnames)
{
    void *names = arena_grow(clash->arena, clash->names, nnames * sizeof *clash->names);
    void *slots = NULL;

    if (names) {
        clash->names = names;
        slots = arena_grow(clash->arena, clash->slots, 2 * (size_t)nnames * sizeof *clash->slots);
    }
    if (!slots)
        return STATUS_NO_MEMORY;
    clash->slots = slots;
    clash->capacity = nnames;
    return STATUS_OK;
}

enum status clash_add(struct clash *clash, struct str name, const uint16_t *upcase,
                      uint32_t *units_ret)
{
    if (clash->n == clash->capacity &&
        reserve(clash, clash->capacity ? 2 * clash->capacity : FIRST_CAPACITY) != STATUS_OK)
        return STATUS_NO_MEMORY;
    clash->names[clash->n].hash = hash_of(name, upcase, units_ret);
    clash->names[clash->n].text = name;
    clash->names[clash->n++].upcase = upcase;
    return STATUS_OK;
}

/* The order of the folded code points. */
static int compare_folded(const struct clash_name *a, const struct clash_name *b)
{
    size_t in_a = 0, in_b = 0;

    while (in_a < a->text.n && in_b < b->text.n) {
        uint32_t left = text_fold(text_next(a->text, &in_a), a->upcase);
        uint32_t right = text_fold(text_next(b->text, &in_b), b->upcase);

        if (left != right)
            return left < right ? -1 : 1;
    }
    return (in_a < a->text.n) - (in_b < b->text.n);
}

static int compare(const void *a, const void *b)
{
    const struct clash_name *left = a, *right = b;

    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return compare_folded(left, right);
}

/*
 * Can there be two names of one hash? A table of hashes says so, and takes no more steps than a few
 * for each name: where somebody has chosen names that crowd, they are sorted.
 */
static bool may_clash(const struct clash *clash)
{
    uint32_t nslots = 2;
    uint64_t steps = 0;

    while (nslots < 2 * clash->n)
        nslots *= 2; /* not more than there are: the capacity is a power of two */
    memset(clash->slots, 0, nslots * sizeof *clash->slots);
    for (uint32_t i = 0; i < clash->n; i++) {
        uint64_t hash = clash->names[i].hash;
        uint32_t slot = (uint32_t)(hash >> 1) & (nslots - 1);

        for (; clash->slots[slot] != 0; slot = (slot + 1) & (nslots - 1))
            if (clash->slots[slot] == hash || ++steps > STEPS_MAX * (uint64_t)clash->n)
                return true;
        clash->slots[slot] = hash;
    }
    return false;
}

uint32_t clash_count(struct clash *clash)
{
    uint32_t n = 0;

    if (clash->n < 2 || !may_clash(clash))
        return 0;
    qsort(clash->names, clash->n, sizeof *clash->names, compare);
    for (uint32_t i = 1; i < clash->n; i++)
        n += compare(&clash->names[i - 1], &clash->names[i]) == 0;
    return n;
}
