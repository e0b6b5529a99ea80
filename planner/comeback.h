/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of restore_plan hand on: restore_marks.c knows what of a store its manifests
 * have, restore_walk.c lists what is in it, restore_place.c knows places, where things are or will
 * be, restore_route.c finds the place of each folder, restore_name.c gives files their names,
 * restore_write.c writes the plan.
 */
#ifndef PLANNER_COMEBACK_H
#define PLANNER_COMEBACK_H

#include "planner/draft.h"
#include "planner/lexicon.h"
#include "planner/lookup.h"
#include "planner/made.h"
#include "planner/restore.h"

#define COMEBACK_NONE UINT32_MAX

/* What the manifests say of a name of the store. */
enum comeback_mark { COMEBACK_UNKNOWN, COMEBACK_LINK, COMEBACK_COPY };

/* A folder, there or to be made; behind the one that it lies in. */
struct comeback_place {
    uint32_t parent; /* COMEBACK_NONE: the root of a drive */
    uint32_t drive;
    uint32_t file; /* row; INDEX_NONE: it is not there */
    struct str name;
    uint32_t model; /* the folder of the store that it is made like; COMEBACK_NONE */
    uint32_t units; /* of its path, drive and all */
    uint32_t row;   /* of the plan; PLAN_NONE */
    uint8_t reason; /* enum plan_reason: why nothing can be put there */
    bool is_needed; /* something is to be in it, or it itself */
    bool is_named;  /* the plan names it */
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
};

enum comeback_state { COMEBACK_OPEN, COMEBACK_PLACED, COMEBACK_THERE, COMEBACK_REFUSED };

struct comeback_file {
    uint32_t name;   /* row */
    uint32_t folder; /* of the store */
    struct str to_name;
    uint32_t detail;
    uint8_t kind;   /* enum plan_kind: PLAN_LINK, PLAN_COPY */
    uint8_t reason; /* enum plan_reason */
    uint8_t state;  /* enum comeback_state */
};

/* A row of a manifest whose name is not there. */
struct comeback_gone {
    struct str path;
    uint32_t drive;
    uint8_t kind;
};

struct comeback {
    const struct restore_job *job;
    const struct machine *machine;
    struct str path;        /* the store's, without its drive */
    struct lookup *lookups; /* of each drive that is NTFS */
    uint8_t **marks;        /* of each drive with manifests, and each name: enum comeback_mark */
    uint32_t **places_of;   /* of each drive and file: its place plus one; NULL: none yet */
    uint16_t **planned;     /* of each drive and file: links that the plan makes; NULL */
    struct comeback_place *places;
    struct comeback_folder *folders;
    struct comeback_file *files;
    struct comeback_gone *gone;
    uint32_t nplaces, places_capacity, nfolders, folders_capacity, nfiles, files_capacity;
    uint32_t ngone, gone_capacity;
    struct lexicon made;     /* folders that are not there, by their keys: a place */
    struct lexicon taken;    /* names that the plan makes: a file */
    struct lexicon counters; /* of names that were taken: the number to try next */
    struct made known;       /* the tree of known folders: a thing is a row of them, or NONE */
    char *key;               /* scratch of restore_place_key */
    size_t key_capacity;
    uint32_t absent;
    bool is_found; /* a drive has the store */
    struct arena arena;
};

/* The stages, in this order. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status restore_marks(struct comeback *r);
enum status restore_walk(struct comeback *r);
enum status restore_route(struct comeback *r);
enum status restore_name(struct comeback *r);
enum status restore_write(struct comeback *r, struct plan *plan_ret);

static inline const struct index *comeback_index(const struct comeback *r, uint32_t drive)
{
    return r->machine->drives[drive].index;
}

static inline const uint16_t *comeback_upcase(const struct comeback *r, uint32_t drive)
{
    return r->machine->drives[drive].upcase;
}

static inline uint32_t comeback_file_of(const struct comeback *r, const struct comeback_file *file)
{
    return comeback_index(r, r->folders[file->folder].drive)->names.file[file->name];
}

#endif
