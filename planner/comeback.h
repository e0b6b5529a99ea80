/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of restore_plan hand on: restore_marks.c knows what of a store its manifests
 * have, restore_walk.c lists what is in it, restore_place.c knows places, where things are or will
 * be, restore_ask.c asks the rules, restore_route.c finds the place of each folder, restore_move.c
 * that which rules say, restore_links.c leaves shortcuts out, restore_clean.c finds what makes way,
 * restore_name.c gives files their names, restore_owner.c tells whose folders are, restore_secure.c
 * which descriptors become others, restore_write.c writes the plan.
 */
#ifndef PLANNER_COMEBACK_H
#define PLANNER_COMEBACK_H

#include "planner/comeback_rows.h"
#include "planner/draft.h"
#include "planner/lexicon.h"
#include "planner/lookup.h"
#include "planner/made.h"
#include "planner/restore.h"

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
    struct comeback_aside *asides;
    bool **is_aside; /* of each drive and name; NULL: none is */
    struct comeback_cleaned *cleaned;
    uint32_t **is_cleaned; /* of each drive and name: its row of these, plus one; NULL: none is */
    uint32_t ncleaned, cleaned_capacity;
    uint32_t nplaces, places_capacity, nfolders, folders_capacity, nfiles, files_capacity;
    uint32_t ngone, gone_capacity, nasides, asides_capacity;
    struct lexicon made;     /* folders that are not there, by their keys: a place */
    struct lexicon taken;    /* names that the plan makes: a file */
    struct lexicon counters; /* of names that were taken: the number to try next */
    struct made known;       /* the tree of known folders: a thing is a row of them, or NONE */
    char *key;               /* scratch of restore_place_key */
    size_t key_capacity;
    uint32_t absent;
    bool is_found;     /* a drive has the store */
    uint32_t **moves;  /* of each drive and name: its relocation, plus one; NULL: none has one */
    uint32_t **merges; /* the same: its rule of the expansion, plus one */
    uint32_t **attributes; /* the same, of attributes */
    uint32_t **links; /* the same: 1 where rules leave it out as a shortcut that leads nowhere */
    struct comeback_descriptor **secures; /* of each drive, and each of its descriptors; NULL */
    struct bytes *descriptors;            /* of the plan */
    uint32_t ndescriptors, descriptors_capacity;
    uint32_t *bases; /* of each relocation: the node of its source; COMEBACK_NONE */
    struct arena arena;
};

/* The stages, in this order. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status restore_marks(struct comeback *r);
enum status restore_walk(struct comeback *r);
enum status restore_ask(struct comeback *r);
enum status restore_route(struct comeback *r);
enum status restore_move(struct comeback *r);
enum status restore_links(struct comeback *r);
enum status restore_clean(struct comeback *r);
enum status restore_name(struct comeback *r);
enum status restore_owner(struct comeback *r);
enum status restore_secure(struct comeback *r);
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
