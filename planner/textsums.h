/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sizes summed up by a text: an extension, an owner.
 *
 *   struct textsums sums = {0};
 *   status = textsums_row(&sums, text, &arena, &row);        the row of TEXT, new if it was not
 * there space_plus(&sums.rows[row].sizes, ...) textsums_sort(&sums); the largest first; no row is
 * added then
 *
 * Texts are copied into the arena, which holds all of it. One thread at a time.
 */
#ifndef PLANNER_TEXTSUMS_H
#define PLANNER_TEXTSUMS_H

#include "planner/space.h"

struct textsums_row {
    struct str text;
    struct space_sizes sizes;
};

struct textsums {
    struct textsums_row *rows;
    uint32_t n, capacity;
    uint32_t *slots; /* rows plus one; 0: empty */
    uint32_t nslots; /* a power of two, at least twice as many as rows; or 0 */
};

/* STATUS_NO_MEMORY. */
enum status textsums_row(struct textsums *sums, struct str text, struct arena *arena,
                         uint32_t *row_ret);

/* By what is allocated, then by naive sizes, then by text. */
void textsums_sort(struct textsums *sums);

#endif
