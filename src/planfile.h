/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans as files, by their names: docs/FORMATS.md, "Plan".
 *
 *   planfile_save(&plan, "plan.parquet", nworkers)          it has said why not
 *
 *   struct planfile file;
 *   if (!planfile_load("plan.parquet", nworkers, &file)) ...   it has said why
 *   ... file.plan, file.sha256 ...
 *   plan_free(&file.plan);
 */
#ifndef SRC_PLANFILE_H
#define SRC_PLANFILE_H

#include "planner/plan.h"

struct planfile {
    struct plan plan;
    char sha256[65]; /* of the table, terminated: it names this plan and no other */
};

/* Writes PLAN to the file NAME, which appears when it is complete. NWORKERS threads; 0: one for
 * each processor. A plan that was begun keeps its name: where NAME.journal is, nothing is written.
 * False after it has said why not. */
bool planfile_save(const struct plan *plan, const char *name, unsigned nworkers);

/* Reads the plan in the file NAME. False after it has said why not. */
bool planfile_load(const char *name, unsigned nworkers, struct planfile *file_ret);

#endif
