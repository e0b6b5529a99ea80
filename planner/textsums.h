/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sizes summed up by a text: an extension, an owner.
 *
 *   struct textsums sums = {0};
 *   status = textsums_row(&sums, text, &arena, &row);     new where TEXT was not there
 *   space_plus(&sums.rows[row].sizes, ...);
 *   textsums_sort(&sums);                                 no row is added behind this
 *
 * Texts are copied into the arena, which holds all of it. One thread at a time.
 */
#ifndef PLANNER_TEXTSUMS_H
#define PLANNER_TEXTSUMS_H

#include "planner/lexicon.h"
#include "planner/space.h"

struct textsums_row {
    struct str text;
    struct space_sizes sizes;
};

struct textsums {
    struct textsums_row *rows;
    uint32_t n, capacity;
    struct lexicon numbers; /* rows by text, until they are sorted */
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE as lexicon_put. */
enum status textsums_row(struct textsums *sums, struct str text, struct arena *arena,
                         uint32_t *row_ret);

/* By what is allocated, then by naive sizes, then by text. */
void textsums_sort(struct textsums *sums);

#endif
