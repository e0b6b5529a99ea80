/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a hard-link store (what ScanState /hardlink makes): names that rules have taken
 * become links below <store>\USMT\File\<drive>$ on their own volume, or copies.
 *
 *   status = save_plan(&job, &plan);
 *
 * Pure and deterministic: the same job gives the same plan. docs/PLAN.md has the decisions.
 */
#ifndef PLANNER_SAVE_H
#define PLANNER_SAVE_H

#include "planner/select.h"
#include "planner/treat.h"

/* A user who does not take part although somebody wants it: a row among the refusals. */
struct save_left_out {
    uint32_t profile;
    enum plan_reason reason; /* PLAN_PROFILE_ORPHANED, PLAN_PROFILE_UNREADABLE */
};

struct save_job {
    const struct machine *machine;
    const struct plan_volume *volumes; /* of each drive of the machine */
    const struct expansion *expansion;
    const struct selection *selections; /* of each drive */
    const struct config *config;        /* NULL: none */
    struct str store;                   /* "C:\migdata": on a drive of the machine that is NTFS */
    const struct save_lock *locks;
    uint32_t nlocks;
    enum save_efs efs;
    const struct save_left_out *left_out; /* the first refusals, in this order */
    uint32_t nleft_out;
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE. PLAN_RET was begun by the caller, who frees it in any case.
 */
enum status save_plan(const struct save_job *job, struct plan *plan_ret);

/* What is wrong with STORE as a place for a store on MACHINE: a constant phrase that goes behind
 * "The store 'C:\x' "; NULL where it is right. */
const char *save_refuses_store(const struct machine *machine, struct str store);

#endif
