/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a path is taken or left, for people and as JSON: see planner/explain.h.
 */
#ifndef SRC_EXPLAIN_REPORT_H
#define SRC_EXPLAIN_REPORT_H

#include "planner/explain.h"
#include "src/json.h"
#include "src/planning.h"

/* One path: what rules say of it, and what the plan does with it. */
struct explain_report {
    const struct planning *planning; /* with its plan */
    struct str path;                 /* "C:\Users\Ann\a.doc" */
    const struct explanation *explanation;
};

void explain_report_text(const struct explain_report *report, struct textbuf *to);

/* An object of the array that is open. */
void explain_report_json(const struct explain_report *report, struct json *json);

#endif
