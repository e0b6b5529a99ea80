/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step after the other, parents before what is in them: see check_way.h. */
#include "planner/check_way.h"

#include "planner/shape.h"

static enum status split_store(struct check_way *way, struct arena *arena)
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

static const uint16_t *upcase_of(const struct check_way *way, uint32_t volume)
{
    uint32_t drive = way->ledger->drives[volume];

    return drive == MACHINE_NONE ? NULL : way->ledger->machine->drives[drive].upcase;
}

/* The way of the folder NAME on VOLUME that lies in one whose way is FROM. */
static uint32_t way_on(const struct check_way *way, uint32_t from, struct str name, uint32_t volume)
{
    const uint16_t *upcase = upcase_of(way, volume);

    if (from == CHECK_WAY_OFF)
        return CHECK_WAY_OFF;
    if (from < way->nsteps)
        return text_same_folded(way->steps[from], name, upcase) ? from + 1 : CHECK_WAY_OFF;
    return way->nsteps + shape_folder((enum shape_place)(from - way->nsteps), name, upcase);
}

enum status check_way_begin(struct check_way *way, const struct plan *plan,
                            const struct ledger *ledger, struct arena *arena)
{
    enum status status;

    *way = (struct check_way){.plan = plan, .ledger = ledger};
    status = split_store(way, arena);
    way->ways = arena_array(arena, (size_t)plan->nfolders + 1, sizeof *way->ways);
    if (!way->ways)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nfolders && status == STATUS_OK; i++) {
        const struct plan_folder *folder = &plan->folders[i];
        uint32_t from = folder->parent < i ? way->ways[folder->parent] : CHECK_WAY_OFF;

        way->ways[i] = folder->parent == PLAN_NONE
                           ? 0
                           : way_on(way, from, ledger_last_step(plan, i), folder->volume);
    }
    return status;
}

bool check_way_may_make(const struct check_way *way, uint32_t folder, struct str name,
                        bool is_mkdir)
{
    uint32_t at = way->ways[folder], volume = way->plan->folders[folder].volume;
    bool is_inside = at != CHECK_WAY_OFF && at >= way->nsteps;

    if (str_equal(way->plan->command, str_of("restore")))
        return true;
    /* The root of a volume is no store. */
    return way->nsteps > 0 &&
           (is_inside || (is_mkdir && way_on(way, at, name, volume) != CHECK_WAY_OFF));
}

bool check_way_may_take(const struct check_way *way, uint32_t folder, struct str name,
                        enum plan_kind kind)
{
    uint32_t at = way->ways[folder], volume = way->plan->folders[folder].volume;
    uint32_t store = way->nsteps, itself = way_on(way, at, name, volume);

    if (store == 0 || at == CHECK_WAY_OFF)
        return false;
    if (kind == PLAN_RMDIR)
        return itself != CHECK_WAY_OFF && itself != store + SHAPE_FOREIGN &&
               (itself >= store || str_equal(way->plan->command, str_of("undo")));
    return at == store + SHAPE_TREE || (at == store + SHAPE_USMT && kind != PLAN_MOVE &&
                                        shape_is_manifest(name, upcase_of(way, volume)));
}
