/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary of a scan for people.
 */
#ifndef SRC_SUMMARY_TEXT_H
#define SRC_SUMMARY_TEXT_H

#include "src/out.h"
#include "src/summary.h"
#include "src/survey.h"

/* Writes all of it, findings and speed included. */
void summary_text(const struct survey *survey, const struct summary *summary, struct out *out);

#endif
