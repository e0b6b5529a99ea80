/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of save_plan hand on: save.c gathers what is taken, placing.c gives it names in
 * the store, savewrite.c writes the plan.
 */
#ifndef PLANNER_SAVING_H
#define PLANNER_SAVING_H

#include "planner/save.h"
#include "planner/store.h"

enum saving_state { SAVING_OPEN, SAVING_REFUSED, SAVING_THERE };

/* A name that was taken. */
struct saving_row {
    uint32_t name;   /* row of the index of its folder's drive */
    uint32_t rule;   /* of the expansion */
    uint32_t folder; /* of the store: of a folder itself, of a file that it lies in */
    uint32_t detail;
    uint8_t kind;   /* enum plan_kind: PLAN_MKDIR, PLAN_LINK, PLAN_COPY */
    uint8_t reason; /* enum plan_reason */
    uint8_t state;  /* enum saving_state */
};

struct saving {
    const struct save_job *job;
    struct store store;
    struct saving_row *rows; /* of all drives, each in the order of its selection */
    uint32_t nrows;
    uint32_t *order; /* the store's folders, parents first, as operations go through them */
    uint32_t norder;
    uint32_t *files; /* rows of files to be linked or copied, folder by folder in that order */
    uint32_t nfiles;
    struct arena arena;
};

/* The file of ROW. */
static inline uint32_t saving_file(const struct saving *saving, const struct saving_row *row)
{
    const struct store_folder *folder = &saving->store.folders[row->folder];

    return saving->job->machine->drives[folder->drive].index->names.file[row->name];
}

/* Does FOLDER stand for the root of a drive? */
static inline bool saving_is_root(const struct saving *saving, const struct store_folder *folder)
{
    const struct index *index = saving->job->machine->drives[folder->drive].index;

    return index->files.record[folder->file] == RECORD_ROOT;
}

/* The folder in which the one that FOLDER stands for lies; of a root the root itself. */
static inline uint32_t saving_around(const struct saving *saving, uint32_t folder)
{
    return saving_is_root(saving, &saving->store.folders[folder])
               ? folder
               : saving->store.folders[folder].parent;
}

static inline bool saving_is_refused(const struct saving *saving, const struct saving_row *row)
{
    return row->state == SAVING_REFUSED ||
           (row->kind == PLAN_MKDIR && saving->store.folders[row->folder].refused != PLAN_AS_USUAL);
}

/* Is what ROW wants in the store already? */
static inline bool saving_is_there(const struct saving *saving, const struct saving_row *row)
{
    return row->state == SAVING_THERE || (row->kind == PLAN_MKDIR && row->state == SAVING_OPEN &&
                                          saving->store.folders[row->folder].there != INDEX_NONE);
}

#endif
