/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders of a hard-link store, while its plan is made: one for each folder of the volumes that
 * something is taken from, below <store>\USMT\File\<drive>$, with those above it.
 *
 *   status = store_begin(&store, machine, str_of("C:\\migdata"));
 *   status = store_folder(&store, drive, file, &folder);      STORE_NONE: it lies in a store
 *   for (uint32_t i = 0; i < store.n; i++) ... store.folders[i] ...
 *   store_free(&store);
 *
 * Folders stand behind the one that they lie in. One thread at a time; borrows the machine and the
 * text.
 */
#ifndef PLANNER_STORE_H
#define PLANNER_STORE_H

#include "planner/machine.h"
#include "planner/plan.h"

#define STORE_NONE UINT32_MAX

struct store_folder {
    uint32_t parent; /* STORE_NONE: the root of a volume */
    struct str name;
    uint32_t target;     /* drive on which it is */
    uint32_t drive;      /* of the folder that it stands for; MACHINE_NONE: for none */
    uint32_t file;       /* row of that folder; INDEX_NONE */
    uint32_t attributes; /* to be given where it stands for none */
    uint32_t there;      /* row of the folder that is in its place already; INDEX_NONE */
    uint32_t rule;       /* of the expansion, that took it; PLAN_NONE: it is on the way to others */
    uint32_t units;      /* of its path, drive and all */
    enum plan_reason refused; /* PLAN_AS_USUAL: it can be made, or is there */
    uint32_t detail;
    bool is_wanted;    /* something is to be in it, or it was taken itself */
    bool is_needed;    /* the same of what was not refused since */
    bool is_named;     /* operations or refusals name the folder that it stands for */
    uint32_t row;      /* of the plan; PLAN_NONE */
    uint32_t from_row; /* of the plan, of the folder that it stands for; PLAN_NONE */
};

struct store {
    const struct machine *machine;
    struct str path;   /* below the drive: "\migdata" */
    uint32_t master;   /* drive */
    uint32_t **places; /* for each drive and file: its folder plus one, or 0, or STORE_NONE */
    uint32_t *tops;    /* for each drive: its folder \<store>\USMT\File; STORE_NONE: not yet */
    struct store_folder *folders;
    uint32_t n, capacity;
    uint32_t *way; /* scratch: folders on the way up */
    uint32_t way_capacity;
    struct arena arena;
};

/* Looks which folders of the machine are stores. STATUS_NO_MEMORY; STATUS_NOT_FOUND where PATH is
 * on no drive of the machine. store_free in any case. */
enum status store_begin(struct store *store, const struct machine *machine, struct str path);

/* The folder for FILE (row of a directory that can be reached) of DRIVE, made with all above it
 * where it is not there yet. STATUS_NO_MEMORY. */
enum status store_folder(struct store *store, uint32_t drive, uint32_t file, uint32_t *folder_ret);

/* The folder <store>\USMT\File of DRIVE. STATUS_NO_MEMORY. */
enum status store_top(struct store *store, uint32_t drive, uint32_t *folder_ret);

/* How many UTF-16 units TEXT has. */
uint32_t store_units(struct str text);

void store_free(struct store *store);

#endif
