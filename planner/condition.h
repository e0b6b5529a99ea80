/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Detection and conditions, asked in a turn.
 *
 *   if (condition_holds(&turn, component->detection)) ...
 *
 * What is asked for another context than this turn's is as if it were not there; where that leaves
 * nothing, the whole is not there either, and holds. What only a running Windows can answer (the
 * registry, versions and contents of files) is answered with no: an application whose settings
 * cannot be seen has no settings to carry. A note says so once for each place. docs/RULES.md,
 * "Conditions", has it for people.
 */
#ifndef PLANNER_CONDITION_H
#define PLANNER_CONDITION_H

#include "planner/turn.h"

/* CONDITION may be NULL: it holds. After a failure (book->status) the answer means nothing. */
bool condition_holds(const struct turn *turn, const struct rules_condition *condition);

#endif
