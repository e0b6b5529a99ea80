/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who of the new Windows takes over a user of the old one: docs/RESTORE.md, "Where to".
 *
 *   status = heirs_begin(&heirs, job, &arena);
 *   heir = heirs_find(&heirs, old_profile);
 *
 * Pure; all lives in the arena. Part of knownfolders.c.
 */
#ifndef PLANNER_HEIRS_H
#define PLANNER_HEIRS_H

#include "planner/knownfolders.h"
#include "planner/made.h"

/* PATH without what separates at its end. */
static inline struct str heirs_path(struct str path)
{
    while (path.n > 0 && (path.at[path.n - 1] == '\\' || path.at[path.n - 1] == '/'))
        path.n--;
    return path;
}

/* Is PATH, without an end, a folder of a drive, and not the drive? */
static inline bool heirs_is_folder(struct str path)
{
    return path.n > 3 && path.at[1] == ':' && (path.at[2] == '\\' || path.at[2] == '/');
}

/* Nobody, where there is neither. */
struct heir {
    const struct profile *profile; /* of the new Windows; NULL */
    bool is_new;                   /* a user who has not been there yet: */
    struct str name;               /* DOMAIN\user, or a user alone */
};

struct heirs {
    const struct knownfolders_job *job;
    struct made alike; /* new profiles, by what they are found */
    struct made known; /* old ones, by their SIDs */
    bool *is_used;     /* of each row of the map */
};

/* STATUS_NO_MEMORY. */
enum status heirs_begin(struct heirs *heirs, const struct knownfolders_job *job,
                        struct arena *arena);

struct heir heirs_find(struct heirs *heirs, const struct profile *old);

/* Of the map, the first that has named no old user; UINT32_MAX. */
uint32_t heirs_stray(const struct heirs *heirs);

#endif
