/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a plan does not hold, for people and for programs: docs/FORMATS.md, "check --json". */
#ifndef SRC_FAULTS_REPORT_H
#define SRC_FAULTS_REPORT_H

#include "planner/check.h"
#include "src/out.h"
#include "src/planfile.h"

/* A volume of the plan that the drive of its letter is not. */
struct faults_volume {
    uint32_t volume; /* of the plan */
    uint64_t found;  /* serial number of what is there */
};

struct faults_report {
    const char *name; /* of the plan, as it was given */
    const struct planfile *file;
    const struct faults_volume *volumes;
    uint32_t nvolumes;
    struct check_faults faults; /* none where a volume is another one: nobody looked */
};

/* The first of FAULTS alone, at most MOST, each with its operation of PLAN. */
void faults_report_first(const struct plan *plan, const struct check_faults *faults, uint32_t most,
                         struct textbuf *to);

void faults_report_text(const struct faults_report *report, struct out *out);
void faults_report_json(const struct faults_report *report, struct out *out);

#endif
