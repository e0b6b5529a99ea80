/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan in a file, carried out on its volumes: asked about, proved, written, told. docs/APPLY.md.
 *
 *   return apply_plan(options, source, "plan.parquet", true);
 */
#ifndef SRC_APPLY_H
#define SRC_APPLY_H

#include "src/command.h"

/* What it is at: where it ended, after a failure. */
enum apply_step {
    APPLY_OPEN,  /* the plan and its volumes */
    APPLY_CHECK, /* may it be? */
    APPLY_ASK,   /* the person */
    APPLY_WRITE,
    APPLY_TELL, /* the result */
};

/* SOURCE: what stands for C: where --drive is not given; NULL. IS_KEPT: the plan's file stays when
 * all is done; else the result does not name it. The exit code of the command; that of a signal
 * where one has stopped it between two steps, so that the same call goes on. */
enum command_exit apply_plan(const struct options *options, const char *source,
                             const char *plan_name, bool is_kept);

/* The same, for whoever wants to know how far it came. */
enum command_exit apply_plan_to(const struct options *options, const char *source,
                                const char *plan_name, bool is_kept, enum apply_step *step_ret);

#endif
