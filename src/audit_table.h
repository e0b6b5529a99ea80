/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An audit as a table: docs/FORMATS.md, "Audit". One row for each row of the audit, those that are
 * ok as well.
 */
#ifndef SRC_AUDIT_TABLE_H
#define SRC_AUDIT_TABLE_H

#include "src/audit_report.h"
#include "src/out.h"

/* The value of the metadata key "mftlink.table". Another number: other columns or meanings. */
#define AUDIT_TABLE "audit 1"

/* The same bytes for any number of threads (0: one for each processor). STATUS_NO_MEMORY,
 * STATUS_TOO_LARGE. An error of OUT stays in OUT. */
enum status audit_table(const struct audit_report *report, unsigned nworkers, struct out *out);

#endif
