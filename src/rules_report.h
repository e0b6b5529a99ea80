/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes about rules, for people and as JSON; sorted by file and line.
 */
#ifndef SRC_RULES_REPORT_H
#define SRC_RULES_REPORT_H

#include "planner/rules.h"
#include "src/textbuf.h"

/* A line for each note, "rules.xml:12: error: sentence [word]", and a summary. */
void rules_report_text(struct rules *rules, struct textbuf *to);

/* The same as one JSON document. */
void rules_report_json(struct rules *rules, struct textbuf *to);

#endif
