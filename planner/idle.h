/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns that match nothing: for each rule of an expansion whether any file or folder on the
 * drives is meant by its pattern, be it overruled or not.
 *
 *   status = idle_find(&expansion, &machine, &arena, &matches);
 *
 * Pure; as fast as a selection.
 */
#ifndef PLANNER_IDLE_H
#define PLANNER_IDLE_H

#include "planner/expand.h"

/* *MATCHES_RET, in ARENA, has a value for each rule. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status idle_find(const struct expansion *expansion, const struct machine *machine,
                      struct arena *arena, const bool **matches_ret);

#endif
