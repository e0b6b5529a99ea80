/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a plan's columns, for whoever writes a plan, and for whoever reads one and holds
 * every column against what must stand there.
 *
 *   struct planfile_fill fill;
 *   status = planfile_fill_begin(&plan, &fill);       of all but operations and refusals
 *   ... planfile_fill(&fill, worker, column, first, n, &values) ...      any number of threads
 *   planfile_fill_end(&fill);
 *
 * Rows are the operations, then the refusals.
 */
#ifndef SRC_PLANFILE_FILL_H
#define SRC_PLANFILE_FILL_H

#include "src/planfile_words.h"
#include "src/table/table.h"

struct planfile_fill {
    const struct plan *plan;
    struct planfile_words words;
};

/* Borrows PLAN. STATUS_NO_MEMORY; then, too, it is to be ended. */
enum status planfile_fill_begin(const struct plan *plan, struct planfile_fill *fill_ret);
void planfile_fill_end(struct planfile_fill *fill);

/* As tablewrite_job's fill; CONTEXT is a struct planfile_fill. */
enum status planfile_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                          uint32_t n, struct table_values *values);

/* Row ROW of PLAN: an operation, or a refusal. */
static inline struct plan_op *planfile_fill_row(const struct plan *plan, uint64_t row)
{
    return row < plan->nops ? &plan->ops[row] : &plan->refusals[row - plan->nops];
}

#endif
