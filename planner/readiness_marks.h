/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan does with each file of a drive, as bits: what it takes, what it refuses and why.
 * Part of readiness.
 *
 *   status = readiness_marks_of(&plan, &machine, drive, &arena, &marks);
 *   ... marks[file] & READINESS_MARKS_TAKEN ... marks[file] & 1 << READINESS_EFS ...
 *
 * By the reference of the source: a plan that was made of another volume marks nothing. Pure.
 */
#ifndef PLANNER_READINESS_MARKS_H
#define PLANNER_READINESS_MARKS_H

#include "planner/readiness.h"

enum { READINESS_MARKS_TAKEN = 1 << 15 };

/* A mark for each file row of DRIVE's index, in ARENA. STATUS_NO_MEMORY. */
enum status readiness_marks_of(const struct plan *plan, const struct machine *machine,
                               uint32_t drive, struct arena *arena, uint16_t **marks_ret);

/* Does a refusal of PLAN stand in the way? All do, but for those of NTFS's own files. */
bool readiness_marks_blocked(const struct plan *plan);

#endif
