/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans of USMT's programs, which have no name on their command lines: they are kept, with their
 * journals, in USMT_WORKING_DIR or the current folder, named after the volume of the store, so that
 * the same command goes on, and `mftlink undo` takes back.
 *
 *     mftlink-scanstate-6F2A10B3C4D5E6F7.parquet, ...-2.parquet for the next store of that volume
 *
 *   code = usmt_plans_choose(&front, "save", serial, &choice);
 *   ... choice.is_begun: an earlier run has left it, and it is to go on ...
 *   code = usmt_plans_run(&front, &plan, &choice);
 */
#ifndef SRC_USMT_PLANS_H
#define SRC_USMT_PLANS_H

#include "planner/plan.h"
#include "src/usmt_front.h"

struct usmt_plans_choice {
    const char *name; /* in the arena of the front */
    bool is_begun;
};

/* The name for a plan of COMMAND ("save", "restore", "remove") for the store of FRONT. Else the
 * code, after it has said why. */
enum usmt_code usmt_plans_choose(struct usmt_front *front, const char *command, uint64_t serial,
                                 struct usmt_plans_choice *choice_ret);

/* Writes PLAN under the name of CHOICE and frees it, unless CHOICE was begun; carries it out.
 * USMT_SUCCESS: all of it is done, or --dry-run has proved it. */
enum usmt_code usmt_plans_run(struct usmt_front *front, struct plan *plan,
                              const struct usmt_plans_choice *choice);

/* The serial number of the volume that has the letter of the store, in PLAN; of its first volume
 * where none has. */
uint64_t usmt_plans_serial(const struct usmt_front *front, const struct plan *plan);

#endif
