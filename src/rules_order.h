/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the rules of precedence surprise: excludes that an include overrules because it writes more
 * folders out, although the exclude says more of a file's name; and such excludes that stand in
 * another component, where they have no say. Microsoft's table of examples has both the other way
 * round (docs/RULES.md, rows 6 and 8).
 */
#ifndef SRC_RULES_ORDER_H
#define SRC_RULES_ORDER_H

#include "planner/rules.h"

/* Adds a note for each such exclude of RULES, and not for each include that it meets. */
void rules_order(struct rules *rules);

#endif
