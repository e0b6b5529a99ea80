/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The price of a plan and who is in its way, for people, as JSON, and in USMT's form.
 */
#ifndef SRC_ESTIMATE_REPORT_H
#define SRC_ESTIMATE_REPORT_H

#include "planner/estimate.h"
#include "planner/readiness.h"
#include "src/json.h"
#include "src/planning.h"

struct estimate_report {
    const struct planning *planning; /* with its plan */
    const struct estimate *estimate;
    const struct readiness *readiness;
};

void estimate_report_text(const struct estimate_report *report, struct textbuf *to);

/* A whole document. */
void estimate_report_json(const struct estimate_report *report, struct textbuf *to);

/* What ScanState's /p writes: the size of a store of copies, by the clusters of its volumes, and
 * the space that is needed beside it, which is what the store of links takes. */
void estimate_report_usmt(const struct estimate_report *report, struct textbuf *to);

#endif
