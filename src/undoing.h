/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a journal to the plan that takes back what it says was done.
 *
 *   if (!planfile_load(...)) ...          the plan that the journal is of
 *   if (!drives_open(options, source, UNDOING_WANT, &drives)) ...
 *   if (undoing_plan("plan.parquet.journal", &file, &drives, &plan)) ...    or it has said why not
 *   plan_free(&plan);                                                       in any case
 */
#ifndef SRC_UNDOING_H
#define SRC_UNDOING_H

#include "planner/undo.h"
#include "src/drives.h"
#include "src/journal.h"
#include "src/planfile.h"

/* Columns that the drives must have been scanned for. */
enum { UNDOING_WANT = WANT_CHILDREN | WANT_TIMES | WANT_SECURITY };

/* What a journal says of its plan. */
struct undoing {
    bool *is_done;          /* of each operation: it is done, or was begun on a mounted volume */
    bool *is_begun;         /* the same: it was begun there, and nobody knows whether it is done */
    struct undo_made *made; /* ascending by operation */
    uint32_t nmade;
    const char *why; /* why there is no telling; NULL: there is */
    struct arena arena;
};

/*
 * Folds N ENTRIES, in their order, over PLAN. What was begun on a mounted volume and is not known
 * to be done counts as done, and is marked: it is looked for. A batch of a redo log that is neither
 * written nor discarded has no telling where there is a log (HAS_LOG); without one it never
 * counted. STATUS_NO_MEMORY; STATUS_DAMAGED, with WHY: entries that cannot be of this plan, or such
 * a batch. The caller frees UNDOING_RET->arena in any case.
 */
enum status undoing_fold(const struct plan *plan, const struct journal_entry *entries, uint32_t n,
                         bool has_log, struct undoing *undoing_ret);

/* The plan that takes back what the journal JOURNAL says was done of FILE's plan. PLAN_RET is begun
 * here. False after it has said why not. */
bool undoing_plan(const char *journal, const struct planfile *file, const struct drives *drives,
                  struct plan *plan_ret);

#endif
