/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old and new places: see newplaces.h. */
#include "src/newplaces.h"

#include "src/nowwindows.h"
#include "src/say.h"

static bool say_stray(const struct knownfolders *folders, const struct options_words *user_map)
{
    say("No user of the old Windows is called what '--user-map %s' says. 'mftlink info --users' "
        "tells of the users of a Windows; where none lies in \\Windows.old, those of the store are "
        "the folders in it.",
        user_map->at[folders->stray]);
    return false;
}

/* OLD=NEW each. NULL without memory. */
static const struct knownfolders_map *split(const struct options_words *words, struct arena *arena)
{
    struct knownfolders_map *map = arena_array(arena, (size_t)words->n + 1, sizeof *map);

    for (int i = 0; i < words->n && map; i++) {
        const char *sign = strchr(words->at[i], '=');

        map[i].from = (struct str){words->at[i], (size_t)(sign - words->at[i])};
        map[i].to = str_of(sign + 1);
    }
    return map;
}

bool newplaces_match(const struct oldwindows *old, const struct machine *now,
                     const struct options *options, struct knownfolders *folders_ret)
{
    struct arena arena = {0};
    const struct knownfolders_job job = {
        .old = &old->machine,
        .now = now,
        .map = split(&options->user_map, &arena),
        .nmap = (uint32_t)options->user_map.n,
        .domains = split(&options->domain_map, &arena),
        .ndomains = (uint32_t)options->domain_map.n,
    };
    enum status status = STATUS_NO_MEMORY;

    if (job.map && job.domains)
        status = knownfolders_find(&job, folders_ret);
    arena_free(&arena);
    if (status != STATUS_OK)
        return say_no_memory(), false;
    return folders_ret->stray == UINT32_MAX || say_stray(folders_ret, &options->user_map);
}

bool newplaces_find(const struct drives *drives, struct str store, const struct options *options,
                    struct newplaces *places_ret)
{
    *places_ret = (struct newplaces){.machine = drives->machine};
    places_ret->machine.profiles = &places_ret->profiles;
    if (!nowwindows_find(drives, &places_ret->profiles, &places_ret->machine.system))
        return false;
    return oldwindows_find(drives, &places_ret->machine, store, &places_ret->old) &&
           newplaces_match(&places_ret->old, &places_ret->machine, options, &places_ret->folders);
}

void newplaces_free(struct newplaces *places)
{
    knownfolders_free(&places->folders);
    oldwindows_free(&places->old);
    profiles_free(&places->profiles);
    *places = (struct newplaces){0};
}
