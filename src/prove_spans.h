/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of numbers as stretches of them: bytes or clusters of a volume.
 *
 *   struct prove_spans spans = {0};
 *   status = prove_spans_add(&spans, &arena, from, to);      in any order, also several times
 *   prove_spans_sort(&spans);                                ascending
 *   prove_spans_unite(&spans);                               and apart from each other
 *   for (i = prove_spans_seek(&spans, from); i < spans.n && spans.at[i].from < to; i++) ...
 *
 * Used by the files of the proof (prove.h). They live in the arena that they are added to.
 */
#ifndef SRC_PROVE_SPANS_H
#define SRC_PROVE_SPANS_H

#include "mft/arena.h"
#include "mft/status.h"

#include <stdbool.h>

/* The numbers FROM to TO - 1. */
struct prove_span {
    uint64_t from, to;
};

struct prove_spans {
    struct prove_span *at;
    size_t n, capacity;
};

/* Adds a span that is not empty. STATUS_NO_MEMORY. */
enum status prove_spans_add(struct prove_spans *spans, struct arena *arena, uint64_t from,
                            uint64_t to);

/* Adds all of MORE. STATUS_NO_MEMORY. */
enum status prove_spans_append(struct prove_spans *spans, struct arena *arena,
                               const struct prove_spans *more);

void prove_spans_sort(struct prove_spans *spans);

/* Of sorted ones: the first number that two of them have. False: none. */
bool prove_spans_have_twice(const struct prove_spans *spans, uint64_t *number_ret);

/* Makes one of sorted ones that touch each other. */
void prove_spans_unite(struct prove_spans *spans);

/* Of united ones: the first that ends behind NUMBER; spans->n. */
size_t prove_spans_seek(const struct prove_spans *spans, uint64_t number);

/* Adds to LEFT what is in A and not in B, both united. STATUS_NO_MEMORY. */
enum status prove_spans_subtract(const struct prove_spans *a, const struct prove_spans *b,
                                 struct arena *arena, struct prove_spans *left);

/* The first number that only one of A and B has, both united. False: they are the same. */
bool prove_spans_differ(const struct prove_spans *a, const struct prove_spans *b,
                        uint64_t *number_ret);

#endif
