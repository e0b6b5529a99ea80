/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of undo_plan hand on: takeback_folders.c makes the plan's folders, undo.c turns
 * operations round, takeback_judge.c asks whether they can be.
 */
#ifndef PLANNER_TAKEBACK_H
#define PLANNER_TAKEBACK_H

#include "planner/draft.h"
#include "planner/lookup.h"
#include "planner/reach.h"
#include "planner/undo.h"

struct takeback {
    const struct undo_job *job;
    const struct plan *done; /* the plan that was carried out */
    struct draft draft;      /* of the plan that takes it back */
    uint32_t *volumes;       /* of each volume of DONE: its row in the new plan; PLAN_NONE */
    uint32_t *drives;        /* the same: its drive of the machine; MACHINE_NONE */
    uint32_t *folders;       /* of each folder of DONE: its row in the new plan; PLAN_NONE */
    uint32_t *depths;        /* the same: 0 of a root */
    uint32_t store_depth;    /* of DONE's store */
    uint32_t *files;         /* the same: its row in the index; INDEX_NONE: it is not there now */
    struct lookup *lookups;  /* of each drive that DONE has worked on, of folders alone */
    struct reach *reaches;   /* the same */
    uint32_t **rows;         /* the same: of each file its row among the plan's folders, plus one */
    uint32_t *origins;       /* of each operation of the new plan: that of DONE */
    bool *is_idle;           /* the same: that was begun, and never done */
    struct arena arena;
};

/* Finds the drives of DONE. STATUS_NO_MEMORY. */
enum status takeback_folders_begin(struct takeback *t);

/* Rows for all folders in which operations of DONE that were done have worked. STATUS_NO_MEMORY. */
enum status takeback_folders_of_done(struct takeback *t);

/* A row for FILE, a folder of DRIVE that can be reached, on VOLUME of DONE. STATUS_NO_MEMORY. */
enum status takeback_folders_add(struct takeback *t, uint32_t volume, uint32_t drive, uint32_t file,
                                 uint32_t *row_ret);

void takeback_folders_free(struct takeback *t);

/* Is what OP of DONE makes a folder of the store, not one on the way to it? */
static inline bool takeback_is_of_store(const struct takeback *t, const struct plan_op *op)
{
    return op->kind == PLAN_MKDIR && t->depths[op->folder] + 1 >= t->store_depth;
}

/* Is it one of the names that manifests are about: <store>\USMT\File\C$, or below? */
static inline bool takeback_is_listed(const struct takeback *t, const struct plan_op *op)
{
    return (op->kind == PLAN_MKDIR || op->kind == PLAN_LINK || op->kind == PLAN_COPY) &&
           t->depths[op->folder] >= t->store_depth + 2;
}

/* Was the operation that OP of the new plan takes back begun, and is perhaps not done? */
static inline bool takeback_is_begun(const struct takeback *t, uint32_t op)
{
    return t->job->is_begun && t->job->is_begun[t->origins[op]];
}

/* Carries the operations out in memory; those that cannot be get a reason, the others what they
 * must find. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status takeback_judge(struct takeback *t);

#endif
