/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions of programs that a plan to restore has to know. Part of restoring.c. */
#ifndef SRC_RESTORING_VERSIONS_H
#define SRC_RESTORING_VERSIONS_H

#include "planner/fileversions.h"
#include "src/planning.h"

/* False after it has said that memory ran out. */
bool restoring_versions_begin(const struct planning *planning, struct fileversions *versions_ret);

/* Reads those of VERSIONS that nobody has looked at. *IS_MORE_RET: there were such. False after it
 * has said that memory ran out. */
bool restoring_versions_read(const struct planning *planning, struct fileversions *versions,
                             bool *is_more_ret);

/* Adds to the notes of the plan how many have none. False without memory. */
bool restoring_versions_note(struct planning *planning, const struct fileversions *versions);

#endif
