/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who takes part: see userchoice.h. */
#include "planner/userchoice.h"

#include <stdlib.h>

/* ---- Patterns ---- */

/* Where a text is to be read on when what followed the last '*' did not fit. */
struct retry {
    bool is_set;
    size_t pattern, text;
};

static bool is_same_unit(struct str a, size_t *at_a, struct str b, size_t *at_b,
                         const uint16_t *upcase)
{
    return text_fold(text_next(a, at_a), upcase) == text_fold(text_next(b, at_b), upcase);
}

/* Behind a '*' the earliest place where the next piece fits is as good as any later one. */
bool userchoice_fits(struct str pattern, struct str text, const uint16_t *upcase)
{
    struct retry retry = {0};
    size_t in_pattern = 0, in_text = 0;

    while (in_text < text.n || in_pattern < pattern.n) {
        size_t next_pattern = in_pattern, next_text = in_text;

        if (in_pattern < pattern.n && pattern.at[in_pattern] == '*') {
            retry = (struct retry){true, ++in_pattern, in_text};
            continue;
        }
        if (in_pattern < pattern.n && in_text < text.n &&
            is_same_unit(pattern, &next_pattern, text, &next_text, upcase)) {
            in_pattern = next_pattern;
            in_text = next_text;
            continue;
        }
        if (!retry.is_set || retry.text >= text.n)
            return false;
        text_next(text, &retry.text);
        in_pattern = retry.pattern;
        in_text = retry.text;
    }
    return true;
}

static struct str user_of(const struct profile *p)
{
    return p->account.n > 0 ? p->account : p->name;
}

bool userchoice_matches(struct str pattern, const struct profile *profile, const uint16_t *upcase)
{
    const char *slash = pattern.n > 0 ? memchr(pattern.at, '\\', pattern.n) : NULL;
    size_t n = slash ? (size_t)(slash - pattern.at) : 0;

    if (slash)
        return userchoice_fits((struct str){pattern.at, n}, profile->domain, upcase) &&
               userchoice_fits((struct str){slash + 1, pattern.n - n - 1}, user_of(profile),
                               upcase);
    return userchoice_fits(pattern, user_of(profile), upcase) ||
           userchoice_fits(pattern, profile->sid, upcase);
}

static bool is_any(const struct str *patterns, uint32_t n, const struct profile *profile,
                   const uint16_t *upcase)
{
    for (uint32_t i = 0; i < n; i++)
        if (userchoice_matches(patterns[i], profile, upcase))
            return true;
    return false;
}

/* ---- One user ---- */

static bool takes_part(enum userchoice_why why)
{
    return why == USERCHOICE_ALL || why == USERCHOICE_INCLUDED || why == USERCHOICE_RECENT;
}

/* What the options say. */
static enum userchoice_why asked(const struct userchoice *choice, const struct profile *p)
{
    if (is_any(choice->include, choice->ninclude, p, choice->upcase))
        return USERCHOICE_INCLUDED;
    if (choice->has_since && p->modified == 0)
        return USERCHOICE_UNUSABLE;
    if (choice->has_since)
        return p->modified >= choice->since ? USERCHOICE_RECENT : USERCHOICE_NOT_NAMED;
    if (is_any(choice->exclude, choice->nexclude, p, choice->upcase))
        return USERCHOICE_EXCLUDED;
    return USERCHOICE_ALL;
}

/*
 * Whom the options leave out is left out in peace. Of the others:
 * - an orphan must be named;
 * - a folder that is nowhere cannot be taken.
 */
static enum userchoice_why decide(const struct userchoice *choice, const struct profiles *profiles,
                                  const struct profile *p)
{
    enum userchoice_why why;

    if (p->flags & PROFILE_SYSTEM)
        return USERCHOICE_SYSTEM;
    why = asked(choice, p);
    if (why == USERCHOICE_NOT_NAMED || why == USERCHOICE_EXCLUDED)
        return why;
    if (why != USERCHOICE_INCLUDED && profile_is_orphaned(profiles, p))
        return USERCHOICE_ORPHANED;
    return p->flags & PROFILE_NO_FOLDER ? USERCHOICE_UNUSABLE : why;
}

/* ---- Keys of the same folder ---- */

struct key {
    uint32_t folder, profile;
    bool is_backup;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a, *right = b;

    if (left->folder != right->folder)
        return left->folder < right->folder ? -1 : 1;
    if (left->is_backup != right->is_backup)
        return left->is_backup ? 1 : -1;
    return left->profile < right->profile ? -1 : 1;
}

/* Of those of one folder who take part, the first whose key was not set aside does. */
static enum status drop_duplicates(const struct profiles *profiles, struct arena *arena,
                                   enum userchoice_why *why)
{
    struct key *keys = arena_array(arena, (size_t)profiles->n + 1, sizeof *keys);
    uint32_t n = 0;

    if (!keys)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < profiles->n; i++) {
        const struct profile *p = &profiles->at[i];

        if (p->folder != INDEX_NONE && takes_part(why[i]))
            keys[n++] = (struct key){p->folder, i, p->flags & PROFILE_BACKUP};
    }
    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (uint32_t i = 1; i < n; i++)
        if (keys[i].folder == keys[i - 1].folder)
            why[keys[i].profile] = USERCHOICE_DUPLICATE;
    return STATUS_OK;
}

enum status userchoice_apply(const struct userchoice *choice, const struct profiles *profiles,
                             struct arena *arena, const bool **is_chosen_ret,
                             const enum userchoice_why **why_ret)
{
    enum userchoice_why *why = arena_array(arena, (size_t)profiles->n + 1, sizeof *why);
    bool *is_chosen = arena_array(arena, (size_t)profiles->n + 1, sizeof *is_chosen);

    if (!why || !is_chosen)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < profiles->n; i++)
        why[i] = decide(choice, profiles, &profiles->at[i]);
    if (drop_duplicates(profiles, arena, why) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < profiles->n; i++)
        is_chosen[i] = takes_part(why[i]);
    *is_chosen_ret = is_chosen;
    *why_ret = why;
    return STATUS_OK;
}

const char *userchoice_phrase(enum userchoice_why why)
{
    static const char *const phrases[USERCHOICE_NWHYS] = {
        [USERCHOICE_ALL] = "takes part, as all do",
        [USERCHOICE_INCLUDED] = "takes part by --ui",
        [USERCHOICE_RECENT] = "takes part by --uel",
        [USERCHOICE_NOT_NAMED] = "is left out by --uel",
        [USERCHOICE_EXCLUDED] = "is left out by --ue",
        [USERCHOICE_SYSTEM] = "is an account of the system",
        [USERCHOICE_ORPHANED] = "is left out: its SID leads to no account",
        [USERCHOICE_UNUSABLE] = "is left out: its folder or its NTUSER.DAT cannot be used",
        [USERCHOICE_DUPLICATE] = "is left out: another user has its folder",
    };

    return phrases[why];
}
