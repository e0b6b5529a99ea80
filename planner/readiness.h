/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can this computer be refreshed in place? What each user has on it, and what stands in the way.
 *
 *   status = readiness_of(&plan, &machine, &readiness);
 *   for (uint32_t i = 0; i < readiness.n; i++) ... readiness.at[i] ...
 *   readiness_free(&readiness);
 *
 * Pure.
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
    READINESS_NAME_CLASH, /* by case alone */
    READINESS_REPARSE,    /* reparse points that are neither linked nor followed */
    READINESS_DAMAGED,    /* findings of the scan, link counts that are wrong, stale parents */
    READINESS_LOCKED,
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
    bool is_ready; /* nothing stands in the way of what is to be taken */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status readiness_of(const struct plan *plan, const struct machine *machine,
                         struct readiness *readiness_ret);

void readiness_free(struct readiness *readiness);

/* "efs"; "encrypted files (EFS)". */
const char *readiness_word(enum readiness_obstacle obstacle);
const char *readiness_phrase(enum readiness_obstacle obstacle);

#endif
