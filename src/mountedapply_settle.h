/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an earlier run has left of an operation: looked at, never guessed. 0 or an errno, and what
 * is to be done then.
 */
#ifndef SRC_MOUNTEDAPPLY_SETTLE_H
#define SRC_MOUNTEDAPPLY_SETTLE_H

#include "src/mountedapply_base.h"

enum mountedapply_settle {
    MOUNTEDAPPLY_SETTLE_TAKE, /* it is done */
    MOUNTEDAPPLY_SETTLE_MAKE, /* it is not */
    MOUNTEDAPPLY_SETTLE_ELSE, /* something else is there */
};

/* K was begun, and perhaps done: completes what a crash has left in the middle of it. */
int mountedapply_settle_begun(struct mountedapply *a, uint32_t k,
                              enum mountedapply_settle *settle_ret);

/* K was done: is it still? */
int mountedapply_settle_done(struct mountedapply *a, uint32_t k,
                             enum mountedapply_settle *settle_ret);

#endif
