/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows and its users: see planning_users.h. */
#include "src/planning_users.h"

#include "src/nowtime.h"
#include "src/nowwindows.h"
#include "src/say.h"
#include "src/usersince.h"

/* Rules speak of paths as that Windows has them: its drive must be called as it calls it. */
static bool is_called_right(const struct planning *p)
{
    const struct machine *machine = &p->drives.machine;
    struct str given = machine->drives[machine->system].name, own = p->profiles.drive;

    if (!p->profiles.has_registry || text_same_folded(given, own, NULL))
        return true;
    say("The Windows on '%s' calls its own drive %.*s, and here it is %.*s: say --drive %.*s=%s.",
        p->drives.at[machine->system].target.name, (int)own.n, own.at, (int)given.n, given.at,
        (int)own.n, own.at, p->drives.at[machine->system].target.name);
    return false;
}

static const struct str *strings(struct arena *arena, const struct options_words *words)
{
    struct str *at = arena_array(arena, (size_t)words->n + 1, sizeof *at);

    for (int i = 0; at && i < words->n; i++)
        at[i] = str_of(words->at[i]);
    return at;
}

static bool choose_users(struct planning *p)
{
    struct machine *machine = &p->drives.machine;
    const struct options *options = p->options;
    struct userchoice choice = {
        .include = strings(&p->arena, &options->ui),
        .exclude = strings(&p->arena, &options->ue),
        .ninclude = (uint32_t)options->ui.n,
        .nexclude = (uint32_t)options->ue.n,
        .has_since = options->uel,
        .upcase = machine->drives[machine->system].upcase,
    };
    uint64_t now;

    if (options->uel && (!nowtime_get(&now) || !usersince_parse(options->uel, now, &choice.since)))
        return false;
    if (choice.include && choice.exclude &&
        userchoice_apply(&choice, &p->profiles, &p->arena, &machine->is_chosen, &p->why) ==
            STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

bool planning_users(struct planning *p)
{
    if (!nowwindows_find(&p->drives, &p->profiles, &p->drives.machine.system))
        return false;
    p->drives.machine.profiles = &p->profiles;
    return is_called_right(p) && choose_users(p);
}
