/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan that puts what a store has where the new Windows looks for it (what LoadState does):
 * further links to the files of the store, and copies where there can be none. docs/RESTORE.md.
 *
 *   status = restore_plan(&job, &plan, &absent);
 *
 * Pure and deterministic.
 */
#ifndef PLANNER_RESTORE_H
#define PLANNER_RESTORE_H

#include "planner/fileversions.h"
#include "planner/knownfolders.h"
#include "planner/linktargets.h"
#include "planner/manifest.h"
#include "planner/relocate.h"
#include "planner/sidmap.h"

/* The manifests of the store's part on a drive, the oldest first; none: its layout alone counts. */
struct restore_part {
    const struct manifest *manifests;
    uint32_t n;
};

struct restore_job {
    const struct machine *machine;     /* as it is now; WANT_CHILDREN | WANT_TIMES */
    const struct plan_volume *volumes; /* of each drive of the machine */
    const struct restore_part *parts;  /* the same */
    struct str store;                  /* "C:\migdata": on every drive that has that folder */
    const struct knownfolders *folders;
    const struct expansion *expansion; /* of the old Windows; NULL: no rules */
    const struct relocations *moves;   /* of these; NULL with it */
    const struct sidmap *sids;         /* that become others; NULL: none does */
    const struct linktargets *links;   /* of each drive; NULL: no rule asks for them */
    const struct expansion *cleanup;   /* of the new Windows: <destinationCleanup>; NULL: none */
    struct fileversions *versions;     /* gets rows for what must be known: then the plan is to be
                                          made again, once they are read; NULL: nothing is known */
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE; STATUS_NOT_FOUND: no drive has such a store. PLAN_RET was
 * begun by the caller, who frees it in any case. *ABSENT_RET has a bit for each letter, from A, of
 * drives that are not there and of which the store has something. */
enum status restore_plan(const struct restore_job *job, struct plan *plan_ret,
                         uint32_t *absent_ret);

#endif
