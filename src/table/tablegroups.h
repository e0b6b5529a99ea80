/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Row groups that end where their rows have much text: whoever reads a table has a row group at
 * once.
 *
 *   status = tablegroups_set(&job, row_bytes, context, &arena);      job->nrows is set
 */
#ifndef SRC_TABLE_TABLEGROUPS_H
#define SRC_TABLE_TABLEGROUPS_H

#include "mft/arena.h"
#include "src/table/tablewrite.h"

enum { TABLEGROUPS_BYTES = 64 * 1024 * 1024 };

/*
 * Sets JOB's row groups: none has more than TABLE_GROUP_ROWS rows or, but for a single row, more
 * than TABLEGROUPS_BYTES by what ROW_BYTES says of each. The ends are in ARENA. STATUS_NO_MEMORY.
 */
enum status tablegroups_set(struct tablewrite_job *job,
                            uint64_t (*row_bytes)(const void *context, uint64_t row),
                            const void *context, struct arena *arena);

#endif
