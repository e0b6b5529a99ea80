/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rules mean on given drives, as notes: patterns that match nothing there, and all that the
 * expansion had to say.
 */
#ifndef SRC_RULES_IDLE_H
#define SRC_RULES_IDLE_H

#include "src/planning.h"

/* Adds notes to the rules of PLANNING, which has been expanded. A line of a file is told where none
 * of its patterns matches anything, for no user. False after it has said why it cannot tell. */
bool rules_idle(struct planning *planning);

#endif
