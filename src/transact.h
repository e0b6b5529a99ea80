/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operations of a plan on a volume that is not mounted, batch by batch: carried out in memory,
 * proved, written through a redo log. docs/APPLY.md, "The transaction on a volume that is not
 * mounted".
 *
 *   struct transact t = {.target = &target, .plan = &plan, ...};      see below
 *   is_good = transact_run(&t);                 it has said why not
 *   ... t.ndone operations are on the volume, t.totals ...
 *
 * After a failure the volume is as it was after the last batch that was proved and written; what is
 * done stands in the journal. One thread; reading and proving take nworkers.
 */
#ifndef SRC_TRANSACT_H
#define SRC_TRANSACT_H

#include "planner/machine.h"
#include "src/applybar.h"
#include "src/carry.h"
#include "src/target.h"

struct transact_totals {
    uint64_t batches, dirty_bytes; /* DIRTY_BYTES: of blocks written */
    uint64_t carry_ns, prove_ns, log_ns, write_ns;
};

struct transact {
    /* What the caller fills; all of it borrowed. */
    const struct target *target; /* opened for reading */
    int fd;                      /* open for writing; -1: a dry run, which writes nothing */
    const char *plan_name;       /* of the plan's file: PLAN.redo lies beside it */
    const uint8_t *plan_sha256;
    const struct plan *plan;
    uint32_t volume;              /* of the plan */
    const struct plan_op *ops;    /* those on it, in the plan's order */
    const uint32_t *numbers;      /* theirs in the plan; NULL: the same as here */
    uint32_t nops, ndone;         /* NDONE: of earlier runs; counts on */
    uint32_t nbatches;            /* the same of batches */
    struct machine_drive *drives; /* of MACHINE: the index of DRIVE is replaced after each batch */
    const struct machine *machine;
    uint32_t drive;
    struct index **index; /* of DRIVE, owned by the caller, replaced with it */
    const struct backend_folder *folders;
    struct carrier *carrier; /* TO is set here, batch by batch; READERS by the caller */
    struct journal *journal; /* NULL: a dry run */
    struct applybar *bar;
    uint64_t memory_bytes; /* of --txn-memory */
    unsigned want, nworkers;
    /* A batch holds, and is about to be written. False, after it has said why: it is not. */
    bool (*may_write)(void *context);
    /* A batch is on the volume, with what it has made, in carrier->items. False without memory. */
    bool (*is_written)(void *context, const struct carrier *carrier);
    bool (*is_cancelled)(void *context); /* asked where nothing is half done; may be NULL */
    void *context;

    struct transact_totals totals;
    bool was_cancelled; /* it has ended for that: the batch under way was forgotten */
};

/* False after it has said what failed, at which operation, and what state the volume is in. */
bool transact_run(struct transact *t);

#endif
