/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of numbers as stretches: see prove_spans.h. */
#include "src/prove_spans.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

static enum status reserve(struct prove_spans *spans, struct arena *arena, size_t n)
{
    size_t capacity = spans->capacity ? spans->capacity : FIRST_CAPACITY;
    struct prove_span *at;

    if (n <= spans->capacity - spans->n)
        return STATUS_OK;
    while (capacity - spans->n < n)
        capacity *= 2;
    at = arena_grow(arena, spans->at, capacity * sizeof *at);
    if (!at)
        return STATUS_NO_MEMORY;
    spans->at = at;
    spans->capacity = capacity;
    return STATUS_OK;
}

enum status prove_spans_add(struct prove_spans *spans, struct arena *arena, uint64_t from,
                            uint64_t to)
{
    if (spans->n > 0 && spans->at[spans->n - 1].to == from) {
        spans->at[spans->n - 1].to = to;
        return STATUS_OK;
    }
    if (reserve(spans, arena, 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    spans->at[spans->n++] = (struct prove_span){from, to};
    return STATUS_OK;
}

enum status prove_spans_append(struct prove_spans *spans, struct arena *arena,
                               const struct prove_spans *more)
{
    if (more->n == 0)
        return STATUS_OK;
    if (reserve(spans, arena, more->n) != STATUS_OK)
        return STATUS_NO_MEMORY;
    memcpy(spans->at + spans->n, more->at, more->n * sizeof *more->at);
    spans->n += more->n;
    return STATUS_OK;
}

static int by_begin(const void *a, const void *b)
{
    const struct prove_span *left = a, *right = b;

    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return (left->to > right->to) - (left->to < right->to);
}

void prove_spans_sort(struct prove_spans *spans)
{
    size_t i = 1;

    /* Most come in order. */
    while (i < spans->n && spans->at[i - 1].from <= spans->at[i].from)
        i++;
    if (i < spans->n)
        qsort(spans->at, spans->n, sizeof *spans->at, by_begin);
}

bool prove_spans_have_twice(const struct prove_spans *spans, uint64_t *number_ret)
{
    for (size_t i = 1; i < spans->n; i++)
        if (spans->at[i].from < spans->at[i - 1].to) {
            *number_ret = spans->at[i].from;
            return true;
        }
    return false;
}

void prove_spans_unite(struct prove_spans *spans)
{
    size_t n = 0;

    for (size_t i = 0; i < spans->n; i++) {
        const struct prove_span span = spans->at[i];

        if (n == 0 || span.from > spans->at[n - 1].to)
            spans->at[n++] = span;
        else if (span.to > spans->at[n - 1].to)
            spans->at[n - 1].to = span.to;
    }
    spans->n = n;
}

size_t prove_spans_seek(const struct prove_spans *spans, uint64_t number)
{
    size_t low = 0, high = spans->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (spans->at[middle].to <= number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What of SPAN is not in B, of which I is the first that may end behind SPAN's begin. */
static enum status subtract_from(struct prove_span span, const struct prove_spans *b, size_t i,
                                 struct arena *arena, struct prove_spans *left)
{
    enum status status = STATUS_OK;

    for (; status == STATUS_OK && i < b->n && b->at[i].from < span.to; i++) {
        if (b->at[i].from > span.from)
            status = prove_spans_add(left, arena, span.from, b->at[i].from);
        span.from = b->at[i].to;
        if (span.from >= span.to)
            return status;
    }
    return status == STATUS_OK ? prove_spans_add(left, arena, span.from, span.to) : status;
}

enum status prove_spans_subtract(const struct prove_spans *a, const struct prove_spans *b,
                                 struct arena *arena, struct prove_spans *left)
{
    enum status status = STATUS_OK;

    for (size_t i = 0, j = 0; i < a->n && status == STATUS_OK; i++) {
        while (j < b->n && b->at[j].to <= a->at[i].from)
            j++;
        status = subtract_from(a->at[i], b, j, arena, left);
    }
    return status;
}

bool prove_spans_differ(const struct prove_spans *a, const struct prove_spans *b,
                        uint64_t *number_ret)
{
    const size_t n = a->n < b->n ? a->n : b->n;

    for (size_t i = 0; i < n; i++) {
        const struct prove_span *left = &a->at[i], *right = &b->at[i];

        if (left->from == right->from && left->to == right->to)
            continue;
        if (left->from != right->from)
            *number_ret = left->from < right->from ? left->from : right->from;
        else
            *number_ret = left->to < right->to ? left->to : right->to;
        return true;
    }
    if (a->n == b->n)
        return false;
    *number_ret = a->n > b->n ? a->at[n].from : b->at[n].from;
    return true;
}
