/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GenerateDocPatterns, for generate.c: where people keep documents, found on the drives.
 *
 *   generate_docs(&turn, call, &list);
 */
#ifndef PLANNER_GENERATE_DOCS_H
#define PLANNER_GENERATE_DOCS_H

#include "planner/patternlist.h"
#include "planner/turn.h"

/* Adds the patterns that CALL means in TURN. A failure is the book's. */
void generate_docs(const struct turn *turn, const struct rules_call *call,
                   struct patternlist *list);

#endif
