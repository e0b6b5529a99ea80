/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIDs that become others: see restoring_sids.h. */
#include "src/restoring_sids.h"

#include <string.h>

#include "mft/security.h"
#include "src/planning_notes.h"
#include "src/say.h"

static const char none[] = "none";

struct mapping {
    struct planning *planning;
    struct sidmap *map;
};

/* TEXT as a SID; n == 0 where it is none, or without memory. */
static struct bytes sid_of(struct planning *p, struct str text)
{
    uint8_t sid[SECURITY_SID_BYTES_MAX], *kept;
    const size_t n = security_sid_of_text(text, sid);

    kept = n > 0 ? arena_alloc(&p->arena, n) : NULL;
    if (kept)
        memcpy(kept, sid, n);
    return (struct bytes){kept, kept ? n : 0};
}

/* As others write it, terminated. */
static const char *text_of(struct planning *p, struct bytes sid)
{
    char *text = arena_alloc(&p->arena, SECURITY_SID_TEXT_MAX);

    if (text)
        security_sid_text(sid, text);
    return text;
}

static bool has(const struct sidmap *map, struct bytes from)
{
    for (uint32_t i = 0; i < map->n; i++)
        if (descriptors_same(map->at[i].from, from))
            return true;
    return false;
}

/* ---- What the command line says ---- */

static bool say_wrong(const char *word)
{
    say("'--sid-map %s' does not say which SID becomes which: S-1-5-21-...=S-1-5-21-..., each but "
        "once on the left, and two that differ. 'mftlink info --users' tells SIDs.",
        word);
    return false;
}

static bool take_word(struct mapping *f, const char *word)
{
    const char *sign = strchr(word, '=');
    struct sidmap_pair *pair = &f->map->at[f->map->n];

    if (!sign)
        return say_wrong(word);
    pair->from = sid_of(f->planning, (struct str){word, (size_t)(sign - word)});
    pair->to = sid_of(f->planning, str_of(sign + 1));
    if (pair->from.n == 0 || pair->to.n == 0 || descriptors_same(pair->from, pair->to) ||
        has(f->map, pair->from))
        return say_wrong(word);
    pair->from_text = text_of(f->planning, pair->from);
    f->map->n++;
    return pair->from_text || (say_no_memory(), false);
}

static bool take_words(struct mapping *f, bool *is_none_ret)
{
    const struct options_words *words = &f->planning->options->sid_map;
    bool is_good = true;

    *is_none_ret = false;
    for (int i = 0; i < words->n && is_good; i++)
        if (strcmp(words->at[i], none) == 0)
            *is_none_ret = true;
        else
            is_good = take_word(f, words->at[i]);
    if (is_good && sidmap_chain(f->map) < f->map->n) {
        say("--sid-map: a SID that becomes another cannot be what one becomes: whoever restores a "
            "second time could not tell which of them a file has had.");
        is_good = false;
    }
    return is_good;
}

/* ---- What users say ---- */

/* SIDs of people; those of the system and of groups are the same everywhere. */
static bool is_persons(struct str sid)
{
    static const char *const fronts[] = {"S-1-5-21-", "S-1-12-1-"};

    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++)
        if (sid.n > strlen(fronts[i]) && memcmp(sid.at, fronts[i], strlen(fronts[i])) == 0)
            return true;
    return false;
}

/* Where two users change places, whoever restores a second time could not tell which SID a file has
 * had: the first stays. False without memory. */
static bool take_user(struct mapping *f, const struct profile *old, const struct profile *heir)
{
    struct sidmap_pair *pair = &f->map->at[f->map->n];

    if (old->flags & PROFILE_SYSTEM || heir->path.n == 0 || !is_persons(old->sid) ||
        !is_persons(heir->sid) || str_equal(old->sid, heir->sid))
        return true;
    pair->from = sid_of(f->planning, old->sid);
    pair->to = sid_of(f->planning, heir->sid);
    if (pair->from.n == 0 || pair->to.n == 0 || has(f->map, pair->from))
        return true;
    pair->from_text = text_of(f->planning, pair->from);
    f->map->n++;
    if (sidmap_chain(f->map) < f->map->n)
        f->map->n--;
    return pair->from_text;
}

bool restoring_sids_find(struct planning *planning, const struct oldwindows *old,
                         const struct knownfolders *folders, struct sidmap *map_ret)
{
    struct mapping f = {planning, map_ret};
    const size_t most = (size_t)planning->options->sid_map.n + old->profiles.n + 1;
    bool is_none, is_good;

    *map_ret = (struct sidmap){.at = arena_array(&planning->arena, most, sizeof *map_ret->at)};
    if (!map_ret->at)
        return say_no_memory(), false;
    if (!take_words(&f, &is_none))
        return false;
    is_good = true;
    for (uint32_t i = 0; i < old->profiles.n && folders->heirs && !is_none && is_good; i++)
        is_good = take_user(&f, &old->profiles.at[i], &folders->heirs[i]);
    if (!is_good)
        say_no_memory();
    return is_good;
}

/* ---- Notes ---- */

static bool note_pair(struct plan *plan, const struct sidmap_pair *pair)
{
    char to[SECURITY_SID_TEXT_MAX];
    struct textbuf text = {0};

    security_sid_text(pair->to, to);
    textbuf_format(&text,
                   "%s becomes %s in owners and permissions of what is restored. All names of a "
                   "file share them, also those in the store and in \\Windows.old; undo gives the "
                   "old ones back.",
                   pair->from_text, to);
    return planning_notes_add(plan, &text);
}

bool restoring_sids_note(struct planning *planning, const struct sidmap *map)
{
    struct plan *plan = &planning->plan;
    bool is_good = true;

    for (uint32_t i = 0; i < map->n && plan->ndescriptors > 0 && is_good; i++)
        is_good = note_pair(plan, &map->at[i]);
    for (uint32_t i = 0; i < plan->nvolumes && map->n > 0 && is_good; i++) {
        const uint32_t drive = machine_drive(&planning->drives.machine, plan->volumes[i].drive);
        struct textbuf text = {0};

        if (drive == MACHINE_NONE || !planning->drives.machine.drives[drive].is_ntfs ||
            planning->drives.machine.drives[drive].descriptors)
            continue;
        textbuf_format(&text,
                       "Security descriptors of %.*s are not known (an inventory has none, or "
                       "$Secure is damaged): SIDs of old users stay in owners and permissions.",
                       (int)plan->volumes[i].drive.n, plan->volumes[i].drive.at);
        is_good = planning_notes_add(plan, &text);
    }
    return is_good;
}
