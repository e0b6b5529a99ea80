/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a path is taken or left: every rule that matches it, scope by scope, and which of them wins.
 *
 *   status = explain_path(&expansion, &machine, path, &explanation);
 *   for (uint32_t i = 0; i < explanation.n; i++) ... explanation.at[i].rule, .outcome, .point ...
 *   explain_free(&explanation);
 *
 * Each pattern is asked by itself, so that this is a second opinion on what select.h decides with
 * all of them at once. Costs as much as there are rules: for a few paths. Pure.
 */
#ifndef PLANNER_EXPLAIN_H
#define PLANNER_EXPLAIN_H

#include "planner/expand.h"

enum explain_outcome {
    EXPLAIN_WINS,       /* in its scope, or an unconditional exclude that holds */
    EXPLAIN_LOSES,      /* a more specific one wins, or an exclude as specific */
    EXPLAIN_NOT_MEANT,  /* its filter says that this file is not meant */
    EXPLAIN_NO_INCLUDE, /* an exclude of a scope that includes nothing */
};

struct explain_row {
    uint32_t rule; /* of the expansion */
    enum explain_outcome outcome;
    enum pattern_point point; /* of LOSES: what tells it from the winner */
};

struct explanation {
    uint32_t drive; /* of the machine; MACHINE_NONE: no such drive */
    uint32_t name;  /* row; INDEX_NONE: there is no such file, and no filter was asked */
    bool is_folder;
    bool is_taken;
    uint32_t rule; /* that takes it, or the unconditional exclude that leaves it; MACHINE_NONE */
    struct explain_row *at; /* unconditional excludes, then by scope, in each the winner first */
    uint32_t n;
    struct arena arena;
};

/* PATH is "C:\Users\Ann\a.doc"; what is not there is taken for a file. STATUS_NO_MEMORY. */
enum status explain_path(const struct expansion *expansion, const struct machine *machine,
                         struct str path, struct explanation *explanation_ret);

void explain_free(struct explanation *explanation);

#endif
