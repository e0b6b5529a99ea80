/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mistakes that show only when all files have been read: excludes that exclude nothing, components
 * without files, rule sets that take the same files twice. They become notes of the rules.
 */
#ifndef SRC_RULES_LINT_H
#define SRC_RULES_LINT_H

#include "planner/config.h"
#include "planner/rules.h"

/* CONFIG has no components where none was given. */
void rules_lint(struct rules *rules, const struct config *config);

#endif
