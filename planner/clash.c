/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that differ by case: see clash.h. */
#include "planner/clash.h"

#include <stdlib.h>

#define HASH_BEGIN UINT64_C(0xCBF29CE484222325)
#define HASH_STEP  UINT64_C(0x9E3779B97F4A7C15)

static uint64_t mix(uint64_t hash, uint32_t unit)
{
    hash = (hash ^ unit) * HASH_STEP;
    return hash ^ hash >> 29;
}

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
        hash = mix(hash, text_fold(c, upcase));
    }
    *units_ret = units;
    return hash;
}

enum status clash_add(struct clash *clash, struct str name, const uint16_t *upcase,
                      uint32_t *units_ret)
{
    if (clash->n == clash->capacity) {
        uint32_t capacity = clash->capacity ? 2 * clash->capacity : 64;
        void *names = arena_grow(clash->arena, clash->names, capacity * sizeof *clash->names);

        if (!names)
            return STATUS_NO_MEMORY;
        clash->names = names;
        clash->capacity = capacity;
    }
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

/* Most folders are small: there qsort's own work is more than the sorting. */
static void sort_few(struct clash_name *names, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct clash_name name = names[i];
        uint32_t at = i;

        for (; at > 0 && compare(&names[at - 1], &name) > 0; at--)
            names[at] = names[at - 1];
        names[at] = name;
    }
}

uint32_t clash_count(struct clash *clash)
{
    enum { FEW = 12 };
    uint32_t n = 0;

    if (clash->n <= FEW)
        sort_few(clash->names, clash->n);
    else
        qsort(clash->names, clash->n, sizeof *clash->names, compare);
    for (uint32_t i = 1; i < clash->n; i++)
        n += compare(&clash->names[i - 1], &clash->names[i]) == 0;
    return n;
}
