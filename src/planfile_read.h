/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a plan back, from a table that may be anything.
 *
 * A file is taken when its rows name what is there, and when each column holds exactly what would
 * be written for the plan that was read: a path, a user or a rule that others see in the file is
 * the one that mftlink works with.
 */
#ifndef SRC_PLANFILE_READ_H
#define SRC_PLANFILE_READ_H

#include "planner/plan.h"
#include "src/table/tableread.h"

/*
 * Reads TABLE, whose "mftlink.table" is PLANFILE_TABLE, to *PLAN_RET, which plan_free frees.
 * NWORKERS threads; 0: one for each processor. STATUS_DAMAGED with *WHY_RET as in tableread.h,
 * STATUS_IO with errno, STATUS_NO_MEMORY.
 */
enum status planfile_read(const struct tableread *table, unsigned nworkers, struct plan *plan_ret,
                          const char **why_ret);

#endif
