/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a command line to the plan that takes a store away: for `plan remove` and `remove`.
 *
 *   if (!removing_is_asked(options, source)) return COMMAND_USAGE;             it has said why
 *   if (!drives_open(options, source, REMOVING_WANT, &drives)) ...
 *   if (removing_make(options, &drives, &plan)) ...                            or it has said why
 *   plan_free(&plan);                                                          in any case
 *
 *   if (removing_plan(options, source, name, &plan)) ... all of it, for whoever needs no drives
 */
#ifndef SRC_REMOVING_H
#define SRC_REMOVING_H

#include "src/drives.h"

/* Columns that the drives must have been scanned for. */
enum { REMOVING_WANT = WANT_CHILDREN | WANT_TIMES | WANT_SECURITY };

/* Are a store and its drives named? False after it has said what is missing. */
bool removing_is_asked(const struct options *options, const char *source);

/* The plan for options->store and options->only_copies. PLAN_RET is begun here. False after it has
 * said why not; where there is no such store, it names those that are there. */
bool removing_make(const struct options *options, const struct drives *drives,
                   struct plan *plan_ret);

/* Opens and scans the drives, makes the plan, and closes them. NAME: the file that the plan is to
 * be written to, which none of them may be or have on it; NULL. */
bool removing_plan(const struct options *options, const char *source, const char *name,
                   struct plan *plan_ret);

/* Says that no drive of MACHINE has the store of the options, and which stores there are. */
void removing_say_none(const struct options *options, const struct machine *machine);

#endif
