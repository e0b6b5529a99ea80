/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place that each folder of the store becomes. The known folders are a tree of their steps,
 * which is gone down beside the store: so the longest of them is known wherever one is.
 */
#include "planner/restore_route.h"

#include "mft/path.h"

enum { TOP = 0 /* the node above the drives */ };

static const uint16_t *upcase_of(const struct comeback *r)
{
    return r->machine->system < r->machine->ndrives ? comeback_upcase(r, r->machine->system) : NULL;
}

/* ---- The known folders ---- */

static uint64_t count_steps(struct str path)
{
    uint64_t n = 0;

    for (size_t at = 0; path_step(path, &at).n > 0;)
        n++;
    return n;
}

static uint64_t count_all_steps(const struct restore_job *job)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < job->folders->n; i++)
        n += count_steps(job->folders->at[i].from);
    for (uint32_t i = 0; job->moves && i < job->moves->n; i++)
        n += count_steps(job->moves->at[i].source);
    return n;
}

/* The node of STEP below NODE; COMEBACK_NONE. Nodes are numbered as they come, from 1. */
static uint32_t find_node(struct comeback *r, uint32_t node, struct str step)
{
    const struct made_name *made =
        node == COMEBACK_NONE ? NULL : made_find(&r->known, node, step, upcase_of(r));

    return made ? made->thing : COMEBACK_NONE;
}

/* The node of PATH, made where it is not there. */
static uint32_t plant(struct comeback *r, struct str from)
{
    struct str step;
    uint32_t node = TOP;

    for (size_t at = 0; (step = path_step(from, &at)).n > 0;) {
        uint32_t next = find_node(r, node, step);

        if (next == COMEBACK_NONE) {
            next = r->known.n + 1;
            made_add(&r->known,
                     &(struct made_name){
                         .name = step, .folder = node, .thing = next, .op = COMEBACK_NONE},
                     upcase_of(r));
        }
        node = next;
    }
    return node;
}

static enum status plant_all(struct comeback *r)
{
    const struct relocations *moves = r->job->moves;
    uint64_t n = count_all_steps(r->job);
    enum status status =
        n < UINT32_MAX / 2 ? made_begin(&r->known, (uint32_t)n, &r->arena) : STATUS_TOO_LARGE;

    r->bases = arena_array(&r->arena, moves ? (size_t)moves->n + 1 : 1, sizeof *r->bases);
    if (!r->bases)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < r->job->folders->n && status == STATUS_OK; i++) {
        uint32_t node = plant(r, r->job->folders->at[i].from);

        if (node != TOP)
            r->known.names[node - 1].op = i;
    }
    for (uint32_t i = 0; moves && i < moves->n && status == STATUS_OK; i++)
        r->bases[i] = plant(r, moves->at[i].source);
    return status;
}

/* ---- Places ---- */

static void refuse(struct comeback_folder *folder, enum plan_reason reason)
{
    folder->reason = (uint8_t)reason;
    folder->is_told = true;
}

/* What was on a drive that is not there goes to that of Windows. */
static uint32_t drive_for(struct comeback *r, uint8_t letter, struct str name)
{
    uint32_t drive = machine_drive(r->machine, name);

    if (drive == MACHINE_NONE)
        r->absent |= UINT32_C(1) << letter;
    return drive == MACHINE_NONE ? r->machine->system : drive;
}

enum status restore_route_path(struct comeback *r, struct str path, uint32_t *place_ret)
{
    uint32_t drive = drive_for(r, (uint8_t)((path.at[0] | 0x20) - 'a'), (struct str){path.at, 2});

    if (!restoring_is_usable(r, drive)) {
        *place_ret = COMEBACK_NO_PLACE;
        return STATUS_OK;
    }
    return restore_place_path(r, drive, (struct str){path.at + 2, path.n - 2}, place_ret);
}

static enum status go_to(struct comeback *r, struct comeback_folder *folder, struct str path)
{
    uint32_t place = COMEBACK_NONE;
    enum status status = restore_route_path(r, path, &place);

    if (place == COMEBACK_NO_PLACE)
        refuse(folder, PLAN_NOT_NTFS);
    else
        folder->to = place;
    return status;
}

/* Of "C$": the root of C:. */
static enum status route_drive(struct comeback *r, struct comeback_folder *folder)
{
    static const char drives[] = "A:B:C:D:E:F:G:H:I:J:K:L:M:N:O:P:Q:R:S:T:U:V:W:X:Y:Z:";
    struct str drive = {drives + (size_t)2 * folder->letter, 2};

    folder->node = find_node(r, TOP, drive);
    return go_to(r, folder, drive);
}

static enum status route_folder(struct comeback *r, struct comeback_folder *folder)
{
    const struct comeback_folder *around = &r->folders[folder->parent];
    struct str name = index_name(comeback_index(r, folder->drive), folder->name);
    uint32_t row;

    folder->node = find_node(r, around->node, name);
    row = folder->node == COMEBACK_NONE ? COMEBACK_NONE : r->known.names[folder->node - 1].op;
    if (row != COMEBACK_NONE && r->job->folders->at[row].to.n > 0)
        return go_to(r, folder, r->job->folders->at[row].to);
    if (row != COMEBACK_NONE)
        refuse(folder, PLAN_NO_USER);
    else if (around->to == COMEBACK_NONE)
        folder->reason = around->reason;
    else
        return restore_place_child(r, around->to, name, &folder->to);
    return STATUS_OK;
}

/* What nothing can be put into is told where the way to it begins; what cannot be made is made like
 * the first folder of the store that wants to be it. */
static void settle(struct comeback *r, uint32_t folder)
{
    struct comeback_folder *at = &r->folders[folder];
    struct comeback_place *place;

    if (at->to == COMEBACK_NONE)
        return;
    place = &r->places[at->to];
    if (place->reason != PLAN_AS_USUAL) {
        refuse(at, (enum plan_reason)place->reason);
        at->to = COMEBACK_NONE;
    } else if (place->model == COMEBACK_NONE) {
        place->model = folder;
    }
}

enum status restore_route(struct comeback *r)
{
    enum status status = plant_all(r);

    for (uint32_t i = 0; i < r->nfolders && status == STATUS_OK; i++) {
        struct comeback_folder *folder = &r->folders[i];

        if (folder->reason != PLAN_AS_USUAL)
            continue;
        status = folder->parent == COMEBACK_NONE ? route_drive(r, folder) : route_folder(r, folder);
        if (status == STATUS_OK)
            settle(r, i);
    }
    return status;
}
