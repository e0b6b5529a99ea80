/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What files grow by when they get names, and what copies take. Part of growth.
 */
#ifndef PLANNER_GROWTH_FILE_H
#define PLANNER_GROWTH_FILE_H

#include "planner/growth_job.h"

/* GROUPS: the operations that give a file a name, by its row. STATUS_NO_MEMORY. */
enum status growth_file_add(struct growth_job *job, const struct growth_groups *groups);

/* The file that OP makes, in which a copy of the one that it names goes. SOURCE: the index that has
 * that; NULL: only its size is known. STATUS_NO_MEMORY. */
enum status growth_file_copy(struct growth_job *job, struct recordfill *fill,
                             const struct plan_op *op, const struct index *source);

#endif
