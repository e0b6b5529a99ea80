/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of a manifest say of their rules, each made once. */
#ifndef PLANNER_MANIFEST_WORDS_H
#define PLANNER_MANIFEST_WORDS_H

#include "planner/plan.h"

/* Valid UTF-8: U+FFFD stands for what is none. */
struct manifest_words {
    struct str user; /* empty: the computer's */
    struct str rule; /* "component, file:line, pattern" */
};

/* Those of each rule of PLAN, in ARENA. STATUS_NO_MEMORY. */
enum status manifest_words_make(const struct plan *plan, struct arena *arena,
                                struct manifest_words **words_ret);

#endif
