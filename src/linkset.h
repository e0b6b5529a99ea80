/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which hard-link groups to show: by their number of names, and by where these lie.
 *
 *   struct linkset set;
 *   linkset_all(index, 2, &set)  or  linkset_under(index, folder, 2, &inside, &outside)
 *   for (uint32_t i = 0; i < set.n; i++) ... set.files[i] ...
 *   linkset_free(&set);
 */
#ifndef SRC_LINKSET_H
#define SRC_LINKSET_H

#include "mft/index.h"

struct linkset {
    uint32_t *files; /* rows, ascending */
    uint32_t n, capacity;
    /* Of all of them: */
    uint64_t names;
    uint64_t names_below;              /* linkset_under: names below the folder */
    uint64_t naive, unique, allocated; /* bytes */
};

/* The files in use (folders left out) with at least MIN_LINKS names. STATUS_NO_MEMORY. */
enum status linkset_all(const struct index *index, uint32_t min_links, struct linkset *set_ret);

/*
 * Those of them with a name below FOLDER (row): INSIDE those whose names all lie there, OUTSIDE
 * those with names elsewhere as well. STATUS_NO_MEMORY.
 */
enum status linkset_under(const struct index *index, uint32_t folder, uint32_t min_links,
                          struct linkset *inside_ret, struct linkset *outside_ret);

void linkset_free(struct linkset *set);

#endif
