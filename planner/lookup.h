/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of an index by their folder, in constant time: for many questions of one volume. path_find
 * reads a folder's names anew for each.
 *
 *   status = lookup_begin(&lookup, index, upcase);
 *   name = lookup_child(&lookup, folder, str_of("a.txt"));
 *   name = lookup_path(&lookup, str_of("\\Users\\Ann"));
 *   lookup_free(&lookup);
 *
 * A folder's names are put into the tables at the first question about it. One thread at a time;
 * borrows the index (WANT_CHILDREN).
 */
#ifndef PLANNER_LOOKUP_H
#define PLANNER_LOOKUP_H

#include "mft/index.h"

struct lookup {
    const struct index *index;
    const uint16_t *upcase;
    uint32_t *exact;      /* name rows plus one; 0: a free slot */
    uint32_t *folded;     /* the same: of names that differ only by case the lowest row */
    uint32_t *alike;      /* of each name the next one that differs only by case, plus one; 0 */
    uint64_t *is_dropped; /* a bit for each name */
    uint32_t nslots;      /* of each table; a power of two */
    bool has_folders_only;
    uint64_t *is_listed; /* a bit for each file: the names in it are in the tables */
    struct arena arena;
};

/* UPCASE as in text.h. STATUS_NO_MEMORY. */
enum status lookup_begin(struct lookup *lookup, const struct index *index, const uint16_t *upcase);

/* The same for folders alone: to find one, what lies beside it is not read. */
enum status lookup_begin_folders(struct lookup *lookup, const struct index *index,
                                 const uint16_t *upcase);

/* The row of NAME in FOLDER (file row): the very name, else the lowest that differs only by case;
 * INDEX_NONE. */
uint32_t lookup_child(struct lookup *lookup, uint32_t folder, struct str name);

/* The row that PATH ("\Users\Ann") leads to; for "\" the root's own name. INDEX_NONE. */
uint32_t lookup_path(struct lookup *lookup, struct str path);

/* From now on NAME is not found, as if it were not there. */
void lookup_drop(struct lookup *lookup, uint32_t name);

bool lookup_is_dropped(const struct lookup *lookup, uint32_t name);

void lookup_free(struct lookup *lookup);

/* A hash of NAME in the folder number FOLDER; names that differ only by case have the same one.
 * Without UPCASE by ASCII alone. */
uint32_t lookup_hash(uint32_t folder, struct str name, const uint16_t *upcase);

#endif
