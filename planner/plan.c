/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as a value: see plan.h. */
#include "planner/plan.h"

void plan_begin(struct plan *plan_ret)
{
    *plan_ret = (struct plan){0};
}

void plan_free(struct plan *plan)
{
    arena_free(&plan->arena);
    plan_begin(plan);
}

bool plan_is_name(struct str name)
{
    static const struct str replacement = {"\xEF\xBF\xBD", 3};

    if (name.n == 0 || str_equal(name, str_of(".")) || str_equal(name, str_of("..")))
        return false;
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        uint32_t c = text_next(name, &at);

        if (c == 0 || c == '\\' || c == '/' || c == ':')
            return false;
        if (c == 0xFFFD && !str_equal((struct str){name.at + from, at - from}, replacement))
            return false;
    }
    return true;
}
