/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of a plan's rows: see planpath.h. */
#include "src/planpath.h"

void planpath_put(const struct plan *plan, uint32_t folder, struct str name, struct textbuf *to)
{
    if (folder != PLAN_NONE) {
        const struct plan_folder *in = &plan->folders[folder];

        textbuf_str(to, plan->volumes[in->volume].drive);
        textbuf_str(to, in->path);
        if (name.n > 0 && in->parent != PLAN_NONE)
            textbuf_char(to, '\\');
    }
    textbuf_str(to, name);
}

void planpath_target(const struct plan *plan, const struct plan_op *op, struct textbuf *to)
{
    planpath_put(plan, op->folder, op->name, to);
}

bool planpath_source(const struct plan *plan, const struct plan_op *op, struct textbuf *to)
{
    if (op->from_folder == PLAN_NONE && op->from_name.n == 0)
        return false;
    planpath_put(plan, op->from_folder, op->from_name, to);
    return true;
}

void planpath_subject(const struct plan *plan, const struct plan_op *op, struct textbuf *to)
{
    if (!planpath_source(plan, op, to))
        planpath_target(plan, op, to);
}
