/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan: what is to be done, in executable order, and what will not be done, with the reason. A
 * value that stands for itself: nothing in it points at an index, so that it can be written down,
 * read elsewhere and held against another volume. docs/PLAN.md has it for people.
 *
 *   struct plan plan;
 *   plan_begin(&plan);
 *   ... planner/save.h, or src/planfile.h, fills it ...
 *   for (uint32_t i = 0; i < plan.nops; i++) ... plan.ops[i] ...
 *   for (uint32_t i = 0; i < plan.nrefusals; i++) ... plan.refusals[i] ...
 *   plan_free(&plan);
 *
 * All texts are WTF-8 in the plan's arena. Paths begin with a backslash and belong to a volume of
 * the plan. One thread fills it; read-only afterwards.
 */
#ifndef PLANNER_PLAN_H
#define PLANNER_PLAN_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"
#include "planner/plan_kind.h"
#include "planner/plan_reason.h"

#define PLAN_NONE UINT32_MAX

enum { PLAN_VOLUMES_MAX = 64 /* more than there are letters */ };

/* A volume that the plan reads or writes. */
struct plan_volume {
    struct str drive;              /* "C:" */
    struct str label, file_system; /* "NTFS", or what it is */
    uint64_t serial;
    uint32_t cluster_bytes, record_bytes, index_bytes; /* INDEX_BYTES: of a folder's index block */
    uint64_t clusters, free_clusters;                  /* of $Bitmap when planned */
    bool is_ntfs, has_space;                           /* HAS_SPACE: FREE_CLUSTERS is known */
    bool has_store;                                    /* operations are on it */
};

struct plan_user {
    struct str name, sid, path; /* "PC17\Ann", or the folder's name; "C:\Users\Ann" */
};

/* A rule that took or decided something. */
struct plan_rule {
    struct str component, file, pattern; /* as `explain` shows them */
    uint32_t line;
    uint32_t user; /* PLAN_NONE: the computer */
};

/* A folder that operations name: their source or target. Parents stand before what is in them. */
struct plan_folder {
    uint32_t volume;
    uint32_t parent; /* PLAN_NONE: the volume's root, whose path is "\" */
    struct str path; /* "\migdata\USMT\File\C$\Users"; unique in its volume */
    bool is_made;    /* by a MKDIR of this plan */
};

/* What must still be true of a source; of a MKDIR without one what it gets, where that is not 0. */
struct plan_expect {
    uint64_t reference;         /* record and sequence number; 0: there is no source */
    uint64_t size;              /* of the unnamed stream */
    uint64_t created, modified; /* 100 ns ticks since 1601 */
    uint32_t attributes;        /* of $STANDARD_INFORMATION */
    uint32_t links;             /* the record header's count: DOS names count */
    /* Of a folder that goes, and of a file that is to be secured: its descriptor in $Secure; 0: not
     * known. */
    uint32_t security_id;
};

/* An operation, or a refused intent. */
struct plan_op {
    enum plan_kind kind;
    enum plan_reason reason;
    uint32_t folder;            /* in which NAME is made or taken away; of a refusal PLAN_NONE */
    uint32_t from_folder;       /* of the source; PLAN_NONE: there is none */
    struct str name, from_name; /* an empty FROM_NAME: FROM_FOLDER itself, a root, is the source */
    struct plan_expect expect;
    uint32_t rule;   /* PLAN_NONE: a folder on the way to others */
    uint32_t detail; /* refusals: a number that the reason's sentence uses (names, units), else 0 */
    /* Places in DESCRIPTORS plus one; 0: none. What is made gets GIVEN and not that of its source;
     * a file that is secured has HAD and gets GIVEN. */
    uint32_t given, had;
};

struct plan {
    struct arena arena;
    struct str command; /* "save": see plan_command.h */
    struct str store;   /* "C:\migdata" */
    struct str version; /* of the program that made it */
    struct plan_volume *volumes;
    struct plan_user *users;
    struct plan_rule *rules;
    struct plan_folder *folders;
    struct plan_op *ops, *refusals;
    struct bytes *descriptors; /* self-relative security descriptors */
    struct str *notes;         /* sentences */
    uint32_t nvolumes, nusers, nrules, nfolders, nops, nrefusals, ndescriptors, nnotes;
    bool is_blocked; /* a refusal that forbids to apply any of it (PLAN_EFS_ABORT) */
};

void plan_begin(struct plan *plan_ret);
void plan_free(struct plan *plan);

/* Can NAME be that of a file or folder, and lead to nothing else? Not if it is empty, . or .., has
 * a backslash, slash, colon or U+0000 in it, or is not WTF-8. */
bool plan_is_name(struct str name);

/* The descriptor of place NUMBER plus one; n == 0 where NUMBER is 0. */
static inline struct bytes plan_descriptor(const struct plan *plan, uint32_t number)
{
    return number ? plan->descriptors[number - 1] : (struct bytes){NULL, 0};
}

#endif
