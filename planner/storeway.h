/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which folders of a plan lead to its store, and which lie in it.
 *
 *   status = storeway_begin(&way, plan, machine, ledger.drives, &arena);
 *   if (!storeway_may_make(&way, op->folder, op->name, op->kind)) ...
 *
 * Borrows plan and machine. Plans may be forged: a folder is where its parent and its last step say
 * that it is.
 */
#ifndef PLANNER_STOREWAY_H
#define PLANNER_STOREWAY_H

#include "planner/machine.h"
#include "planner/plan.h"

struct storeway {
    const struct plan *plan;
    const struct machine *machine;
    const uint32_t *drives; /* of the machine, for each volume; MACHINE_NONE */
    struct str *steps;      /* of the store's path */
    uint32_t nsteps;
    /* For each folder of the plan how many steps to the store it has; of the store, and in it, that
     * number and an enum shape_place. */
    uint32_t *ways;
};

/* STATUS_NO_MEMORY. */
enum status storeway_begin(struct storeway *way, const struct plan *plan,
                           const struct machine *machine, const uint32_t *drives,
                           struct arena *arena);

/*
 * May NAME be made in FOLDER by an operation of KIND? In the store alone, and of a MKDIR on the way
 * to it; a manifest has its own place; what restores make lies outside. A restore, and no other
 * plan, secures files that the store has a name of, below <store>\USMT\File\<drive>$; its undo
 * gives back by any name.
 */
bool storeway_may_make(const struct storeway *way, uint32_t folder, struct str name,
                       enum plan_kind kind);

/*
 * May it be taken away from there (KIND may be PLAN_MOVE, too)? Whatever the plan, only what is
 * - below <store>\USMT\File\<drive>$, or <store>\USMT\Cleaned\<drive>$;
 * - a manifest in its place, but not to be moved;
 * - a folder of the store, or its own;
 * - of an undo, also an empty folder on the way there, which the store may have needed;
 * - of a restore, what lies outside the store and is moved: see storeway_may_move;
 * - of the undo of a restore, also what lies outside the store. That no file loses its last name,
 *   and that what is deleted has one alone, is asked of it as of every plan.
 */
bool storeway_may_take(const struct storeway *way, uint32_t folder, struct str name,
                       enum plan_kind kind);

/* May NAME be moved from FOLDER to the folder TO? A restore gives what is there, outside the store,
 * another name in its own folder, or moves it below <store>\USMT\Cleaned\<drive>$; its undo gives
 * back the old one. */
bool storeway_may_move(const struct storeway *way, uint32_t folder, struct str name, uint32_t to);

#endif
