/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary of a scan as one JSON document: docs/FORMATS.md, "scan --json".
 */
#ifndef SRC_SUMMARY_JSON_H
#define SRC_SUMMARY_JSON_H

#include "src/out.h"
#include "src/summary.h"
#include "src/survey.h"

/* Writes all of it, every finding included. */
void summary_json(const struct survey *survey, const struct summary *summary, struct out *out);

#endif
