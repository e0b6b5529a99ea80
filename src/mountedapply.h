/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Carries out the operations of one volume of a plan on a mounted volume, and goes on where an
 * earlier run has ended, however it did. docs/JOURNAL.md, "A mounted volume".
 *
 *   struct mountedapply_job job = {.plan = &plan, .volume = 0, .backend = backend,
 *                                  .journal = journal, ...};
 *   mountedapply_run(&job, &result);
 *   if (!result.is_done && !result.is_cancelled) say("%s", result.sentence.at);
 *   mountedapply_free(&result);
 *
 * Before it the plan was held against a scan of the volume (check.h) where no journal tells of an
 * earlier run. One thread. The back-end was opened with all folders of the plan, under their
 * numbers, and can resume (backend_resume.h).
 */
#ifndef SRC_MOUNTEDAPPLY_H
#define SRC_MOUNTEDAPPLY_H

#include "planner/plan.h"
#include "src/backend.h"
#include "src/content.h"
#include "src/journal.h"
#include "src/textbuf.h"

struct mountedapply_job {
    const struct plan *plan;
    uint32_t volume; /* of the plan */
    struct backend *backend;
    struct journal *journal;

    /* Opens the source of operation OP, which is on another volume. 0 or errno. May be NULL where
     * the plan has none. */
    int (*content)(void *context, uint32_t op, struct content **content_ret);

    /* The bytes of the manifest that operation OP writes: MADE is what the operations of this
     * volume have made, ascending. Borrowed until the next call. 0 or errno. */
    int (*manifest)(void *context, uint32_t op, const struct journal_item *made, uint32_t nmade,
                    struct bytes *bytes_ret);

    void (*progress)(void *context, uint32_t ndone, uint32_t nops); /* may be NULL */
    bool (*is_cancelled)(void *context);                            /* asked often; may be NULL */
    void (*tell)(void *context, const char *sentence); /* of what was done again; may be NULL */
    void *context;
};

struct mountedapply_result {
    bool is_done, is_cancelled;
    uint32_t op;    /* that failed, of the plan; PLAN_NONE: none did */
    int why;        /* errno, where one tells it, else 0 */
    uint32_t ndone; /* operations that are done and on the disk, those of earlier runs too */
    uint32_t nmade; /* in this run */
    uint32_t nverified, ntaken, nagain; /* done before and still there; found made where a run has
                                           ended; done before, missing, and done again */
    struct textbuf sentence;            /* terminated; why it is not done */
};

void mountedapply_run(const struct mountedapply_job *job, struct mountedapply_result *result_ret);

void mountedapply_free(struct mountedapply_result *result);

#endif
