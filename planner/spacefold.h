/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders that there is room to show one by one: the largest ones. The others are folded
 * together in the folder that they are in. docs/REPORT.md, "The page".
 *
 *   status = spacefold_of(&question, &fold);
 *   for (uint32_t row = 0; row < fold.n; row++) ... fold.node[row], fold.parent[row] ...
 *   spacefold_free(&fold);
 *
 * Linear but for one sort of the folders. Pure; read-only once made.
 */
#ifndef PLANNER_SPACEFOLD_H
#define PLANNER_SPACEFOLD_H

#include "planner/space.h"

struct spacefold_question {
    const struct space *space;
    uint32_t scope;  /* node: row 0 */
    uint32_t direct; /* node: what is directly in it counts as directly in the scope */
    uint64_t room;   /* the most that all rows but the first may cost */
    uint64_t (*cost)(void *context, uint32_t node);
    void *context;
};

/* Of each row. */
struct spacefold {
    uint32_t n;
    uint32_t *node;
    uint32_t *parent;           /* a row before it; 0 of row 0 */
    uint64_t *direct_freed;     /* of the files of which all names are directly in it */
    uint32_t *nfolded;          /* folders directly in it that have no row */
    struct space_sizes *folded; /* their sum; freed: what each gives back alone */
    struct arena arena;
};

/* A folder has a row only where the folder that it is in has one. STATUS_NO_MEMORY. */
enum status spacefold_of(const struct spacefold_question *question, struct spacefold *fold_ret);

void spacefold_free(struct spacefold *fold);

#endif
