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

#include "planner/plan.h"
#include "planner/select.h"

enum save_efs {
    SAVE_EFS_ABORT,
    SAVE_EFS_SKIP,
    SAVE_EFS_DECRYPTCOPY,
    SAVE_EFS_COPYRAW,
    SAVE_EFS_HARDLINK
};

/* A file that is known to be in use. */
struct save_lock {
    struct str path;   /* "C:\Users\Ann\mail.pst" */
    bool is_by_system; /* else by an application */
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
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE. PLAN_RET was begun by the caller, who frees it in any case.
 */
enum status save_plan(const struct save_job *job, struct plan *plan_ret);

/* What is wrong with STORE as a place for a store on MACHINE: a constant phrase that goes behind
 * "The store 'C:\x' "; NULL where it is right. */
const char *save_refuses_store(const struct machine *machine, struct str store);

#endif
