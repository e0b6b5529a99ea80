/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which users take part: --ui, --uel, --ue, in USMT's order of precedence.
 *
 *   const struct userchoice choice = {.include = ui, .ninclude = 1, .days = 90, .now = ticks};
 *   status = userchoice_apply(&choice, profiles, &arena, &is_chosen);
 *
 * A pattern is DOMAIN\user or a SID; * stands for any text in either part; case does not matter.
 * Who matches --ui takes part whatever the others say; then who was used since --uel; then everyone
 * but those of --ue; with --ui or --uel given, and neither met, nobody else. --ue therefore does
 * nothing to those whom --uel takes.
 *
 * Accounts of the system never take part. Whom the registry does not know (a folder without a key
 * although there is a list) takes part only by --ui. Pure.
 */
#ifndef PLANNER_USERCHOICE_H
#define PLANNER_USERCHOICE_H

#include "mft/status.h"
#include "planner/profiles.h"

struct userchoice {
    const struct str *include, *exclude; /* --ui, --ue */
    uint32_t ninclude, nexclude;
    bool has_since;
    uint64_t since; /* --uel: ticks; NTUSER.DAT modified at this time or later */
};

/* What became of a user, and why. */
enum userchoice_why {
    USERCHOICE_ALL,       /* no option speaks of anyone */
    USERCHOICE_INCLUDED,  /* --ui */
    USERCHOICE_RECENT,    /* --uel */
    USERCHOICE_NOT_NAMED, /* left out: --ui or --uel was given and does not take it */
    USERCHOICE_EXCLUDED,  /* left out: --ue */
    USERCHOICE_SYSTEM,    /* left out: no person */
    USERCHOICE_ORPHANED,  /* left out, and an error: its SID leads nowhere */
    USERCHOICE_UNUSABLE,  /* left out, and an error: its folder is not there */
};

/* For each profile whether it takes part and why, in ARENA. STATUS_NO_MEMORY. */
enum status userchoice_apply(const struct userchoice *choice, const struct profiles *profiles,
                             struct arena *arena, const bool **is_chosen_ret,
                             const enum userchoice_why **why_ret);

/* Does PATTERN (DOMAIN\user, or a SID; with *) mean PROFILE? */
bool userchoice_matches(struct str pattern, const struct profile *profile);

#endif
