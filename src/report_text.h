/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report for people. */
#ifndef SRC_REPORT_TEXT_H
#define SRC_REPORT_TEXT_H

#include "src/out.h"
#include "src/report.h"

void report_text(const struct report *report, struct out *out);

#endif
