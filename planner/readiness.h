/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can this computer be refreshed in place? What each user has on it, and what stands in the way.
 *
 *   status = readiness_of(&plan, &machine, &readiness);
 *   for (uint32_t i = 0; i < readiness.n; i++) ... readiness.at[i] ...
 *   readiness_free(&readiness);
 *
 * Counted on the drives themselves, whether the plan takes a file or not; what the plan refused is
 * counted with it, each file once. Nobody's are all files that lie below no user's folder, less
 * NTFS's own. A file with names below two users' folders is counted for both. Of two keys of one
 * folder the one that takes part has what lies in it. Pure; each name is looked at once.
 */
#ifndef PLANNER_READINESS_H
#define PLANNER_READINESS_H

#include "planner/machine.h"
#include "planner/plan.h"

/* What stands in the way of a file, or of all of a user; each counted. */
enum readiness_obstacle {
    READINESS_EFS,
    READINESS_PLACEHOLDER,
    READINESS_ORPHANED,  /* the user's SID leads nowhere: 0 or 1 */
    READINESS_LONG_PATH, /* names whose path in the store has more than 259 units */
    READINESS_LINK_LIMIT,
    READINESS_NAME_CLASH, /* names by case alone, and files whose name in the store is taken */
    READINESS_REPARSE,    /* reparse points that are neither linked nor followed; not the junctions
                             that Windows makes in every profile */
    READINESS_DAMAGED,    /* findings of the scan, link counts that are wrong, stale parents */
    READINESS_LOCKED,     /* refused as such: the drives do not tell it */
};

enum { READINESS_NOBSTACLES = READINESS_LOCKED + 1 };

struct readiness_profile {
    uint32_t profile;            /* of the machine; PLAN_NONE: what belongs to no user */
    uint64_t files, bytes;       /* below the folder; a file with several names counts once */
    uint64_t taken, taken_bytes; /* of these, in the plan */
    uint64_t last_used;          /* 100 ns ticks since 1601; 0: not known */
    bool is_chosen;
    uint64_t obstacles[READINESS_NOBSTACLES];
};

struct readiness {
    struct readiness_profile
        *at; /* the users in the order of the profiles, then what is nobody's */
    uint32_t n;
    bool is_ready; /* nothing that rules take is refused, but for folders that Windows makes anew
                      and NTFS's own files; and no orphan with a folder is left behind */
    struct arena arena;
};

/* STATUS_NO_MEMORY. The indexes need WANT_CHILDREN. */
enum status readiness_of(const struct plan *plan, const struct machine *machine,
                         struct readiness *readiness_ret);

void readiness_free(struct readiness *readiness);

/* "efs"; "encrypted files (EFS)". */
const char *readiness_word(enum readiness_obstacle obstacle);
const char *readiness_phrase(enum readiness_obstacle obstacle);

#endif
