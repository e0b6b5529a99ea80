/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to the store: see storeway.h. */
#include "planner/storeway.h"

#include "planner/ledger.h"
#include "planner/manifest.h"
#include "planner/plan_command.h"
#include "planner/shape.h"

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

/* The way of the folder NAME that lies in one of way FROM on the volume of FOLDER. */
static uint32_t way_on(const struct storeway *way, uint32_t from, uint32_t folder, struct str name)
{
    const uint16_t *upcase = upcase_of(way, folder);

    if (from == OFF)
        return OFF;
    if (from < way->nsteps)
        return text_same_folded(way->steps[from], name, upcase) ? from + 1 : OFF;
    return way->nsteps + shape_folder((enum shape_place)(from - way->nsteps), name, upcase);
}

static uint32_t way_of(const struct storeway *way, uint32_t folder)
{
    uint32_t parent = way->plan->folders[folder].parent;

    if (parent == PLAN_NONE)
        return 0;
    return way_on(way, parent < folder ? way->ways[parent] : OFF, folder,
                  ledger_last_step(way->plan, folder));
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

/* Manifests lie in the store's USMT, under their own names: is NAME in FOLDER the place of one? */
static bool is_manifest(const struct storeway *way, uint32_t folder, struct str name)
{
    uint32_t number;

    return way->nsteps > 0 && way->ways[folder] == way->nsteps + SHAPE_USMT &&
           manifest_name_number(name, upcase_of(way, folder), &number);
}

/* The root of a volume is no store. */
static bool is_inside(const struct storeway *way, uint32_t folder)
{
    return way->nsteps > 0 && way->ways[folder] != OFF && way->ways[folder] >= way->nsteps;
}

/* Do files of users lie in FOLDER of the store? */
static bool has_files(const struct storeway *way, uint32_t folder)
{
    return is_inside(way, folder) &&
           shape_has_files((enum shape_place)(way->ways[folder] - way->nsteps));
}

bool storeway_may_make(const struct storeway *way, uint32_t folder, struct str name,
                       enum plan_kind kind)
{
    bool is_step = way->nsteps > 0 && way_on(way, way->ways[folder], folder, name) != OFF;

    if (kind == PLAN_MANIFEST)
        return is_manifest(way, folder, name);
    if (kind == PLAN_SECURE)
        return plan_command_restores(way->plan) &&
               (plan_command_undoes(way->plan) ||
                (is_inside(way, folder) && way->ways[folder] == way->nsteps + SHAPE_TREE));
    return is_inside(way, folder) || (kind == PLAN_MKDIR && is_step) ||
           plan_command_restores(way->plan);
}

bool storeway_may_take(const struct storeway *way, uint32_t folder, struct str name,
                       enum plan_kind kind)
{
    uint32_t itself = way_on(way, way->ways[folder], folder, name);

    if (plan_command_restores(way->plan) && !is_inside(way, folder) &&
        (kind == PLAN_MOVE || plan_command_undoes(way->plan)))
        return true;
    if (kind == PLAN_RMDIR)
        return way->nsteps > 0 && itself != OFF && itself != way->nsteps + SHAPE_FOREIGN &&
               (itself >= way->nsteps || str_equal(way->plan->command, str_of("undo")));
    return has_files(way, folder) || (kind != PLAN_MOVE && is_manifest(way, folder, name));
}

bool storeway_may_move(const struct storeway *way, uint32_t folder, struct str name, uint32_t to)
{
    return storeway_may_take(way, folder, name, PLAN_MOVE) &&
           (folder == to || is_inside(way, folder) || !plan_command_restores(way->plan) ||
            (is_inside(way, to) && way->ways[to] == way->nsteps + SHAPE_ASIDE));
}
