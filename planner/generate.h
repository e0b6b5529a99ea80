/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts of object sets: helper functions that make patterns.
 *
 *   generate_patterns(&turn, set->scripts, RULES_USER, &list);
 *
 * GenerateDrivePatterns    its pattern on each drive of a kind
 * GenerateUserPatterns     its pattern for each user who takes part, this turn's one left out
 *                          unless its third argument says TRUE
 * GenerateDocPatterns      where people keep documents, as docs/RULES.md says: in the computer's
 *                          turn roots of drives and shared folders, in a user's the profile
 */
#ifndef PLANNER_GENERATE_H
#define PLANNER_GENERATE_H

#include "planner/patternlist.h"
#include "planner/turn.h"

/* Adds what CALL means in TURN; nothing for one that makes no patterns of files. CONTEXT: the turns
 * in which it is asked. A failure is the book's. */
void generate_patterns(const struct turn *turn, const struct rules_call *call, unsigned context,
                       struct patternlist *list);

#endif
