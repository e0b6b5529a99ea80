/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is left of a plan, where earlier runs have done some of it.
 *
 *   if (!applyrest_of(job, &rest)) ...           no memory
 *   ... rest.left.plan is still to be done; rest.asked.plan is to be checked ...
 *   applyrest_free(&rest);
 *
 * On a mounted volume all is asked about, also what was done: it is looked for, and done again
 * where it is not there. What was done on others is not touched any more.
 */
#ifndef SRC_APPLYREST_H
#define SRC_APPLYREST_H

#include "src/applyjob.h"

/* Some operations of the job's plan, volume by volume; or all of them. */
struct applyrest_ops {
    struct plan plan;
    uint32_t *numbers; /* of its operations in the job's plan; NULL: the same */
    bool *is_begun;    /* on a mounted volume, and perhaps done; NULL: none is */
    struct plan_op *ops;
};

struct applyrest {
    struct applyrest_ops left, asked;
};

/* A plan tells how many names a file has before anything of it is done: those that it has by now
 * are in their place. Borrows the job. */
bool applyrest_of(const struct applyjob *job, struct applyrest *rest_ret);

void applyrest_free(struct applyrest *rest);

#endif
