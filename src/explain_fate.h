/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plan does with one path: part of explain_report. */
#ifndef SRC_EXPLAIN_FATE_H
#define SRC_EXPLAIN_FATE_H

#include "src/explain_report.h"

/* A line or more. */
void explain_fate_text(const struct explain_report *report, struct textbuf *to);

/* A member "plan" of the open object; null where the plan has nothing about it. */
void explain_fate_json(const struct explain_report *report, struct json *json);

#endif
