/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Windows of now: see nowwindows.h. */
#include "src/nowwindows.h"

#include "src/profileread.h"
#include "src/say.h"

static bool read_drive(const struct drives *drives, uint32_t i, struct profiles *profiles_ret)
{
    const struct machine_drive *drive = &drives->machine.drives[i];
    const struct target *target = &drives->at[i].target;
    const struct profileread_source source = {
        .volume = target->inventory ? NULL : target->volume,
        .index = drive->index,
        .upcase = drive->upcase,
        .kept = target->inventory && !drive->real ? target->inventory->kept.facts.users
                                                  : (struct bytes){NULL, 0},
    };

    if (profileread_all(&source, profiles_ret) == STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

bool nowwindows_find(const struct drives *drives, struct profiles *profiles_ret,
                     uint32_t *system_ret)
{
    for (uint32_t i = 0; i < drives->machine.ndrives; i++) {
        if (!read_drive(drives, i, profiles_ret))
            return false;
        if (profiles_ret->windows != INDEX_NONE) {
            *system_ret = i;
            return true;
        }
        profiles_free(profiles_ret);
    }
    *system_ret = 0;
    return read_drive(drives, 0, profiles_ret);
}
