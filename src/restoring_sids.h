/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which SIDs become others in what is restored: those of users who are called otherwise in the new
 * Windows, and what --sid-map says. docs/RESTORE.md, "Ownership".
 */
#ifndef SRC_RESTORING_SIDS_H
#define SRC_RESTORING_SIDS_H

#include "planner/knownfolders.h"
#include "planner/sidmap.h"
#include "src/oldwindows.h"
#include "src/planning.h"

/* *MAP_RET is in the planning's arena. False after it has said why. */
bool restoring_sids_find(struct planning *planning, const struct oldwindows *old,
                         const struct knownfolders *folders, struct sidmap *map_ret);

/* Adds to the plan's notes what becomes of which SID, and what is not looked into. False without
 * memory. */
bool restoring_sids_note(struct planning *planning, const struct sidmap *map);

#endif
