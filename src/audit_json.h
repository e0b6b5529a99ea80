/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit for programs: docs/FORMATS.md, "audit --json". */
#ifndef SRC_AUDIT_JSON_H
#define SRC_AUDIT_JSON_H

#include "src/audit_report.h"
#include "src/out.h"

void audit_json(const struct audit_report *report, struct out *out);

#endif
