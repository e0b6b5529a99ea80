/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of what is left to do, where earlier runs have done some of it.
 *
 *   if (!applyrest_of(job, &rest)) ...           no memory
 *   ... rest.plan ...
 *   applyrest_free(&rest);
 */
#ifndef SRC_APPLYREST_H
#define SRC_APPLYREST_H

#include "src/applyjob.h"

struct applyrest {
    struct plan plan;  /* that of the job but for its operations */
    uint32_t *numbers; /* of its operations in the job's plan; NULL: the same */
    struct plan_op *ops;
};

/*
 * What is left, and of a mounted volume what no run has begun: what was begun may be half done, and
 * is looked at when it comes. A plan tells how many names a file has before anything of it is done:
 * those that the operations done have given and taken are in REST's numbers. Borrows the job.
 */
bool applyrest_of(const struct applyjob *job, struct applyrest *rest_ret);

void applyrest_free(struct applyrest *rest);

#endif
