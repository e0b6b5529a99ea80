/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit for people: a summary, the findings by kind, the verdict. */
#ifndef SRC_AUDIT_TEXT_H
#define SRC_AUDIT_TEXT_H

#include "src/audit_report.h"
#include "src/out.h"

void audit_text(const struct audit_report *report, struct out *out);

#endif
