/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan that is being carried out: the plan, its volumes as they are, and what earlier runs have
 * done of it.
 *
 *   if (!applyjob_open(options, source, plan_name, &job)) ...        it has said why not
 *   ... applycheck.h asks whether it may be, applyask.h the person, applyvolume.h does it ...
 *   applyjob_close(&job, is_good);
 *
 * It must stay where it is.
 */
#ifndef SRC_APPLYJOB_H
#define SRC_APPLYJOB_H

#include "planner/growth.h"
#include "src/backend.h"
#include "src/drives.h"
#include "src/journal.h"
#include "src/planfile.h"

/* The operations of one volume of the plan. */
struct applyjob_volume {
    uint32_t drive;            /* of the machine */
    const struct plan_op *ops; /* in the plan's order */
    uint32_t *numbers;         /* theirs in the plan; NULL: all operations are on this volume */
    uint32_t nops, ndone;      /* NDONE: by the journal */
    uint32_t nbatches;         /* the same */
    bool is_mounted;           /* a folder was given */
    bool has_intent; /* operations from NDONE on were begun, and nobody knows how far they are */
    struct journal_range intent;
    struct journal_item *items; /* what was made, ascending by operation */
    uint32_t nitems, items_capacity;
    struct growth growth; /* of what is left to do */
};

struct applyjob {
    const struct options *options;
    const char *plan_name;
    bool is_kept; /* its file stays when all is done */
    char *journal_name;
    struct planfile file;
    struct drives drives;
    struct machine machine; /* of the drives, with rows that are replaced */
    struct machine_drive *rows;
    struct applyjob_volume *volumes; /* of each volume of the plan */
    struct backend_folder *folders;
    struct journal *journal; /* NULL: there is none yet, or it is a dry run */
    uint8_t plan_sha256[SHA256_BYTES];
    unsigned want;   /* columns of every index */
    bool is_stopped; /* between two steps, because a signal asked for it */
    struct arena arena;
};

/* Loads the plan, opens and scans its volumes (mounted ones are synced first), and reads the
 * journal, which it locks unless this is a dry run. False after it has said why not. */
bool applyjob_open(const struct options *options, const char *source, const char *plan_name,
                   struct applyjob *job_ret);

/* Makes the journal where there is none. */
bool applyjob_begin(struct applyjob *job);

/* Operations that are not done yet, on all volumes. */
uint64_t applyjob_left(const struct applyjob *job);

/* Notes that the next N operations of VOLUME are done, and what they have made. False without
 * memory. */
bool applyjob_add(struct applyjob *job, uint32_t volume, uint32_t n,
                  const struct journal_item *items, uint32_t nitems);

/* Frees all; the exit code as drives_close has it. */
enum command_exit applyjob_close(struct applyjob *job, bool is_good);

#endif
