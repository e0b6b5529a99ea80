/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of a file or folder that rules have taken, by what it is: the table of docs/PLAN.md,
 * line by line. What its new name would meet is placing.h's question.
 *
 *   struct treat treat = {.machine = machine, .locks = &locks, .efs = SAVE_EFS_ABORT};
 *   status = treat_name(&treat, drive, name, &decision);
 *
 * One thread at a time, as locks.h says.
 */
#ifndef PLANNER_TREAT_H
#define PLANNER_TREAT_H

#include "planner/locks.h"
#include "planner/plan.h"

/* --efs: what becomes of encrypted files. */
enum save_efs {
    SAVE_EFS_ABORT,
    SAVE_EFS_SKIP,
    SAVE_EFS_DECRYPTCOPY,
    SAVE_EFS_COPYRAW,
    SAVE_EFS_HARDLINK
};

struct treat {
    const struct machine *machine;
    struct locks *locks;
    enum save_efs efs;
};

struct treat_decision {
    enum plan_kind kind; /* PLAN_MKDIR, PLAN_LINK, PLAN_COPY */
    enum plan_reason reason;
    bool is_refused;
    uint32_t detail; /* as plan_op's */
};

/* STATUS_NO_MEMORY. */
enum status treat_name(const struct treat *treat, uint32_t drive, uint32_t name,
                       struct treat_decision *decision_ret);

/* Can FILE's content be read without a running Windows? */
bool treat_can_copy(const struct index *index, uint32_t file);

/* Has FILE's record findings that forbid to touch its names? Then DECISION_RET refuses it. */
bool treat_damage(const struct index *index, uint32_t file, struct treat_decision *decision_ret);

#endif
