/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volumes of a plan among the drives: see planvolumes.h. */
#include "src/planvolumes.h"

#include "src/say.h"

uint32_t planvolumes_drive(const struct drives *drives, const struct plan_volume *volume)
{
    for (uint32_t i = 0; i < drives->machine.ndrives; i++)
        if (str_equal(drives->machine.drives[i].name, volume->drive))
            return i;
    return MACHINE_NONE;
}

bool planvolumes_are_given(const struct plan *plan, const struct drives *drives, const char *name)
{
    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        const struct plan_volume *volume = &plan->volumes[i];
        int n = volume->drive.n < 16 ? (int)volume->drive.n : 16;

        if (planvolumes_drive(drives, volume) != MACHINE_NONE)
            continue;
        say("'%s' is a plan for the drive %.*s, too: give it with --drive %.*s=SOURCE.", name, n,
            volume->drive.at, n, volume->drive.at);
        return false;
    }
    return true;
}
