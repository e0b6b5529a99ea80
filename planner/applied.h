/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is what a journal calls done still there? Asked before a plan that was interrupted goes on.
 *
 *   status = applied_check(&job, &faults);
 *   ... faults.n, faults.first: nothing is taken for done that is not ...
 *
 * Pure, linear in the operations.
 */
#ifndef PLANNER_APPLIED_H
#define PLANNER_APPLIED_H

#include "planner/machine.h"
#include "planner/plan.h"

struct applied_job {
    const struct plan *plan;
    const struct plan_op *ops; /* of one volume, that were carried out, in this order */
    uint32_t nops;
    const struct machine *machine; /* WANT_CHILDREN */
    uint32_t drive;                /* of the machine: that volume */
};

struct applied_faults {
    uint32_t n;
    uint32_t first; /* of ops; PLAN_NONE where N is 0 */
};

/* A name that was made must be there, of the file that the operation names, if it names one; one
 * that was taken away must not be there for the same file. STATUS_NO_MEMORY. */
enum status applied_check(const struct applied_job *job, struct applied_faults *faults_ret);

#endif
