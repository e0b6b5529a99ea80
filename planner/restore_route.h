/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places by paths that have drives, for what goes elsewhere than its old path. */
#ifndef PLANNER_RESTORE_ROUTE_H
#define PLANNER_RESTORE_ROUTE_H

#include "planner/restore_place.h"

/* The place of PATH, "C:\Music"; a drive that is not there is that of Windows. COMEBACK_NO_PLACE:
 * that volume is not written. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status restore_route_path(struct comeback *r, struct str path, uint32_t *place_ret);

#endif
