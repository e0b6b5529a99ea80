/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Below which of some folders does each folder of an index lie, and how long is its path?
 *
 *   status = ownership_of(index, homes, nhomes, &arena, &ownership);
 *   owner = ownership_of_name(&ownership, index, name);            place in HOMES, or
 * OWNERSHIP_NONE
 *
 * Each folder is looked at once. Of homes within each other the inner one counts; of homes that are
 * the same folder the first. Pure; the results live in the arena.
 */
#ifndef PLANNER_OWNERSHIP_H
#define PLANNER_OWNERSHIP_H

#include "mft/index.h"

#define OWNERSHIP_NONE UINT32_MAX

struct ownership {
    uint32_t *owner; /* of each file row that is a folder, a home itself included */
    uint32_t *units; /* UTF-16 units of its path; 0: the root, and what cannot be reached */
};

/* HOMES are rows of folders; INDEX_NONE is nowhere. STATUS_NO_MEMORY. */
enum status ownership_of(const struct index *index, const uint32_t *homes, uint32_t nhomes,
                         struct arena *arena, struct ownership *ownership_ret);

/* Whose is NAME (row), by the folder that it lies in? */
uint32_t ownership_of_name(const struct ownership *ownership, const struct index *index,
                           uint32_t name);

/* UTF-16 units of WTF-8. */
uint32_t ownership_units(struct str text);

#endif
