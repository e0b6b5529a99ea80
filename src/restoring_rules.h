/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules mean for a store that is restored. Part of restoring.c. */
#ifndef SRC_RESTORING_RULES_H
#define SRC_RESTORING_RULES_H

#include "planner/knownfolders.h"
#include "planner/relocate.h"
#include "src/oldwindows.h"
#include "src/planning.h"

/* Asks the rules that PLANNING has read of the OLD Windows, all of whose users take part from now
 * on. MOVES_RET is for relocate_free in any case. False after it has said what is wrong. */
bool restoring_rules_mean(struct planning *planning, struct oldwindows *old,
                          const struct knownfolders *folders, struct relocations *moves_ret);

/* Adds to the notes of the plan what rules ask for and a restore does not do, and what is to be
 * said about the rules. False without memory. */
bool restoring_rules_note(struct planning *planning);

#endif
