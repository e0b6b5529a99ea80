/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Object sets to texts of patterns for files, as they are meant in a turn.
 *
 *   objects_list(&turn, rule->sets, group->context, &list);
 *
 * A set whose condition does not hold adds nothing; nor do settings, nor what other objects name in
 * their contents.
 */
#ifndef PLANNER_OBJECTS_H
#define PLANNER_OBJECTS_H

#include "planner/patternlist.h"
#include "planner/turn.h"

/* Adds what SETS mean. CONTEXT: the turns in which they are asked. A failure is the book's. */
void objects_list(const struct turn *turn, const struct rules_set *sets, unsigned context,
                  struct patternlist *list);

#endif
