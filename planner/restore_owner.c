/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose a place is: what lies in a profile of the new Windows, or in a folder that its user has
 * elsewhere, is that user's. Only folders that are there tell, since what is made in them takes
 * their security descriptor. See comeback.h.
 */
#include "planner/restore_place.h"

/* The place of PATH, if that is a folder in a drive that is written; COMEBACK_NONE. */
static enum status find(struct comeback *r, struct str path, uint32_t *place_ret)
{
    uint32_t drive = path.n > 2 ? machine_drive(r->machine, path) : MACHINE_NONE, place;
    enum status status;

    *place_ret = COMEBACK_NONE;
    if (drive == MACHINE_NONE || !restoring_is_usable(r, drive))
        return STATUS_OK;
    status = restore_place_path(r, drive, (struct str){path.at + 2, path.n - 2}, &place);
    if (status == STATUS_OK && r->places[place].file != INDEX_NONE &&
        r->places[place].parent != COMEBACK_NONE)
        *place_ret = place;
    return status;
}

/* Of a folder that several have nobody is the owner. */
static void claim(struct comeback_place *place, uint32_t user)
{
    place->user = place->user == 0 || place->user == user + 1 ? user + 1 : COMEBACK_NONE;
}

static enum status claim_profile(struct comeback *r, uint32_t user)
{
    uint32_t place;
    enum status status = find(r, r->machine->profiles->at[user].path, &place);

    if (status != STATUS_OK || place == COMEBACK_NONE)
        return status;
    claim(&r->places[place], user);
    for (place = r->places[place].parent; place != COMEBACK_NONE && !r->places[place].is_around;
         place = r->places[place].parent)
        r->places[place].is_around = true;
    return STATUS_OK;
}

/* Documents that were redirected to \Users are not all users' profiles. */
static enum status claim_folders(struct comeback *r, uint32_t user)
{
    const struct profile_folders *shell = &r->machine->profiles->at[user].shell;
    enum status status = STATUS_OK;
    uint32_t place;

    for (uint32_t i = 0; i < shell->n && status == STATUS_OK; i++) {
        status = find(r, shell->at[i].path, &place);
        if (status == STATUS_OK && place != COMEBACK_NONE && !r->places[place].is_around)
            claim(&r->places[place], user);
    }
    return status;
}

static bool is_person(const struct profile *profile)
{
    return !(profile->flags & PROFILE_SYSTEM) && profile->path.n > 0;
}

enum status restore_owner(struct comeback *r)
{
    const struct profiles *users = r->machine->profiles;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < users->n && status == STATUS_OK; i++)
        if (is_person(&users->at[i]))
            status = claim_profile(r, i);
    for (uint32_t i = 0; i < users->n && status == STATUS_OK; i++)
        if (is_person(&users->at[i]))
            status = claim_folders(r, i);
    for (uint32_t i = 0; i < r->nplaces; i++) {
        struct comeback_place *place = &r->places[i];

        if (place->user == 0 && place->parent != COMEBACK_NONE)
            place->user = r->places[place->parent].user;
    }
    return status;
}
