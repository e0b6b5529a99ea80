/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of remove_plan hand on: removal_walk.c lists what is in the store of one drive,
 * removal_write.c decides on it and writes the plan.
 *
 *   removal = (struct removal){.job = job, .draft = &draft, .drive = drive, .top = name, ...};
 *   status = removal_walk(&removal);
 *   status = removal_write(&removal);
 *   arena_free(&removal.arena);
 */
#ifndef PLANNER_REMOVAL_H
#define PLANNER_REMOVAL_H

#include "planner/draft.h"
#include "planner/reach.h"
#include "planner/remove.h"
#include "planner/shape.h"

/* A folder of the store; behind the one that it lies in. */
struct removal_folder {
    uint32_t file;
    uint32_t parent; /* of these; PLAN_NONE: the store's own */
    uint32_t row;    /* of the plan */
    enum shape_place place;
    bool stays;
};

/* What lies in a folder of the store, but folders that are entered. */
struct removal_name {
    uint32_t name, folder; /* row of the index; of the folders above */
    uint8_t kind;          /* PLAN_UNLINK, PLAN_RMDIR */
    uint8_t reason;        /* enum plan_reason: PLAN_AS_USUAL where it is to go */
    bool is_manifest;
};

struct removal {
    const struct remove_job *job;
    struct draft *draft;
    uint32_t drive, volume; /* of the machine, of the plan */
    const struct index *index;
    struct str path; /* of the store, as it was given: "\\migdata" */
    uint32_t top;    /* row of its folder's name in the index */
    struct reach reach;
    struct removal_folder *folders;
    struct removal_name *names; /* folder by folder */
    uint32_t nfolders, folders_capacity, nnames, names_capacity;
    uint64_t *is_listed; /* a bit for each name of the index: it is to go */
    bool *is_entered;    /* of each file */
    struct arena arena;
};

/* Lists what is in the store, with a row of the plan for each folder. STATUS_NO_MEMORY. */
enum status removal_walk(struct removal *removal);

/* STATUS_NO_MEMORY. */
enum status removal_write(struct removal *removal);

static inline bool removal_is_listed(const struct removal *removal, uint32_t name)
{
    return removal->is_listed[name / 64] >> name % 64 & 1;
}

#endif
