/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A difference summed up by the folders directly in one folder. docs/DIFF.md, "Order and totals".
 *
 *   struct difference_folders folders;
 *   status = difference_folders_of(&difference, &folders);
 *   for (uint32_t i = 0; i < folders.n; i++) ... folders.rows[i] ...
 *   difference_folders_free(&folders);
 */
#ifndef PLANNER_DIFFERENCE_FOLDERS_H
#define PLANNER_DIFFERENCE_FOLDERS_H

#include "planner/difference.h"

/* All files whose first name by path order is there, at any depth. */
struct difference_folders_state {
    uint64_t files, bytes; /* sizes of the unnamed data */
    uint64_t allocated;    /* clusters, named streams included; in bytes */
};

struct difference_folders_row {
    uint32_t before, after; /* file rows of the folder; both INDEX_NONE: what is directly in the
                               folder, or in no folder */
    bool is_lost;           /* of these two: in no folder */
    struct difference_folders_state was, is;
    uint64_t added, removed; /* files of the difference's rows */
    uint64_t changed;        /* the same, in both */
    uint64_t folders;        /* rows of folders */
    uint64_t came, left;     /* files in both that were in another of these folders, or are */
};

struct difference_folders {
    struct difference_folders_row *rows; /* in which something differs, most bytes first */
    uint32_t n;
    struct difference_folders_state was, is; /* of all, without those where nothing differs, too */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status difference_folders_of(const struct difference *difference,
                                  struct difference_folders *folders_ret);

void difference_folders_free(struct difference_folders *folders);

/* Adds MORE to what SUM counts. */
void difference_folders_plus(struct difference_folders_row *sum,
                             const struct difference_folders_row *more);

#endif
