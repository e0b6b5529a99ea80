/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which names a volume must have when a plan was carried out on it: those of the index, less what
 * the plan takes away, with what it adds.
 *
 *   status = predict(&plan, &machine, drive, &prediction);
 *   for (uint32_t i = 0; i < prediction.n; i++) ... prediction.names[i] ...
 *   status = predict_compare(&prediction, index_of_a_new_scan, &differences);
 *   predict_free(&prediction);
 *
 * Pure. Borrows the plan and the index, which must live as long.
 */
#ifndef PLANNER_PREDICT_H
#define PLANNER_PREDICT_H

#include "planner/machine.h"
#include "planner/plan.h"

/* A name that must be there. */
struct predict_name {
    struct str name;
    uint64_t parent;    /* reference of its folder; 0: one that the plan makes, then see FOLDER */
    uint32_t folder;    /* of the plan, where PARENT is 0; else PLAN_NONE */
    uint64_t reference; /* of the file; 0: it is new (a folder made, a copy) */
    uint32_t op;        /* that makes it; PLAN_NONE: it was there before */
};

struct prediction {
    struct predict_name *names; /* first those that were there, in the index's order, then the
                                   plan's in its own */
    uint32_t n;
    uint32_t nold;  /* that were there */
    uint32_t *gone; /* rows of the names that were there and are taken away, ascending */
    uint32_t ngone;
    const struct index *before;
    struct arena arena;
};

/* PLAN holds (check.h); what of it cannot be carried out changes nothing. Names of deleted files
 * are not told. STATUS_NO_MEMORY; STATUS_TOO_LARGE. */
enum status predict(const struct plan *plan, const struct machine *machine, uint32_t drive,
                    struct prediction *prediction_ret);

void predict_free(struct prediction *prediction);

enum predict_difference_kind {
    PREDICT_MISSING,    /* should be there, and is not */
    PREDICT_UNEXPECTED, /* is there, and should not */
    PREDICT_LINK_COUNT, /* a file's header count is not the number of its names, as it must be */
};

struct predict_difference {
    enum predict_difference_kind kind;
    uint32_t predicted; /* name of the prediction; PLAN_NONE of UNEXPECTED and LINK_COUNT */
    uint32_t name;      /* row of the new index; INDEX_NONE of MISSING */
};

struct predict_differences {
    struct predict_difference *at;
    uint32_t n;
    struct arena arena;
};

/* Holds PREDICTION against the index of a scan that was made afterwards. STATUS_NO_MEMORY. */
enum status predict_compare(const struct prediction *prediction, const struct plan *plan,
                            const struct index *after, struct predict_differences *differences_ret);

void predict_differences_free(struct predict_differences *differences);

#endif
