/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which users take part: --ui, --uel, --ue, in USMT's order of precedence.
 *
 *   const struct userchoice choice = {.include = ui, .ninclude = 1, .has_since = true, ...};
 *   status = userchoice_apply(&choice, profiles, &arena, &is_chosen, &why);
 *
 * A pattern is DOMAIN\user, a user alone, or a SID; * stands for any text in either part; case does
 * not matter. A user alone is meant in every domain. Of whom no account is known, the name of the
 * folder stands for the user's.
 *
 * Who matches --ui takes part whatever the others say; then, with --uel, who was used since, and
 * nobody else; then everyone but those of --ue. --ue therefore does nothing to those whom --uel
 * takes, and --ui alone leaves nobody out: it is for those whom the others would leave out.
 *
 * Accounts of the system never take part. Whose SID leads nowhere (profile_is_orphaned) takes part
 * only by --ui. Of several keys of the same folder one takes part. Pure.
 */
#ifndef PLANNER_USERCHOICE_H
#define PLANNER_USERCHOICE_H

#include "mft/status.h"
#include "planner/profiles.h"

struct userchoice {
    const struct str *include, *exclude; /* --ui, --ue */
    uint32_t ninclude, nexclude;
    bool has_since;
    uint64_t since;         /* --uel: ticks; NTUSER.DAT modified at this time or later */
    const uint16_t *upcase; /* as in text.h; may be NULL */
};

/* What became of a user, and why. */
enum userchoice_why {
    USERCHOICE_ALL,       /* no option speaks of this user */
    USERCHOICE_INCLUDED,  /* --ui */
    USERCHOICE_RECENT,    /* --uel */
    USERCHOICE_NOT_NAMED, /* left out: --uel was given and does not take it */
    USERCHOICE_EXCLUDED,  /* left out: --ue */
    USERCHOICE_SYSTEM,    /* left out: no person */
    USERCHOICE_ORPHANED,  /* left out, and an error: its SID leads nowhere */
    USERCHOICE_UNUSABLE,  /* left out, and an error: its folder is not there, or --uel was given and
                             its NTUSER.DAT has no time */
    USERCHOICE_DUPLICATE, /* left out: another key of the same folder takes part */
};

enum { USERCHOICE_NWHYS = USERCHOICE_DUPLICATE + 1 };

/* For each profile whether it takes part and why, in ARENA. STATUS_NO_MEMORY. */
enum status userchoice_apply(const struct userchoice *choice, const struct profiles *profiles,
                             struct arena *arena, const bool **is_chosen_ret,
                             const enum userchoice_why **why_ret);

/* Is TEXT what PATTERN says, in which * stands for any text? */
bool userchoice_fits(struct str pattern, struct str text, const uint16_t *upcase);

/* Does PATTERN mean PROFILE? */
bool userchoice_matches(struct str pattern, const struct profile *profile, const uint16_t *upcase);

/* A constant phrase behind "The user ...": "is left out by --ue". */
const char *userchoice_phrase(enum userchoice_why why);

#endif
