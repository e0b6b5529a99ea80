/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to the store: see storeway.h. */
#include "planner/storeway.h"

#include "planner/ledger.h"
#include "planner/manifest.h"

#define OFF UINT32_MAX /* neither on the way to the store nor in it */

static enum status split_store(struct storeway *way, struct arena *arena)
{
    struct str store = way->plan->store;
    size_t at = 0;

    way->steps = arena_array(arena, store.n + 1, sizeof *way->steps);
    if (!way->steps)
        return STATUS_NO_MEMORY;
    while (at < store.n && store.at[at] != '\\')
        at++;
    for (size_t first; at < store.n; at++) {
        for (first = at; at < store.n && store.at[at] != '\\';)
            at++;
        if (at > first)
            way->steps[way->nsteps++] = (struct str){store.at + first, at - first};
    }
    return STATUS_OK;
}

static const uint16_t *upcase_of(const struct storeway *way, uint32_t folder)
{
    uint32_t drive = way->drives[way->plan->folders[folder].volume];

    return drive == MACHINE_NONE ? NULL : way->machine->drives[drive].upcase;
}

/* Is NAME the step behind the first NSTEPS ones? FOLDER is on its volume. */
static bool is_step(const struct storeway *way, uint32_t nsteps, uint32_t folder, struct str name)
{
    return nsteps < way->nsteps &&
           text_same_folded(way->steps[nsteps], name, upcase_of(way, folder));
}

/* What is in the store has as many steps as the store itself. */
static uint32_t way_of(const struct storeway *way, uint32_t folder)
{
    uint32_t parent = way->plan->folders[folder].parent, nsteps;

    if (parent == PLAN_NONE)
        return 0;
    nsteps = parent < folder ? way->ways[parent] : OFF;
    if (nsteps == OFF || nsteps >= way->nsteps)
        return nsteps;
    return is_step(way, nsteps, folder, ledger_last_step(way->plan, folder)) ? nsteps + 1 : OFF;
}

enum status storeway_begin(struct storeway *way, const struct plan *plan,
                           const struct machine *machine, const uint32_t *drives,
                           struct arena *arena)
{
    *way = (struct storeway){.plan = plan, .machine = machine, .drives = drives};
    way->ways = arena_array(arena, (size_t)plan->nfolders + 1, sizeof *way->ways);
    if (!way->ways || split_store(way, arena) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nfolders; i++)
        way->ways[i] = way_of(way, i);
    return STATUS_OK;
}

bool storeway_is_inside(const struct storeway *way, uint32_t folder)
{
    return way->ways[folder] != OFF && way->nsteps > 0 && way->ways[folder] >= way->nsteps;
}

bool storeway_leads_on(const struct storeway *way, uint32_t folder, struct str name)
{
    return way->ways[folder] != OFF && is_step(way, way->ways[folder], folder, name);
}

static bool is_store(const struct storeway *way, uint32_t folder)
{
    uint32_t parent = folder == PLAN_NONE ? PLAN_NONE : way->plan->folders[folder].parent;

    return parent < folder && folder != PLAN_NONE && storeway_is_inside(way, folder) &&
           !storeway_is_inside(way, parent);
}

bool storeway_is_manifest(const struct storeway *way, uint32_t folder, struct str name)
{
    const uint16_t *upcase = upcase_of(way, folder);
    uint32_t number;

    return is_store(way, way->plan->folders[folder].parent) &&
           text_same_folded(ledger_last_step(way->plan, folder), str_of("USMT"), upcase) &&
           manifest_name_number(name, upcase, &number);
}
