/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the space of a folder is shared out: by extension, owner, age, size, number of links, kind.
 * docs/REPORT.md, "Breakdowns".
 *
 *   status = shares_of(&question, &shares);
 *   ... shares.extensions.rows[i].text, .sizes ...
 *   shares_free(&shares);
 *
 * Linear in the names. But for the kinds, the rows of each breakdown add up to the folder's sizes.
 * Pure.
 */
#ifndef PLANNER_SHARES_H
#define PLANNER_SHARES_H

#include "planner/textsums.h"

enum shares_kind {
    SHARES_PLAIN, /* none of the others */
    SHARES_SPARSE,
    SHARES_COMPRESSED, /* by NTFS */
    SHARES_ENCRYPTED,  /* by EFS */
    SHARES_WOF,        /* compressed by the system */
    SHARES_CLOUD,
    SHARES_REPARSE, /* any other reparse point */
    SHARES_STREAMS, /* named streams, but that of WOF */
};

enum {
    SHARES_KINDS = SHARES_STREAMS + 1,
    SHARES_AGES = 7,   /* modified within so many days: shares_age_days */
    SHARES_STEPS = 8,  /* sizes up to so many bytes: shares_step_bytes */
    SHARES_LINKS = 13, /* numbers of names up to: shares_links_most */
};

struct shares_question {
    const struct space *space;
    uint32_t scope;  /* node */
    uint32_t direct; /* node, as a rule SCOPE: of the files directly in it */
    uint64_t now;    /* 100 ns ticks since 1601 */
    /* The owner of FILE (row) as text, terminated; NULL: unknown. */
    const char *(*owner)(void *context, uint32_t file);
    void *context;
};

struct shares {
    struct textsums extensions, owners; /* the largest first; text "": none, unknown */
    struct space_sizes ages[SHARES_AGES];
    struct space_sizes steps[SHARES_STEPS];
    struct space_sizes links[SHARES_LINKS];
    struct space_sizes kinds[SHARES_KINDS]; /* of several kinds: in each */
    struct space_sizes direct;              /* of names and files that are in no deeper folder */
    struct space_sizes present; /* unique, allocated, files: with any name here, each once */
    struct space_sizes shared;  /* of these, with a name elsewhere, too */
    struct arena arena;
};

/* The index has times. STATUS_NO_MEMORY. */
enum status shares_of(const struct shares_question *question, struct shares *shares_ret);

void shares_free(struct shares *shares);

/* Age class AGE holds files that were modified up to so many days ago and longer ago than the class
 * before says. 0: in the future; UINT32_MAX: the last one. */
uint32_t shares_age_days(unsigned age);

/* The most that step STEP holds; 0: empty files; UINT64_MAX: the last one. */
uint64_t shares_step_bytes(unsigned step);

/* The most names of a file in class LINKS; UINT32_MAX: the last one. */
uint32_t shares_links_most(unsigned links);

#endif
