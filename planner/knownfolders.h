/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which folder of an old Windows is which one of the new: users' profiles, documents, desktops, and
 * what all users share. docs/RESTORE.md, "Where to".
 *
 *   const struct knownfolders_job job = {&old, &now, map, nmap};
 *   status = knownfolders_find(&job, &folders);
 *   for (uint32_t i = 0; i < folders.n; i++) ... folders.at[i].from, .to ...
 *   knownfolders_free(&folders);
 *
 * Pure. Heirs borrow the profiles of the new Windows, nothing else is borrowed.
 */
#ifndef PLANNER_KNOWNFOLDERS_H
#define PLANNER_KNOWNFOLDERS_H

#include "mft/arena.h"
#include "mft/status.h"
#include "planner/machine.h"

/* --user-map OLD=NEW: an account with or without its domain, a SID, or a profile's folder. */
struct knownfolders_map {
    struct str from, to;
};

struct knownfolders_job {
    /* The old Windows: its profiles, with the paths that they had then; its version is known. */
    const struct machine *old;
    const struct machine *now;
    const struct knownfolders_map *map;
    uint32_t nmap;
    const struct knownfolders_map *domains; /* --domain-map; * in FROM stands for any text */
    uint32_t ndomains;
};

/* FROM of the old Windows is TO of the new one, both with their drives: "C:\Users\Ann". */
struct knownfolder {
    struct str from;
    struct str to; /* empty: a profile that nobody takes over */
};

struct knownfolders {
    struct knownfolder *at; /* each FROM once, but for case */
    uint32_t n;
    /* Of each profile of the old Windows who takes it over; without a path: nobody. NULL: there is
     * no new Windows. */
    const struct profile *heirs;
    uint32_t stray; /* of the map, the first that names no old user; UINT32_MAX */
    struct arena arena;
};

/* Nothing where the new Windows is none. STATUS_NO_MEMORY; then there is nothing to be freed. */
enum status knownfolders_find(const struct knownfolders_job *job, struct knownfolders *folders_ret);

void knownfolders_free(struct knownfolders *folders);

#endif
