/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The places that rules say. What one of them asks of a folder is kept there, so that going up the
 * store ends at the first folder that it was asked of before: a deep tree is gone up but once.
 */
#include "planner/restore_route.h"

/* Of the name in FOLDER's drive; COMEBACK_NONE. */
static uint32_t relocation_of(const struct comeback *r, uint32_t drive, uint32_t name)
{
    return r->moves[drive] && r->moves[drive][name] > 0 ? r->moves[drive][name] - 1 : COMEBACK_NONE;
}

/* The folder whose own name what MOVE takes along does not have any more: that which it says, or,
 * of Move, the nearest that the old Windows knows, or a drive. */
static bool is_base(const struct comeback *r, uint32_t move, const struct comeback_folder *folder)
{
    if (r->job->moves->at[move].kind == HELPER_RELATIVE_MOVE)
        return folder->node != COMEBACK_NONE && folder->node == r->bases[move];
    return folder->parent == COMEBACK_NONE ||
           (folder->node != COMEBACK_NONE && r->known.names[folder->node - 1].op != COMEBACK_NONE);
}

static enum status keep(struct comeback_folder *folder, uint32_t move, uint32_t place)
{
    folder->asked = move;
    folder->answer = place;
    return STATUS_OK;
}

/* The place that MOVE says for FOLDER of the store; COMEBACK_NONE: it says nothing. */
static enum status place_folder(struct comeback *r, uint32_t move, uint32_t folder,
                                uint32_t *place_ret)
{
    uint32_t at = folder, below = COMEBACK_NONE;
    struct comeback_folder *f = &r->folders[at];
    enum status status = STATUS_OK;

    while (f->asked != move && !is_base(r, move, f) && f->parent != COMEBACK_NONE) {
        f->below = below;
        below = at;
        at = f->parent;
        f = &r->folders[at];
    }
    if (f->asked != move) {
        uint32_t target = COMEBACK_NONE;

        if (is_base(r, move, f))
            status = restore_route_path(r, r->job->moves->at[move].target, &target);
        if (status == STATUS_OK)
            status = keep(f, move, target);
    }
    while (status == STATUS_OK && below != COMEBACK_NONE) {
        struct comeback_folder *child = &r->folders[below];
        uint32_t place = f->answer;
        struct str name = index_name(comeback_index(r, child->drive), child->name);

        if (place < COMEBACK_NO_PLACE)
            status = restore_place_child(r, place, name, &place);
        if (status == STATUS_OK)
            status = keep(child, move, place);
        below = child->below;
        f = child;
    }
    if (status == STATUS_OK)
        *place_ret = f->answer;
    return status;
}

static enum status place_in(struct comeback *r, uint32_t move, uint32_t folder, uint32_t *place_ret)
{
    const struct relocation *at = &r->job->moves->at[move];

    return at->kind == HELPER_EXACT_MOVE ? restore_route_path(r, at->target, place_ret)
                                         : place_folder(r, move, folder, place_ret);
}

/* ---- Folders ---- */

/* A folder that is to be where it cannot be goes nowhere; what is in it is asked on its own. */
static enum status move_folder(struct comeback *r, uint32_t no)
{
    uint32_t move = relocation_of(r, r->folders[no].drive, r->folders[no].name), place;
    struct comeback_folder *folder = &r->folders[no];
    enum status status;

    if (move == COMEBACK_NONE)
        return STATUS_OK;
    status = place_in(r, move, no, &place);
    if (status != STATUS_OK || place >= COMEBACK_NO_PLACE || r->places[place].reason)
        return status;
    folder->moved = place;
    if (r->places[place].model == COMEBACK_NONE)
        r->places[place].model = no;
    return STATUS_OK;
}

/* ---- Files ---- */

static void refuse(struct comeback_file *file, enum plan_reason reason)
{
    file->state = COMEBACK_REFUSED;
    file->reason = (uint8_t)reason;
}

static enum status move_file(struct comeback *r, struct comeback_file *file)
{
    uint32_t drive = r->folders[file->folder].drive, place = COMEBACK_NONE;
    uint32_t move = relocation_of(r, drive, file->name);
    enum status status = STATUS_OK;

    file->to = r->folders[file->folder].to;
    if (move != COMEBACK_NONE && file->state == COMEBACK_OPEN)
        status = place_in(r, move, file->folder, &place);
    if (status != STATUS_OK || place == COMEBACK_NONE)
        return status;
    if (place == COMEBACK_NO_PLACE) {
        refuse(file, PLAN_NOT_NTFS);
        return STATUS_OK;
    }
    file->to = place;
    if (r->places[place].reason != PLAN_AS_USUAL)
        refuse(file, (enum plan_reason)r->places[place].reason);
    else if (r->job->moves->at[move].kind == HELPER_EXACT_MOVE &&
             r->job->moves->at[move].leaf.n > 0)
        file->to_name = r->job->moves->at[move].leaf;
    return STATUS_OK;
}

/* Folders in which the store has nothing come all the same. */
static void need_leaves(struct comeback *r)
{
    for (uint32_t i = 0; i < r->nfolders; i++)
        if (r->folders[i].is_leaf && comeback_goal(&r->folders[i]) != COMEBACK_NONE)
            r->places[comeback_goal(&r->folders[i])].is_needed = true;
}

enum status restore_move(struct comeback *r)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->nfolders && status == STATUS_OK; i++)
        status = move_folder(r, i);
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        status = move_file(r, &r->files[i]);
    need_leaves(r);
    return status;
}
