/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A merge sort of pointers: a name's key is its upcased units, and its first four units are one
 * number beside it. Names of one folder often begin alike, so the number begins behind what all of
 * them have in common.
 */
#include "planner/shelf.h"

enum { FIRST_CAPACITY = 256, FIRST_KEYS = 4096, HEAD_UNITS = 4, RUN = 8 };

void shelf_clear(struct shelf *shelf)
{
    shelf->n = 0;
    shelf->nkeys = 0;
}

static enum status grow_names(struct shelf *shelf)
{
    uint32_t capacity = shelf->capacity ? 2 * shelf->capacity : FIRST_CAPACITY;
    struct shelf_name *names;
    const struct shelf_name **sorted;

    if (shelf->capacity > UINT32_MAX / 2)
        return STATUS_NO_MEMORY;
    names = arena_grow(shelf->arena, shelf->names, (size_t)capacity * sizeof *names);
    if (!names)
        return STATUS_NO_MEMORY;
    shelf->names = names;
    /* Twice: the other half is the merge's. */
    sorted = arena_grow(shelf->arena, (void *)shelf->sorted, 2 * (size_t)capacity * sizeof *sorted);
    if (!sorted)
        return STATUS_NO_MEMORY;
    shelf->sorted = sorted;
    shelf->capacity = capacity;
    return STATUS_OK;
}

static enum status grow_keys(struct shelf *shelf, size_t n)
{
    size_t capacity = shelf->keys_capacity ? shelf->keys_capacity : FIRST_KEYS;
    uint16_t *keys;

    while (capacity - shelf->nkeys < n)
        capacity *= 2;
    keys = arena_grow(shelf->arena, shelf->keys, capacity * sizeof *keys);
    if (!keys)
        return STATUS_NO_MEMORY;
    shelf->keys = keys;
    shelf->keys_capacity = capacity;
    return STATUS_OK;
}

enum status shelf_add(struct shelf *shelf, struct str name, uint32_t id, bool is_there)
{
    enum status status = STATUS_OK;

    if (shelf->n == shelf->capacity)
        status = grow_names(shelf);
    if (status == STATUS_OK && shelf->keys_capacity - shelf->nkeys < name.n)
        status = grow_keys(shelf, name.n);
    if (status != STATUS_OK)
        return status;

    uint16_t *key = shelf->keys + shelf->nkeys;
    size_t n = text_to_utf16(name, key);

    for (size_t i = 0; i < n; i++)
        key[i] = (uint16_t)text_fold(key[i], shelf->upcase);
    shelf->names[shelf->n++] = (struct shelf_name){
        .key = shelf->nkeys, .nkey = (uint32_t)n, .id = id, .name = name, .is_there = is_there};
    shelf->nkeys += n;
    return STATUS_OK;
}

/* How many units at their start all names have in common. */
static uint32_t common_units(const struct shelf *shelf)
{
    const struct shelf_name *first = shelf->names;
    uint32_t n = first->nkey;

    for (uint32_t i = 1; i < shelf->n && n > 0; i++) {
        const struct shelf_name *name = &shelf->names[i];
        uint32_t same = 0;

        while (same < n && same < name->nkey &&
               shelf->keys[first->key + same] == shelf->keys[name->key + same])
            same++;
        n = same;
    }
    return n;
}

/* A missing unit counts less than any other: names of which one is the start of the other are told
 * apart only where U+0000, which no name has, would be. */
static uint64_t head_of(const struct shelf *shelf, const struct shelf_name *name, uint32_t from)
{
    uint64_t head = 0;

    for (uint32_t i = from; i < from + HEAD_UNITS; i++)
        head = head << 16 | (i < name->nkey ? shelf->keys[name->key + i] : 0);
    return head;
}

static int compare_keys(const struct shelf *shelf, const struct shelf_name *a,
                        const struct shelf_name *b)
{
    const uint16_t *left = shelf->keys + a->key, *right = shelf->keys + b->key;
    uint32_t n = a->nkey < b->nkey ? a->nkey : b->nkey;

    for (uint32_t i = 0; i < n; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return (a->nkey > b->nkey) - (a->nkey < b->nkey);
}

/* Does B come before A? */
static bool is_behind(const struct shelf *shelf, const struct shelf_name *a,
                      const struct shelf_name *b)
{
    int order;

    if (a->head != b->head)
        return a->head > b->head;
    order = compare_keys(shelf, a, b);
    if (order == 0)
        order = text_compare(a->name, b->name);
    if (order == 0)
        order = b->is_there - a->is_there;
    return order > 0;
}

/* N pointers, one after the other. */
static void sort_short(const struct shelf *shelf, const struct shelf_name **at, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        const struct shelf_name *name = at[i];
        uint32_t to = i;

        for (; to > 0 && is_behind(shelf, at[to - 1], name); to--)
            at[to] = at[to - 1];
        at[to] = name;
    }
}

/* FROM's halves [0, MIDDLE) and [MIDDLE, N), each in order, as one to TO. */
static void merge(const struct shelf *shelf, const struct shelf_name **from, uint32_t middle,
                  uint32_t n, const struct shelf_name **to)
{
    uint32_t left = 0, right = middle;

    for (uint32_t i = 0; i < n; i++)
        to[i] = left < middle && (right == n || !is_behind(shelf, from[left], from[right]))
                    ? from[left++]
                    : from[right++];
}

void shelf_sort(struct shelf *shelf)
{
    const struct shelf_name **from = shelf->sorted, **to = from + shelf->capacity;
    uint32_t n = shelf->n, common = n > 0 ? common_units(shelf) : 0;

    for (uint32_t i = 0; i < n; i++) {
        shelf->names[i].head = head_of(shelf, &shelf->names[i], common);
        from[i] = &shelf->names[i];
    }
    for (uint32_t i = 0; i < n; i += RUN)
        sort_short(shelf, from + i, n - i < RUN ? n - i : RUN);
    for (size_t width = RUN; width < n; width *= 2) {
        const struct shelf_name **other = from;

        for (size_t i = 0; i < n; i += 2 * width) {
            size_t all = n - i < 2 * width ? n - i : 2 * width;

            merge(shelf, from + i, (uint32_t)(all < width ? all : width), (uint32_t)all, to + i);
        }
        from = to;
        to = other;
    }
    if (from != shelf->sorted)
        memcpy((void *)shelf->sorted, (const void *)from, n * sizeof *from);
}

uint32_t shelf_end_of_group(const struct shelf *shelf, uint32_t first)
{
    uint32_t end = first + 1;

    while (end < shelf->n && compare_keys(shelf, shelf->sorted[first], shelf->sorted[end]) == 0)
        end++;
    return end;
}
