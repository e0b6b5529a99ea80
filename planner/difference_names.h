/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of the names of one file: two sets of (folder, name), paired as docs/DIFF.md says.
 *
 *   struct difference_names names = {0};
 *   status = difference_names_of(before, file_before, after, file_after, &names);
 *   for (uint32_t i = 0; i < names.n; i++) ... names.at[i] ...
 *   difference_names_free(&names);              once, after any number of files
 */
#ifndef PLANNER_DIFFERENCE_NAMES_H
#define PLANNER_DIFFERENCE_NAMES_H

#include "mft/index.h"

enum difference_names_kind {
    DIFFERENCE_NAMES_RENAMED, /* in the same folder */
    DIFFERENCE_NAMES_MOVED,
    DIFFERENCE_NAMES_ADDED,
    DIFFERENCE_NAMES_REMOVED,
};

struct difference_names_pair {
    uint32_t before, after; /* name rows; INDEX_NONE: there is none */
    enum difference_names_kind kind;
};

struct difference_names_link;

struct difference_names {
    struct difference_names_pair *at;
    uint32_t n;
    struct difference_names_link *links; /* of both sets */
    uint32_t capacity;
    struct arena arena;
};

/* Are both sets the same? Constant time for a file with one name. False also where they are the
 * same in another order: difference_names_of then finds no pairs. */
bool difference_names_are_alike(const struct index *before, uint32_t file_before,
                                const struct index *after, uint32_t file_after);

/* Replaces what NAMES holds. STATUS_NO_MEMORY. */
enum status difference_names_of(const struct index *before, uint32_t file_before,
                                const struct index *after, uint32_t file_after,
                                struct difference_names *names);

void difference_names_free(struct difference_names *names);

#endif
