/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which folders of a plan lead to its store, and which lie in it.
 *
 *   status = storeway_begin(&way, plan, machine, ledger.drives, &arena);
 *   if (storeway_is_inside(&way, op->folder)) ...
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
    uint32_t *ways; /* for each folder of the plan how many steps to the store it has */
};

/* STATUS_NO_MEMORY. */
enum status storeway_begin(struct storeway *way, const struct plan *plan,
                           const struct machine *machine, const uint32_t *drives,
                           struct arena *arena);

/* Is FOLDER the store, or does it lie in it? */
bool storeway_is_inside(const struct storeway *way, uint32_t folder);

/* Is NAME in FOLDER a step towards the store? */
bool storeway_leads_on(const struct storeway *way, uint32_t folder, struct str name);

/* Manifests lie in the store's USMT, under their own names: is NAME in FOLDER the place of one? */
bool storeway_is_manifest(const struct storeway *way, uint32_t folder, struct str name);

#endif
