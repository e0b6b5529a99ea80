/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing an inventory: the rows of an index, with what is known of its volume, as a table.
 *
 *   const struct inventory_write_job job = {.source = ..., .facts = ..., .nworkers = ...};
 *   status = inventory_write(&job, &out);
 *
 * The same index and facts give the same bytes, for any number of workers.
 */
#ifndef SRC_INVENTORY_WRITE_H
#define SRC_INVENTORY_WRITE_H

#include "src/exportrow.h"
#include "src/inventory_facts.h"
#include "src/out.h"

/* What the scan must keep for it, but for WANT_DELETED (enum want). */
unsigned inventory_write_want(void);

struct inventory_write_job {
    const struct exportrow_source *source;
    const struct inventory_facts *facts;
    unsigned nworkers; /* 0: one for each processor */
};

/* STATUS_NO_MEMORY, STATUS_TOO_LARGE. An error of OUT stays in OUT. */
enum status inventory_write(const struct inventory_write_job *job, struct out *out);

#endif
