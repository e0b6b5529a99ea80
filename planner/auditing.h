/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the stages of audit_store hand on: audit_restored.c knows where restores go, audit_walk.c
 * lists what is in the store and where its originals are, audit_match.c finds the rows of the
 * manifests, audit_names.c knows which names are outside, audit_compare.c what has changed,
 * audit_judge.c says what has become of each.
 */
#ifndef PLANNER_AUDITING_H
#define PLANNER_AUDITING_H

#include "planner/audit.h"
#include "planner/lookup.h"
#include "planner/shape.h"

/* Where a folder lies. */
enum auditing_place {
    AUDITING_UNKNOWN,
    AUDITING_OUTSIDE,
    AUDITING_INSIDE,  /* the store, or below it */
    AUDITING_NOWHERE, /* no way leads there, or only to what is deleted already: \$Extend */
};

/* What is known of a file: bits. */
enum auditing_fact {
    AUDITING_ASKED = 1 << 0,       /* the next three and its name in auditing.outside are known */
    AUDITING_HAS_OUTSIDE = 1 << 1, /* a name outside the store leads to it */
    AUDITING_IS_MOVED = 1 << 2,    /* and one of these is no original of the store */
    AUDITING_ALL_INSIDE = 1 << 3,  /* all of its names are in the store */
    AUDITING_HAS_EQUAL = 1 << 4,   /* a copy: its original is there, and like it */
    AUDITING_COUNTED = 1 << 5,
};

/* A name in the store. */
struct auditing_entry {
    uint32_t name;
    uint32_t drive;    /* of its original; MACHINE_NONE: it has none, or was not given */
    uint32_t original; /* row of the name at the original path, on that drive; INDEX_NONE */
    uint32_t old;      /* the folder below \Windows.old that stands for its own; INDEX_NONE */
    uint32_t restored; /* the folder that a restore puts it into, not its old one; INDEX_NONE */
    uint8_t place;     /* enum shape_place that it lies in */
    bool is_own;       /* the store's own: its manifests and USMT's catalogue */
};

struct auditing {
    const struct audit_job *job;
    const struct machine_drive *store; /* the drive */
    const struct index *index;         /* of that drive */
    uint32_t *folders;                 /* of each drive: the row of the store's folder */
    struct lookup *lookups;            /* of each drive */
    bool *has_lookup;
    uint8_t *places;        /* enum auditing_place of each file that is a folder */
    uint8_t *facts;         /* enum auditing_fact of each file */
    uint32_t *outside;      /* of each file: its name outside, plus one */
    uint32_t *restored;     /* of each folder of the store, see audit_restored; NULL: none */
    uint64_t *is_original;  /* a bit for each name: an entry is a link to its file */
    uint32_t *manifest_row; /* of each name: its row of all manifests, plus one; NULL: none */
    uint32_t *missing;      /* rows of all manifests */
    uint32_t nmissing;
    struct auditing_entry *entries;
    uint32_t nentries, capacity;
    uint32_t nfolders;
    uint32_t *way; /* scratch of audit_names */
    uint32_t way_capacity;
    uint64_t made;   /* when USMT\File was created; 0: not known */
    bool has_layout; /* USMT\File was met */
    struct arena arena;
};

/* Room for one more behind N of SIZE bytes in COLUMN of the arena; NULL without memory. */
void *audit_walk_room(struct auditing *a, void *column, uint32_t n, uint32_t *capacity,
                      size_t size);

/* The lookup of DRIVE, begun at the first question. STATUS_NO_MEMORY. */
enum status audit_walk_lookup(struct auditing *a, uint32_t drive, struct lookup **lookup_ret);

/* Fills a->restored: plus one the folder that a restore puts what is in that one into; 0: none of
 * its own. STATUS_NO_MEMORY. */
enum status audit_restored(struct auditing *a);

/* Lists what is in the store. STATUS_NO_MEMORY. */
enum status audit_walk(struct auditing *a);

/* Finds the manifests' rows. After audit_walk. STATUS_NO_MEMORY. */
enum status audit_match(struct auditing *a);

/* The facts of FILE about its names; a->outside has one that is outside, rather one that is no
 * original of the store. STATUS_NO_MEMORY. */
enum status audit_names(struct auditing *a, uint32_t file, unsigned *facts_ret);

/* Rows, counts and the verdict. STATUS_NO_MEMORY. */
enum status audit_judge(struct auditing *a, struct audit *audit);

/* Which fields of the manifest's ROW are others than FILE's, as a row's fields. STATUS_NO_MEMORY.
 */
enum status audit_compare_fields(struct auditing *a, uint32_t file, const struct manifest_row *row,
                                 unsigned *fields_ret);

/* Does the file at the entry's original path, which is there and no folder, hold what the entry's
 * file holds, as far as sizes and times tell? */
bool audit_compare_equal(const struct auditing *a, const struct auditing_entry *entry);

/* Bytes of FILE's named streams, how many there are, and the bytes of their clusters. */
uint64_t audit_compare_streams(const struct index *index, uint32_t file, uint32_t *n_ret,
                               uint64_t *allocated_ret);

static inline bool auditing_is_folder(const struct index *index, uint32_t name)
{
    return index->files.flags[index->names.file[name]] & FILE_DIRECTORY;
}

#endif
