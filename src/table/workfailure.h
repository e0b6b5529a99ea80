/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the work of several threads on a table failed: each notes its own last task, and that which
 * comes first is what is told.
 *
 *   workfailure_note(&hand->failure, status, task);                            by the worker
 *   first = workfailure_earlier(first, &hands[i].failure, status);             when all have ended
 *
 * A failure begins as zeros. Each is one worker's until all have ended.
 */
#ifndef SRC_TABLE_WORKFAILURE_H
#define SRC_TABLE_WORKFAILURE_H

#include "mft/status.h"

#include <stdint.h>

struct workfailure {
    enum status status; /* of TASK, be it a failure or not */
    const char *why;    /* where the status is STATUS_DAMAGED; its worker's to set */
    int error;          /* errno, which each thread has for itself */
    uint64_t task;
};

/* TASK ended with STATUS. */
void workfailure_note(struct workfailure *failure, enum status status, uint64_t task);

/* Of FIRST (NULL: none so far) and OTHER the one with STATUS whose task comes first. */
const struct workfailure *workfailure_earlier(const struct workfailure *first,
                                              const struct workfailure *other, enum status status);

#endif
