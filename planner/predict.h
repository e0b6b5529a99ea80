/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which names a volume must have when a plan was carried out on it: those of the index, less what
 * the plan takes away, with what it adds.
 *
 *   status = predict(&plan, &machine, drive, &prediction);
 *   for (name = 0; name < before->names.n; name++) ... predict_keeps(&prediction, name) ...
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

/* A name that an operation makes: that of plan->ops[op]. */
struct predict_name {
    uint64_t parent;    /* reference of its folder; 0: one that the plan makes, ops[op].folder */
    uint64_t reference; /* of the file; 0: it is new (a folder made, a copy) */
    uint32_t op;
    uint32_t makes; /* the plan's folder that it is the name of; PLAN_NONE */
};

struct prediction {
    struct predict_name *names; /* in the plan's order */
    uint32_t n;
    uint64_t *is_gone; /* a bit for each name of the index before: it is taken away */
    uint32_t nold;     /* names of files in use that are not */
    const struct plan *plan;
    const struct index *before;
    struct arena arena;
};

/* PLAN holds (check.h); what of it cannot be carried out changes nothing. Names of deleted files
 * are not told. STATUS_NO_MEMORY; STATUS_TOO_LARGE. */
enum status predict(const struct plan *plan, const struct machine *machine, uint32_t drive,
                    struct prediction *prediction_ret);

void predict_free(struct prediction *prediction);

/* Does the name of row NAME of the index before, which is in use, stay? */
static inline bool predict_keeps(const struct prediction *prediction, uint32_t name)
{
    return !(prediction->is_gone[name / 64] >> name % 64 & 1);
}

/* DOS names of FILE, a row of the index before, whose partners do not stay. */
uint32_t predict_gone_aliases(const struct prediction *prediction, uint32_t file);

enum predict_difference_kind {
    PREDICT_MISSING,    /* should be there, and is not */
    PREDICT_UNEXPECTED, /* is there, and should not */
    PREDICT_LINK_COUNT, /* a file's header count is not the number of its names, as it must be */
};

struct predict_difference {
    enum predict_difference_kind kind;
    uint32_t predicted; /* MISSING: a name of the prediction, or PLAN_NONE: then see OLD */
    uint32_t old;       /* MISSING: row of a name of the index before; INDEX_NONE */
    uint32_t name;      /* UNEXPECTED: row of a name of the new index */
    uint32_t file;      /* UNEXPECTED, LINK_COUNT: row of a file of the new index */
};

struct predict_differences {
    struct predict_difference *at; /* names that the plan makes as new files, then file by file */
    uint32_t n;
    struct arena arena;
};

/* Holds PREDICTION against the index of a scan that was made afterwards. STATUS_NO_MEMORY. */
enum status predict_compare(const struct prediction *prediction, const struct index *after,
                            struct predict_differences *differences_ret);

void predict_differences_free(struct predict_differences *differences);

#endif
