/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where <locationModify> leads to: the calls of ExactMove, Move and RelativeMove, with their
 * arguments as paths. docs/RESTORE.md, "Rules".
 *
 *   const struct relocate_job job = {&expansion, &old, &now, folders.heirs};
 *   status = relocate_find(&job, &moves);
 *   if (moves.wrong) ...                          the rule that means nothing here
 *   for (uint32_t i = 0; i < moves.n; i++) ... moves.at[i].target ...
 *   relocate_free(&moves);
 *
 * Where something was is told by the variables of the old Windows, where it goes by those of the
 * new one, of the user who takes it over. Pure; borrows the expansion.
 */
#ifndef PLANNER_RELOCATE_H
#define PLANNER_RELOCATE_H

#include "planner/expand.h"

struct relocation {
    uint32_t rule; /* of the expansion */
    enum helper_id kind;
    struct str source; /* of RelativeMove: "C:\Old" */
    struct str target; /* "C:\New", with a drive */
    struct str leaf;   /* of ExactMove: the name that all of it gets; else empty */
};

struct relocations {
    struct relocation *at; /* by their rules, ascending */
    uint32_t n;
    const struct expand_rule *wrong; /* one whose arguments are no paths; NULL */
    struct str argument;             /* of WRONG, as written */
    struct arena arena;
};

struct relocate_job {
    const struct expansion *expansion; /* of the old Windows */
    const struct machine *old, *now;
    const struct profile *heirs; /* as in knownfolders.h; NULL: there is no new Windows */
};

/* STATUS_NO_MEMORY; then there is nothing to be freed. */
enum status relocate_find(const struct relocate_job *job, struct relocations *moves_ret);

void relocate_free(struct relocations *moves);

#endif
