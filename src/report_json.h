/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as one JSON document: docs/FORMATS.md, "report --json". */
#ifndef SRC_REPORT_JSON_H
#define SRC_REPORT_JSON_H

#include "src/out.h"
#include "src/report.h"

void report_json(const struct report *report, struct out *out);

#endif
