/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan that takes back what another plan has done, as far as its journal says that it was done,
 * and only where it still is what was made. docs/STORE.md, "Undo".
 *
 *   status = undo_plan(&job, &plan);
 *
 * Operations come in the opposite order; what is not any more what was made is a refusal. What was
 * only begun, and of which nothing is there, was never done: it is passed over. Pure and
 * deterministic.
 */
#ifndef PLANNER_UNDO_H
#define PLANNER_UNDO_H

#include "planner/machine.h"
#include "planner/plan.h"

/* What an operation has made: ascending by operation. */
struct undo_made {
    uint32_t op;
    uint64_t reference, size;
};

struct undo_job {
    const struct plan *plan;      /* that was carried out */
    const bool *is_done;          /* of each of its operations: done, or perhaps */
    const bool *is_begun;         /* the same: perhaps; NULL: none is */
    const struct undo_made *made; /* folders, copies, manifests */
    uint32_t nmade;
    const struct machine *machine;     /* as it is now; WANT_CHILDREN | WANT_TIMES */
    const struct plan_volume *volumes; /* of each drive of the machine */
};

/* STATUS_NO_MEMORY. PLAN_RET was begun by the caller, who frees it in any case. */
enum status undo_plan(const struct undo_job *job, struct plan *plan_ret);

#endif
