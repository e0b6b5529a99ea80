/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of an inventory's columns, from an index. For whoever writes the table: inventory_fill
 * is the function that tablewrite.h asks for, with a struct inventory_fill as its context.
 */
#ifndef SRC_INVENTORY_FILL_H
#define SRC_INVENTORY_FILL_H

#include "mft/pool.h"
#include "src/exportrow.h"
#include "src/inventory_facts.h"
#include "src/table/table.h"

/* Rows are the names of the index, or its files that have no name. */
struct inventory_fill {
    const struct exportrow_source *source;
    const struct inventory_facts *facts;
    const uint32_t *unnamed;                    /* rows of files; NULL: the names are written */
    struct pathcache *caches[POOL_WORKERS_MAX]; /* of each worker, unless UNNAMED */
};

/* As struct tablewrite_job has it; COLUMN is an enum inventory_column. */
enum status inventory_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                           uint32_t n, struct table_values *values);

#endif
