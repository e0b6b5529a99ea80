/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan that is made, written beside everything else that is kept, and carried out in one go: what
 * `remove` and `undo` do.
 *
 *   code = onego_run(options, source, &plan, "plan.parquet.undo", ONEGO_DROP);
 *
 * A dry run keeps no plan: it is written to a temporary file, which is gone afterwards.
 *
 *   if (onego_is_begun(name) && onego_load(name, options, &begun)) ... an earlier run has left it
 *       code = onego_go_on(options, source, &begun, name, ONEGO_DROP);
 *   plan_free(&begun.file.plan);
 */
#ifndef SRC_ONEGO_H
#define SRC_ONEGO_H

#include "src/command.h"
#include "src/planfile.h"

/* Does the plan's file stay when all is done? Then the result names it. */
enum onego_keep { ONEGO_DROP, ONEGO_KEEP };

/* A plan that an earlier run has begun. */
struct onego_begun {
    struct planfile file;
    bool is_finished; /* nothing of it is left to do */
};

/* Writes PLAN to the file NAME, frees what it holds, and carries it out, as apply_plan does.
 * COMMAND_FINDINGS where it has refusals. */
enum command_exit onego_run(const struct options *options, const char *source, struct plan *plan,
                            const char *name, enum onego_keep keep);

/* Has NAME been begun, so that it is to go on? Its journal is there. */
bool onego_is_begun(const char *name);

/* Loads it, and looks into its journal. False after it has said why not. */
bool onego_load(const char *name, const struct options *options, struct onego_begun *begun_ret);

/* Carries out what is left of it; the exit code as onego_run has it. */
enum command_exit onego_go_on(const struct options *options, const char *source,
                              const struct onego_begun *begun, const char *name,
                              enum onego_keep keep);

/* Removes the plan NAME with its journal, which nobody needs any more. False after it has said why
 * not. */
bool onego_forget(const char *name);

#endif
