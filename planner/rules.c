/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules: see rules.h.
 */
#include "planner/rules.h"

void rules_begin(struct rules *rules_ret)
{
    *rules_ret = (struct rules){.notes.arena = &rules_ret->arena};
}

void rules_free(struct rules *rules)
{
    arena_free(&rules->arena);
    *rules = (struct rules){0};
}
