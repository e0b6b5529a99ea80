/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A planning for a Windows that lies in a folder such as \Windows.old: until its end the drive is
 * as it was before Windows Setup moved the system there. Part of planning.c.
 */
#ifndef SRC_PLANNING_OLD_H
#define SRC_PLANNING_OLD_H

#include "src/planning.h"

/* Where the options name a Windows in a folder in the root of a drive, the drive is seen so. All
 * else is left to who asks which Windows was found. False after it has said why not. */
bool planning_old_take(struct planning *planning);

/* Is the Windows that was found then the one that is named? False after it has said so. */
bool planning_old_is_found(const struct planning *planning);

/* Is the place of the store the same as it was, and no folder that was moved or has come since?
 * False after it has said so. */
bool planning_old_allows_store(const struct planning *planning);

/* The drives are as they are again; also where they never were otherwise. */
void planning_old_end(struct planning *planning);

#endif
