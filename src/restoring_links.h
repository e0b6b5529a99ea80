/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortcuts of a store that is restored, where rules leave out those that lead nowhere
 * (IgnoreIrrelevantLinks). Part of restoring.c. */
#ifndef SRC_RESTORING_LINKS_H
#define SRC_RESTORING_LINKS_H

#include "planner/linktargets.h"
#include "src/planning.h"

/* Of each drive, in the arena of PLANNING, whose rules are expanded; NULL where none of them asks.
 * What cannot be read is not in it. False after it has said that memory ran out. */
bool restoring_links_find(struct planning *planning, const struct linktargets **links_ret);

/* Are there drives with contents that nobody can read: inventories? */
bool restoring_links_are_unread(const struct planning *planning);

#endif
