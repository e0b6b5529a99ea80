/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What folders grow by: those that a plan makes, and those that get names. Part of growth.
 */
#ifndef PLANNER_GROWTH_FOLDER_H
#define PLANNER_GROWTH_FOLDER_H

#include "planner/growth_job.h"

/* GROUPS: the operations by folder of the plan. STATUS_NO_MEMORY. */
enum status growth_folder_add(struct growth_job *job, const struct growth_groups *groups);

#endif
