/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the space is: all that `mftlink report` tells, as values. docs/REPORT.md.
 *
 *   struct report report;
 *   if (!report_make(&survey, options, &report)) ...             it has said why
 *   report_text(&report, &out); or report_json(...)              see report_text.h, report_json.h
 *   report_free(&report);
 */
#ifndef SRC_REPORT_H
#define SRC_REPORT_H

#include "planner/account.h"
#include "planner/shares.h"
#include "src/survey.h"

struct report {
    const struct survey *survey;
    const struct options *options;
    struct space space;
    uint32_t scope;  /* node: everything, or the folder of --under */
    uint32_t direct; /* node: the scope, or the root where that is everything */
    struct shares shares;
    uint32_t *folders; /* nodes directly in it, the largest first */
    uint32_t nfolders;
    uint32_t top; /* so many of each list */
    uint64_t now; /* that ages are counted from: 100 ns ticks since 1601 */
    struct account account;
    const char *no_account; /* why there is none; NULL: there is one */
    bool has_store;         /* the scope holds \Windows\WinSxS */
    struct shares store;    /* of that */
    struct space_sizes store_sizes;
    struct arena arena;
};

/* What the survey has to be made for. */
unsigned report_want(const struct options *options);

bool report_make(const struct survey *survey, const struct options *options,
                 struct report *report_ret);

void report_free(struct report *report);

/* The sum of the folders behind the first TOP ones. */
void report_rest(const struct report *report, struct space_sizes *rest_ret);

/* What the folders' freed sizes, and what is freed directly, lack to the scope's: of files with
 * names in several of these. */
uint64_t report_freed_together(const struct report *report);

/* The name of the folder NODE, for people and programs. */
struct str report_name(const struct report *report, uint32_t node);

#endif
