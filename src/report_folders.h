/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders of a report as columns in JSON, without a space too many: what its page draws.
 * docs/FORMATS.md, "The page of report".
 */
#ifndef SRC_REPORT_FOLDERS_H
#define SRC_REPORT_FOLDERS_H

#include "src/report.h"
#include "src/textbuf.h"

/* Writes the document to TO, which remembers any lack of memory. */
void report_folders(const struct report *report, struct textbuf *to);

#endif
