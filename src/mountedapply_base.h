/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of mountedapply.h share. Operations are numbered as those of the volume. */
#ifndef SRC_MOUNTEDAPPLY_BASE_H
#define SRC_MOUNTEDAPPLY_BASE_H

#include "src/mountedapply.h"

enum mountedapply_state {
    MOUNTEDAPPLY_NEW,   /* no run has begun it */
    MOUNTEDAPPLY_BEGUN, /* perhaps done */
    MOUNTEDAPPLY_DONE,
};

struct mountedapply {
    const struct mountedapply_job *job;
    const struct plan *plan;
    struct backend *backend;
    uint32_t *ops; /* of the plan */
    uint32_t nops;
    uint8_t *states;            /* enum mountedapply_state */
    bool *is_superseded;        /* a later operation that has begun has the same name */
    bool *has_made;             /* has MADE of it something to tell? */
    struct journal_item *made;  /* of each */
    struct journal_item *items; /* nops: room for a list of them */
    struct mountedapply_result *result;
    struct arena arena;
};

static inline const struct plan_op *mountedapply_op(const struct mountedapply *a, uint32_t k)
{
    return &a->plan->ops[a->ops[k]];
}

#endif
