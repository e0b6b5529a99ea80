/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan summed up: by kind, user, component, folder and reason.
 *
 *   struct plantally tally;
 *   status = plantally_of(&plan, &tally);
 *   ... tally.users[i].names ...
 *   arena_free(&tally.arena);                            also when it failed
 */
#ifndef SRC_PLANTALLY_H
#define SRC_PLANTALLY_H

#include "planner/plan.h"

struct plantally_row {
    uint64_t names; /* operations that make a name of a file or take one away: all but folders */
    uint64_t bytes; /* sizes behind these names: a file with two names counts twice */
    uint64_t refusals;
    uint64_t refused_bytes;
};

struct plantally_component {
    struct str name;
    struct plantally_row row;
};

enum { PLANTALLY_EXAMPLES = 3 };

struct plantally_reason {
    uint64_t n, bytes;
    uint32_t first[PLANTALLY_EXAMPLES]; /* refusals; PLAN_NONE where there are not so many */
};

struct plantally {
    uint64_t kinds[PLAN_NKINDS]; /* operations */
    uint64_t kind_bytes[PLAN_NKINDS];
    uint64_t unique_bytes; /* behind the names, each file once */
    uint64_t kept_bytes;   /* of files that lose names and stay, each once */
    struct plantally_row all;
    struct plantally_row *users;            /* of each user of the plan */
    struct plantally_row computer, no_rule; /* what is left */
    struct plantally_component *components; /* by name, ordinally */
    uint32_t ncomponents;
    struct plantally_row *folders;  /* of each folder of the plan, as a source, with all below it */
    uint64_t copies[PLAN_NREASONS]; /* operations that are copies, by their reason */
    struct plantally_reason reasons[PLAN_NREASONS]; /* refusals */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status plantally_of(const struct plan *plan, struct plantally *tally_ret);

#endif
