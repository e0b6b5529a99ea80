/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a store, from what is decided: its tables, its operations in their order, its
 * refusals.
 *
 *   status = savewrite_plan(&saving, &plan);
 */
#ifndef PLANNER_SAVEWRITE_H
#define PLANNER_SAVEWRITE_H

#include "planner/saving.h"

/* STATUS_NO_MEMORY. */
enum status savewrite_plan(struct saving *saving, struct plan *plan);

#endif
