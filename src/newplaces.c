/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old and new places: see newplaces.h. */
#include "src/newplaces.h"

#include "src/nowwindows.h"
#include "src/say.h"

static bool match(struct newplaces *places)
{
    const struct knownfolders_job job = {.old = &places->old.machine, .now = &places->machine};

    if (knownfolders_find(&job, &places->folders) == STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

bool newplaces_find(const struct drives *drives, struct str store, struct newplaces *places_ret)
{
    *places_ret = (struct newplaces){.machine = drives->machine};
    places_ret->machine.profiles = &places_ret->profiles;
    if (!nowwindows_find(drives, &places_ret->profiles, &places_ret->machine.system))
        return false;
    return oldwindows_find(drives, &places_ret->machine, store, &places_ret->old) &&
           match(places_ret);
}

void newplaces_free(struct newplaces *places)
{
    knownfolders_free(&places->folders);
    oldwindows_free(&places->old);
    profiles_free(&places->profiles);
    *places = (struct newplaces){0};
}
