/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of plans: see plan_command.h. */
#include "planner/plan_command.h"

static bool is(const struct plan *plan, const char *word)
{
    return str_equal(plan->command, str_of(word));
}

bool plan_command_undoes(const struct plan *plan)
{
    return is(plan, "undo") || is(plan, "undo-restore");
}

bool plan_command_restores(const struct plan *plan)
{
    return is(plan, "restore") || is(plan, "undo-restore");
}
