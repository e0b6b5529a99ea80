/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the folders of a plan are, as seen from its store: what may be made there, and what may be
 * taken away.
 *
 *   status = check_way_begin(&way, plan, &ledger, &arena);
 *   if (!check_way_may_make(&way, folder, name, is_mkdir)) ...
 *
 * Plans may be forged. Borrows the plan and the ledger; memory is the arena's.
 */
#ifndef PLANNER_CHECK_WAY_H
#define PLANNER_CHECK_WAY_H

#include "planner/ledger.h"

struct check_way {
    const struct plan *plan;
    const struct ledger *ledger;
    struct str *steps; /* of the store's path */
    uint32_t nsteps;
    /* Of each folder of the plan, how many steps of the store's path it has; from the store on
     * NSTEPS and an enum shape_place; CHECK_WAY_OFF. */
    uint32_t *ways;
};

#define CHECK_WAY_OFF UINT32_MAX /* neither on the way to the store nor in it */

/* STATUS_NO_MEMORY. */
enum status check_way_begin(struct check_way *way, const struct plan *plan,
                            const struct ledger *ledger, struct arena *arena);

/* What restores make lies outside the store; nothing else does, but folders on the way to it. */
bool check_way_may_make(const struct check_way *way, uint32_t folder, struct str name,
                        bool is_mkdir);

/*
 * Whatever the plan, only that may be taken away (KIND: PLAN_MOVE, too) which is
 * - below <store>\USMT\File\<drive>$;
 * - a manifest in <store>\USMT, but not to be moved;
 * - a folder of the store, or its own;
 * - of an undo, also an empty folder on the way there, which the store may have needed.
 */
bool check_way_may_take(const struct check_way *way, uint32_t folder, struct str name,
                        enum plan_kind kind);

#endif
