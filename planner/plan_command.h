/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the command of a plan says of it: save, restore, remove, undo, and undo-restore, the undo of
 * a restore or of such an undo. Pure.
 */
#ifndef PLANNER_PLAN_COMMAND_H
#define PLANNER_PLAN_COMMAND_H

#include "planner/plan.h"

/* Does PLAN take back what another one has done? */
bool plan_command_undoes(const struct plan *plan);

/* Has it to do with names outside a store: a restore, or its undo? */
bool plan_command_restores(const struct plan *plan);

#endif
