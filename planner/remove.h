/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan that takes a store away (what UsmtUtils /rd does): names, folders, manifest and all. A
 * file keeps a name outside the store, or stays and is refused. docs/STORE.md, "Removing a store".
 *
 *   status = remove_plan(&job, &plan);
 *
 * Pure and deterministic.
 */
#ifndef PLANNER_REMOVE_H
#define PLANNER_REMOVE_H

#include "planner/manifest.h"

/* What becomes of files whose only names are in the store. */
enum remove_only_copies { REMOVE_KEEP_ONLY_COPIES, REMOVE_DELETE_ONLY_COPIES };

struct remove_job {
    const struct machine *machine;     /* WANT_CHILDREN | WANT_TIMES */
    const struct plan_volume *volumes; /* of each drive of the machine */
    struct str store;                  /* "C:\migdata": on every drive that has that folder */
    enum remove_only_copies only_copies;
};

/* STATUS_NO_MEMORY; STATUS_NOT_FOUND: no drive has such a store. PLAN_RET was begun by the caller,
 * who frees it in any case. */
enum status remove_plan(const struct remove_job *job, struct plan *plan_ret);

/* Is FILE, a row of DRIVE, the folder of a store: has it a folder USMT in it with File or a
 * manifest in that, or nothing at all any more? */
bool remove_is_store(const struct machine_drive *drive, uint32_t file);

#endif
