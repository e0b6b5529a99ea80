/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a table: whoever has the rows says what the values of a column are, row by row; several
 * threads encode, compress and hash; one file comes out, the same for any number of threads.
 *
 *   const struct tablewrite_job job = {.columns = ..., .ncolumns = ..., .nrows = ..., .fill = ...};
 *   status = tablewrite(&job, &out);         a Parquet file, from OUT's current place on
 */
#ifndef SRC_TABLE_TABLEWRITE_H
#define SRC_TABLE_TABLEWRITE_H

#include "mft/status.h"
#include "src/out.h"
#include "src/table/table.h"

struct tablewrite_job {
    const struct table_column *columns;
    uint32_t ncolumns;
    uint64_t nrows;
    /* Where row groups end, ascending, the last NROWS; NULL: every TABLE_GROUP_ROWS. */
    const uint64_t *group_ends;
    uint32_t ngroups;
    /* In their order in the file. The writer adds its own keys behind: docs/FORMATS.md. */
    const struct table_meta *meta;
    size_t nmeta;
    /*
     * Puts the values of column COLUMN in the N rows from FIRST on to VALUES, which are empty.
     * Called by any worker (WORKER < nworkers), for any column and stretch of rows within a row
     * group, more than once for some. A status other than STATUS_OK ends the job.
     */
    enum status (*fill)(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values);
    void *context;
    unsigned nworkers; /* 0: one for each processor */
    bool is_fast;      /* somebody waits for it: it is packed less */
};

/*
 * Writes the table. STATUS_NO_MEMORY; STATUS_TOO_LARGE where one value or the footer is too large
 * for the format; what FILL returned. An error of OUT ends the job early with STATUS_OK and stays
 * in OUT, whose owner finds it there.
 */
enum status tablewrite(const struct tablewrite_job *job, struct out *out);

#endif
