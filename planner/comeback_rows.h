/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that comeback.h has tables of. Part of it. */
#ifndef PLANNER_COMEBACK_ROWS_H
#define PLANNER_COMEBACK_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "mft/text.h"

#define COMEBACK_NONE     UINT32_MAX
#define COMEBACK_NO_PLACE (UINT32_MAX - 1) /* on a volume that is not written */

/* What the manifests say of a name of the store. */
enum comeback_mark { COMEBACK_UNKNOWN, COMEBACK_LINK, COMEBACK_COPY };

/* A folder, there or to be made; behind the one that it lies in. */
struct comeback_place {
    uint32_t parent; /* COMEBACK_NONE: the root of a drive */
    uint32_t drive;
    uint32_t file; /* row; INDEX_NONE: it is not there */
    struct str name;
    uint32_t model;   /* the folder of the store that it is made like; COMEBACK_NONE */
    uint32_t units;   /* of its path, drive and all */
    uint32_t row;     /* of the plan; PLAN_NONE */
    uint32_t user;    /* of the new Windows, whose folders it lies in, plus one; 0, COMEBACK_NONE */
    uint32_t cleaned; /* the place that files in it are moved to, plus one; 0: none is */
    uint8_t reason;   /* enum plan_reason: why nothing can be put there */
    bool is_around;   /* a user's profile lies in it */
    bool is_needed;   /* something is to be in it, or it itself */
    bool is_named;    /* the plan names it */
};

/* A folder of the store, from "C$" on; behind the one that it lies in. */
struct comeback_folder {
    uint32_t name; /* row */
    uint32_t drive;
    uint32_t parent; /* COMEBACK_NONE: it is a "C$" */
    uint32_t here;   /* its own place */
    uint32_t to;     /* the place that it becomes; COMEBACK_NONE */
    uint32_t node;   /* of the known folders; COMEBACK_NONE */
    uint8_t letter;  /* of the drive that it was on, from 0 */
    uint8_t reason;  /* enum plan_reason: why it is not restored; told once, for the topmost */
    bool is_told;    /* its reason is a row of its own */
    bool is_leaf;    /* nothing is in it */
    uint32_t moved;  /* the place that rules say for it itself; COMEBACK_NONE */
    /* What restore_move.c was asked last: by which relocation, and the place. */
    uint32_t asked, answer, below;
};

/* The place that FOLDER itself gets; what is in it may go elsewhere. COMEBACK_NONE. */
static inline uint32_t comeback_goal(const struct comeback_folder *folder)
{
    return folder->moved != COMEBACK_NONE ? folder->moved : folder->to;
}

enum comeback_state { COMEBACK_OPEN, COMEBACK_PLACED, COMEBACK_THERE, COMEBACK_REFUSED };

struct comeback_file {
    uint32_t name;   /* row */
    uint32_t folder; /* of the store */
    uint32_t to;     /* the place of the folder that it comes into; COMEBACK_NONE */
    struct str to_name;
    uint32_t detail;
    uint32_t had, given; /* descriptors of the plan, as in plan.h; 0: it keeps its own */
    uint8_t kind;        /* enum plan_kind: PLAN_LINK, PLAN_COPY */
    uint8_t reason;      /* enum plan_reason */
    uint8_t state;       /* enum comeback_state */
    bool is_secured;     /* it is the one of its file that tells of a new descriptor */
    bool is_unsecured;   /* the same, of one that cannot be read */
};

/* A descriptor of a drive, and what it becomes. */
struct comeback_descriptor {
    uint32_t had, given; /* places in DESCRIPTORS of struct comeback plus one; 0: it stays */
    uint32_t as_is;      /* the same, of what nothing is changed in */
    bool is_asked, is_wrong;
};

/* A name that is there and makes room for what comes. */
struct comeback_aside {
    uint32_t name;  /* row of the drive of PLACE */
    uint32_t place; /* the folder that it stays in */
    struct str to_name;
};

/* A name that rules of <destinationCleanup> mean. */
struct comeback_cleaned {
    uint32_t name;  /* row of the drive of PLACE */
    uint32_t place; /* the folder that it is in */
    uint32_t to;    /* the one that it is moved to */
    struct str to_name;
    uint32_t detail;
    uint8_t reason; /* enum plan_reason */
    bool is_refused;
    bool stays; /* it is what comes */
};

/* A row of a manifest whose name is not there. */
struct comeback_gone {
    struct str path;
    uint32_t drive;
    uint8_t kind;
};

#endif
