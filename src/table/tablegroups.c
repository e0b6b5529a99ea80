/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where row groups end: see tablegroups.h. */
#include "src/table/tablegroups.h"

/* Writes the ends to ENDS (NULL: only counts them) and returns how many there are. */
static uint32_t find_ends(uint64_t nrows, uint64_t (*row_bytes)(const void *context, uint64_t row),
                          const void *context, uint64_t *ends)
{
    uint64_t begin = 0, bytes = 0;
    uint32_t n = 0;

    for (uint64_t row = 0; row < nrows; row++) {
        uint64_t more = row_bytes(context, row);

        if (row - begin == TABLE_GROUP_ROWS || (row > begin && bytes + more > TABLEGROUPS_BYTES)) {
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

enum status tablegroups_set(struct tablewrite_job *job,
                            uint64_t (*row_bytes)(const void *context, uint64_t row),
                            const void *context, struct arena *arena)
{
    uint64_t *ends;

    job->ngroups = find_ends(job->nrows, row_bytes, context, NULL);
    ends = arena_array(arena, job->ngroups + (size_t)1, sizeof *ends);
    if (!ends)
        return STATUS_NO_MEMORY;
    find_ends(job->nrows, row_bytes, context, ends);
    job->group_ends = ends;
    return STATUS_OK;
}
