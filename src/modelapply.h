/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A dry run where no volume can be written in memory: what is mounted, and inventories. The
 * operations are carried out on a tree of names, and that is held against the prediction.
 * docs/APPLY.md, "Dry runs".
 *
 *   if (!modelapply_run(&job)) ...             it has said why not
 */
#ifndef SRC_MODELAPPLY_H
#define SRC_MODELAPPLY_H

#include "planner/machine.h"
#include "src/applybar.h"
#include "src/carry.h"

struct modelapply_job {
    const struct plan *plan;
    uint32_t volume;           /* of the plan */
    const struct plan_op *ops; /* that are left on it, in the plan's order */
    const uint32_t *numbers;   /* theirs in the plan; NULL: from FIRST on */
    uint32_t nops, first;
    const struct machine *machine;
    const uint32_t *drives; /* of each volume of the plan its drive */
    const struct backend_folder *folders;
    struct carrier *carrier; /* its back-ends are set here */
    struct applybar *bar;
};

/* False after it has said which operation cannot be carried out, or that what came of them is not
 * what was predicted. */
bool modelapply_run(const struct modelapply_job *job);

#endif
