/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a plan: see planfile_write.h. */
#include "src/planfile_write.h"

#include "src/planfile_columns.h"
#include "src/planfile_fill.h"
#include "src/planfile_parts.h"
#include "src/table/tablegroups.h"

/* The paths in a row group, by their folders and names: a reader has them all at once. */
static uint64_t path_bytes(const void *context, uint64_t row)
{
    const struct plan *plan = context;
    const struct plan_op *op = planfile_fill_row(plan, row);
    uint64_t n = op->name.n + op->from_name.n;

    n += op->folder == PLAN_NONE ? 0 : plan->folders[op->folder].path.n;
    return n + (op->from_folder == PLAN_NONE ? 0 : plan->folders[op->from_folder].path.n);
}

static enum status write_rows(const struct plan *plan, unsigned nworkers,
                              struct planfile_fill *fill, struct arena *arena, struct out *out)
{
    struct tablewrite_job job = {
        .columns = planfile_columns,
        .ncolumns = PLANFILE_COLUMNS,
        .nrows = (uint64_t)plan->nops + plan->nrefusals,
        .fill = planfile_fill,
        .context = fill,
        .nworkers = nworkers,
    };
    enum status status = tablegroups_set(&job, path_bytes, plan, arena);

    if (status == STATUS_OK)
        status = planfile_parts_put(plan, arena, &job.meta, &job.nmeta);
    return status == STATUS_OK ? tablewrite(&job, out) : status;
}

enum status planfile_write(const struct plan *plan, unsigned nworkers, struct out *out)
{
    struct arena arena = {0};
    struct planfile_fill fill;
    enum status status = planfile_fill_begin(plan, &fill);

    if (status == STATUS_OK)
        status = write_rows(plan, nworkers, &fill, &arena, out);
    planfile_fill_end(&fill);
    arena_free(&arena);
    return status;
}
