/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of <destinationCleanup> alone: they are about the new Windows, while all others are
 * about the one that a store was made of. docs/RESTORE.md, "Cleanup".
 *
 *   status = cleanup_rules(&rules, &arena, &only);
 *   if (only.components) expand(&(struct expand_job){&only, &config, &now}, &cleanup);
 *
 * Pure.
 */
#ifndef PLANNER_CLEANUP_H
#define PLANNER_CLEANUP_H

#include "mft/status.h"
#include "planner/rules.h"

/* What RULES have of that kind, with the components around it; it borrows RULES, its rows live in
 * ARENA. STATUS_NO_MEMORY. */
enum status cleanup_rules(const struct rules *rules, struct arena *arena, struct rules *only_ret);

#endif
