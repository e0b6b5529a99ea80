/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk over all folders in path order: the inner half of space.h.
 */
#ifndef PLANNER_SPACE_WALK_H
#define PLANNER_SPACE_WALK_H

#include "planner/space.h"

/*
 * Fills in each node's parent, enter and leave, the order, and the first name and the common node
 * of files with several names. SPACE has its nodes; HOME and COMMON of such files are INDEX_NONE.
 * STATUS_NO_MEMORY.
 */
enum status space_walk(struct space *space);

#endif
