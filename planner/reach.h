/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which names of an index can be reached by a path: from the root down through folders that are
 * there, none of them a junction and none of NTFS's own in \$Extend. A name that cannot be reached
 * is none that a file could live by.
 *
 *   status = reach_begin(&reach, index, &arena);
 *   if (reach_name(&reach, name)) ...
 *
 * Each folder is asked once. One thread at a time; borrows the index, memory is the arena's.
 */
#ifndef PLANNER_REACH_H
#define PLANNER_REACH_H

#include "mft/index.h"

struct reach {
    const struct index *index;
    uint8_t *known;   /* of each file: what is known of it as a folder */
    uint32_t *counts; /* the same: its names that can be reached, plus one; 0: not counted yet */
};

/* STATUS_NO_MEMORY. */
enum status reach_begin(struct reach *reach, const struct index *index, struct arena *arena);

bool reach_folder(struct reach *reach, uint32_t folder);

bool reach_name(struct reach *reach, uint32_t name);

/* How many names of FILE can be reached. Counted once. */
uint32_t reach_names(struct reach *reach, uint32_t file);

/* From now on FOLDER, and what lies below it and was not asked for yet, cannot be reached. */
void reach_deny(struct reach *reach, uint32_t folder);

#endif
