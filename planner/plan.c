/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as a value: see plan.h. */
#include "planner/plan.h"

static const char *const kind_words[PLAN_NKINDS] = {"mkdir", "link",   "copy",
                                                    "move",  "unlink", "rmdir"};

void plan_begin(struct plan *plan_ret)
{
    *plan_ret = (struct plan){0};
}

void plan_free(struct plan *plan)
{
    arena_free(&plan->arena);
    plan_begin(plan);
}

const char *plan_kind_word(enum plan_kind kind)
{
    return kind_words[kind];
}
