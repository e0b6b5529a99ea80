/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say about a plan beside its rows. Part of planning.c. */
#ifndef SRC_PLANNING_NOTES_H
#define SRC_PLANNING_NOTES_H

#include "src/planning.h"

/* Adds to the notes of the plan of PLANNING what was to be said about the rules and about the
 * volumes; save_plan has added what there is about Windows and its users. False without memory. */
bool planning_notes(struct planning *planning);

/* Adds TEXT, which it frees, to the notes of PLAN. False without memory. */
bool planning_notes_add(struct plan *plan, struct textbuf *text);

/* Only what was to be said about the rules. */
bool planning_notes_rules(struct planning *planning);

#endif
