/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What operations of a plan do: see plan.h. Pure. */
#ifndef PLANNER_PLAN_KIND_H
#define PLANNER_PLAN_KIND_H

#include <stdbool.h>

enum plan_kind {
    PLAN_MKDIR,
    PLAN_LINK,
    PLAN_COPY,
    PLAN_MOVE,
    PLAN_UNLINK,   /* takes a name away from a file that keeps others */
    PLAN_RMDIR,    /* takes an empty folder away */
    PLAN_DELETE,   /* takes away the only name of a file, and the file */
    PLAN_MANIFEST, /* writes the manifest of what the operations before have made on its volume */
    PLAN_SECURE,   /* gives a file, which all its names share, another security descriptor */
};

enum { PLAN_NKINDS = PLAN_SECURE + 1 };

/* Does it take NAME away, which is its source then, too? */
static inline bool plan_takes_away(enum plan_kind kind)
{
    return kind == PLAN_UNLINK || kind == PLAN_RMDIR || kind == PLAN_DELETE;
}

/* Does it make NAME? Else it takes it away, or leaves it. */
static inline bool plan_makes_name(enum plan_kind kind)
{
    return !plan_takes_away(kind) && kind != PLAN_SECURE;
}

/* A constant word: "link". */
const char *plan_kind_word(enum plan_kind kind);

#endif
