/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a plan: see planfile_write.h. */
#include "src/planfile_write.h"

#include "src/planfile_columns.h"
#include "src/planfile_fill.h"
#include "src/planfile_parts.h"
#include "src/table/tablewrite.h"

/* Of the paths in a row group, by their folders and names: a reader has them all at once. */
enum { GROUP_PATH_BYTES = 64 * 1024 * 1024 };

static uint64_t path_bytes(const struct plan *plan, const struct plan_op *op)
{
    uint64_t n = op->name.n + op->from_name.n;

    n += op->folder == PLAN_NONE ? 0 : plan->folders[op->folder].path.n;
    return n + (op->from_folder == PLAN_NONE ? 0 : plan->folders[op->from_folder].path.n);
}

/* Writes where row groups end to ENDS (NULL: only counts them) and returns how many there are. */
static uint32_t find_group_ends(const struct plan *plan, uint64_t *ends)
{
    uint64_t nrows = (uint64_t)plan->nops + plan->nrefusals, begin = 0, bytes = 0;
    uint32_t n = 0;

    for (uint64_t row = 0; row < nrows; row++) {
        uint64_t more = path_bytes(plan, planfile_fill_row(plan, row));

        if (row - begin == TABLE_GROUP_ROWS || (row > begin && bytes + more > GROUP_PATH_BYTES)) {
            if (ends)
                ends[n] = row;
            n++;
            begin = row;
            bytes = 0;
        }
        bytes += more;
    }
    if (ends && nrows > 0)
        ends[n] = nrows;
    return n + (nrows > 0);
}

static enum status write_rows(const struct plan *plan, unsigned nworkers,
                              struct planfile_fill *fill, struct arena *arena, struct out *out)
{
    uint32_t ngroups = find_group_ends(plan, NULL);
    uint64_t *ends = arena_array(arena, ngroups + (size_t)1, sizeof *ends);
    struct tablewrite_job job = {
        .columns = planfile_columns,
        .ncolumns = PLANFILE_COLUMNS,
        .nrows = (uint64_t)plan->nops + plan->nrefusals,
        .group_ends = ends,
        .ngroups = ngroups,
        .fill = planfile_fill,
        .context = fill,
        .nworkers = nworkers,
    };
    enum status status;

    if (!ends)
        return STATUS_NO_MEMORY;
    find_group_ends(plan, ends);
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
