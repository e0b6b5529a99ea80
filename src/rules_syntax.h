/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns for files that are none: each becomes a note of the rules. What variables stand for is
 * not known yet, and cannot make a pattern right or wrong: its characters are taken literally.
 */
#ifndef SRC_RULES_SYNTAX_H
#define SRC_RULES_SYNTAX_H

#include "planner/rules.h"

void rules_syntax(struct rules *rules);

#endif
