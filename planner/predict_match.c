/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of one file on both sides: see predict_match.h. */
#include "planner/predict_match.h"

#include <stdlib.h>

enum { FEW = 24 /* so many are simply searched */ };

uint64_t predict_match_hash(uint64_t parent, struct str name)
{
    uint64_t hash = parent * UINT64_C(0x9E3779B97F4A7C15);

    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT64_C(0x100000001B3);
    hash *= UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

bool predict_match_is(const struct index *index, uint32_t row, uint64_t parent, struct str name)
{
    return index->names.parent[row] == parent && str_equal(index_name(index, row), name);
}

static void *reserve(struct arena *arena, void *column, uint32_t n, uint32_t *capacity, size_t size)
{
    void *grown = n <= *capacity ? column : arena_grow(arena, column, n * size);

    if (grown && n > *capacity)
        *capacity = n;
    return grown;
}

enum status predict_match_begin(struct predict_match *match, const struct index *index,
                                uint32_t file, uint32_t most)
{
    const uint32_t first = index_first_name(index, file);
    const uint32_t n = index_end_name(index, file) - first;
    void *expected = reserve(&match->arena, match->expected, most + 1, &match->expected_capacity,
                             sizeof *match->expected);
    void *present = reserve(&match->arena, match->present, n + 1, &match->present_capacity,
                            sizeof *match->present);

    if (expected)
        match->expected = expected;
    if (present)
        match->present = present;
    if (!expected || !present)
        return STATUS_NO_MEMORY;
    match->index = index;
    match->nexpected = 0;
    match->npresent = n;
    for (uint32_t i = 0; i < n; i++)
        match->present[i] = (struct predict_present){.name = first + i};
    return STATUS_OK;
}

void predict_match_expect(struct predict_match *match, uint64_t parent, struct str name,
                          uint32_t number)
{
    match->expected[match->nexpected++] =
        (struct predict_expected){.parent = parent, .name = name, .number = number};
}

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_expected(const void *a, const void *b)
{
    return compare(((const struct predict_expected *)a)->hash,
                   ((const struct predict_expected *)b)->hash);
}

static int by_present(const void *a, const void *b)
{
    return compare(((const struct predict_present *)a)->hash,
                   ((const struct predict_present *)b)->hash);
}

/* Where there are many, only those of the same hash are compared; else all have the hash 0. */
static void sort(struct predict_match *match)
{
    const struct index *index = match->index;

    for (uint32_t i = 0; i < match->nexpected; i++)
        match->expected[i].hash =
            predict_match_hash(match->expected[i].parent, match->expected[i].name);
    for (uint32_t i = 0; i < match->npresent; i++)
        match->present[i].hash = predict_match_hash(index->names.parent[match->present[i].name],
                                                    index_name(index, match->present[i].name));
    qsort(match->expected, match->nexpected, sizeof *match->expected, by_expected);
    qsort(match->present, match->npresent, sizeof *match->present, by_present);
}

/* The first from FIRST on that is the name expected and has not been met. */
static void meet(struct predict_match *match, struct predict_expected *expected, uint32_t first)
{
    for (uint32_t i = first; i < match->npresent; i++) {
        struct predict_present *present = &match->present[i];

        if (present->hash > expected->hash)
            return;
        if (!present->is_met && present->hash == expected->hash &&
            predict_match_is(match->index, present->name, expected->parent, expected->name)) {
            present->is_met = true;
            expected->is_met = true;
            return;
        }
    }
}

void predict_match_run(struct predict_match *match)
{
    if (match->nexpected > FEW)
        sort(match);
    for (uint32_t i = 0, first = 0; i < match->nexpected; i++) {
        struct predict_expected *expected = &match->expected[i];

        while (first < match->npresent &&
               (match->present[first].hash < expected->hash || match->present[first].is_met))
            first++;
        meet(match, expected, first);
    }
}
