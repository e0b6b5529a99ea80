/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files and folders of a drive are taken: all rules of an expansion over all names of its
 * index.
 *
 *   status = select_names(&expansion, &machine, drive, &selection);
 *   for (uint32_t i = 0; i < selection.n; i++) ... selection.at[i].name, .rule ...
 *   select_free(&selection);
 *
 * A name is taken where, in any scope, an include wins and no unconditional exclude matches it.
 * Pure; one thread at a time.
 */
#ifndef PLANNER_SELECT_H
#define PLANNER_SELECT_H

#include "planner/expand.h"
#include "planner/matcher.h"

struct select_row {
    uint32_t name; /* row of the index */
    uint32_t rule; /* of the expansion: the include that took it, in the first scope that did */
};

struct selection {
    struct select_row *at; /* a folder, its files, the folders in it: the order of matcher.h */
    uint32_t n;
    uint64_t nmatched;  /* names that some rule matched */
    uint64_t nexcluded; /* of these, left out by an unconditional exclude alone */
    struct arena arena;
};

/* STATUS_NO_MEMORY, STATUS_TOO_LARGE, STATUS_NOT_FOUND (no root). */
enum status select_names(const struct expansion *expansion, const struct machine *machine,
                         uint32_t drive, struct selection *selection_ret);

void select_free(struct selection *selection);

#endif
