/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A merge sort that takes the ascending rows which are there: plans list the names of a folder in
 * one or two of them.
 */
#include "planner/indexorder.h"

enum { UNITS_IN_KEY = 4 };

/* A code point as the units that stand for it: one in the upper half, or two. */
static uint32_t units_of(uint32_t c)
{
    if (c < 0x10000)
        return c << 16;
    c -= 0x10000;
    return (0xD800 + (c >> 10)) << 16 | (0xDC00 + (c & 0x3FF));
}

static uint32_t next_folded(struct str text, size_t *at, const uint16_t *upcase)
{
    uint8_t byte = (uint8_t)text.at[*at];

    if (byte < 0x80) {
        ++*at;
        return (uint32_t)(upcase                       ? upcase[byte]
                          : byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A'
                                                       : byte)
               << 16;
    }
    return units_of(text_fold(text_next(text, at), upcase));
}

/* Where A and B first differ, moved back to the beginning of the code point there. */
static size_t first_difference(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n, i = 0;

    while (i < n && a.at[i] == b.at[i])
        i++;
    while (i > 0 && i < n && ((uint8_t)a.at[i] & 0xC0) == 0x80)
        i--;
    return i;
}

int indexorder_compare(struct str a, struct str b, const uint16_t *upcase)
{
    size_t i = first_difference(a, b), k = i;

    while (i < a.n && k < b.n) {
        uint32_t x = next_folded(a, &i, upcase), y = next_folded(b, &k, upcase);

        if (x != y)
            return x < y ? -1 : 1;
    }
    if (i < a.n || k < b.n)
        return i < a.n ? 1 : -1;
    return text_compare(a, b);
}

static uint64_t key_of(struct str name, const uint16_t *upcase)
{
    uint64_t key = 0;
    size_t at = 0;

    for (unsigned n = 0; n < UNITS_IN_KEY; n++) {
        uint32_t units = at < name.n ? next_folded(name, &at, upcase) : 0;

        key |= (uint64_t)(units >> 16) << 16 * (UNITS_IN_KEY - 1 - n);
        if (units & 0xFFFF)
            break;
    }
    return key;
}

/* ---- Sorting ---- */

/* Makes *COLUMN hold N numbers. */
static bool grow(struct arena *arena, uint32_t **column, uint32_t n)
{
    uint32_t *more = arena_grow(arena, *column, n * sizeof *more);

    if (more)
        *column = more;
    return more;
}

static bool reserve(struct indexorder *order, uint32_t n)
{
    uint64_t *keys;

    if (n <= order->capacity)
        return true;
    if (n > UINT32_MAX / 2 || !grow(order->arena, &order->ranks, n) ||
        !grow(order->arena, &order->ids, n) || !grow(order->arena, &order->other, n) ||
        !grow(order->arena, &order->runs, n + 1))
        return false;
    keys = arena_grow(order->arena, order->keys, n * sizeof *keys);
    if (!keys)
        return false;
    order->keys = keys;
    order->capacity = n;
    return true;
}

static bool is_behind(const struct indexorder *order, const struct str *names, uint32_t a,
                      uint32_t b)
{
    if (order->keys[a] != order->keys[b])
        return order->keys[a] > order->keys[b];
    return indexorder_compare(names[a], names[b], order->upcase) > 0;
}

/* Where ascending rows begin; their number. */
static uint32_t find_runs(const struct indexorder *order, const struct str *names, uint32_t n)
{
    uint32_t nruns = 0;

    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || is_behind(order, names, i - 1, i))
            order->runs[nruns++] = i;
    order->runs[nruns] = n;
    return nruns;
}

static void merge(struct indexorder *order, const struct str *names, uint32_t first,
                  uint32_t middle, uint32_t end)
{
    const uint32_t *ids = order->ids;
    uint32_t a = first, b = middle, at = first;

    while (a < middle && b < end)
        order->other[at++] = is_behind(order, names, ids[a], ids[b]) ? ids[b++] : ids[a++];
    while (a < middle)
        order->other[at++] = ids[a++];
    while (b < end)
        order->other[at++] = ids[b++];
}

/* Two rows each become one; the number of rows. */
static uint32_t merge_pairs(struct indexorder *order, const struct str *names, uint32_t nruns)
{
    uint32_t *runs = order->runs, *ids = order->ids, n = runs[nruns], left = 0;

    for (uint32_t i = 0; i < nruns; i += 2) {
        uint32_t middle = runs[i + 1], end = i + 2 <= nruns ? runs[i + 2] : middle;

        merge(order, names, runs[i], middle, end);
        runs[left++] = runs[i];
    }
    runs[left] = n;
    order->ids = order->other;
    order->other = ids;
    return left;
}

bool indexorder_rank(struct indexorder *order, const struct str *names, uint32_t n)
{
    uint32_t nruns;

    if (n == 0)
        return true;
    if (!reserve(order, n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        order->keys[i] = key_of(names[i], order->upcase);
        order->ids[i] = i;
    }
    nruns = find_runs(order, names, n);
    while (nruns > 1)
        nruns = merge_pairs(order, names, nruns);
    for (uint32_t i = 0; i < n; i++)
        order->ranks[order->ids[i]] = i;
    return true;
}
