/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed between two states of a volume, file by file. docs/DIFF.md defines every kind.
 *
 *   struct difference_question question = {.before = &space_a, .after = &space_b, ...};
 *   status = difference_of(&question, &difference);
 *   for (uint32_t i = 0; i < difference.n; i++) ... difference.rows[i] ...
 *   difference_free(&difference);
 *
 * Both indexes need WANT_TIMES, WANT_SECURITY and WANT_USN, ascend by record, and must live as
 * long. Pure; linear but for sorting the names of a file that has lost or got one.
 */
#ifndef PLANNER_DIFFERENCE_H
#define PLANNER_DIFFERENCE_H

#include "planner/difference_names.h"
#include "planner/space.h"

enum difference_kind {
    DIFFERENCE_ADDED,
    DIFFERENCE_REMOVED,
    DIFFERENCE_UNREADABLE, /* beside one of these: its record is damaged where it is missing */
    DIFFERENCE_RENAMED,
    DIFFERENCE_MOVED,
    DIFFERENCE_LINKS,
    DIFFERENCE_GROWN,
    DIFFERENCE_SHRUNK,
    DIFFERENCE_CONTENT,
    DIFFERENCE_STREAMS,
    DIFFERENCE_ATTRIBUTES,
    DIFFERENCE_OWNER,
    DIFFERENCE_PERMISSIONS,
    DIFFERENCE_TIMES,
    DIFFERENCE_KINDS,
};

struct difference_question {
    const struct space *before, *after;
    uint32_t scope_before, scope_after; /* nodes; INDEX_NONE: the folder is not there */
    unsigned only;        /* a bit for each kind that makes a row; 0: every kind does */
    bool is_other_volume; /* ids of security descriptors then mean nothing to each other */
    /* The owner's SID of a file of one of the two; NULL where unknown. */
    const char *(*owner)(void *context, bool is_after, uint32_t file);
    void *context;
};

struct difference_row {
    uint32_t before, after; /* file rows; INDEX_NONE: not there */
    uint32_t kinds;         /* a bit for each */
};

/* Of the rows with one kind. Sums stay at UINT64_MAX. */
struct difference_tally {
    uint64_t files, folders;
    uint64_t before_bytes, after_bytes; /* sizes of the files */
};

struct difference {
    const struct difference_question *question;
    struct difference_row *rows; /* by record, what was removed before what was added */
    uint32_t n, capacity;
    struct difference_tally kinds[DIFFERENCE_KINDS];
    struct difference_tally rows_all; /* each row once */
    struct difference_tally same;     /* in both, and no kind applies */
    struct arena arena;
};

/* STATUS_NO_MEMORY. QUESTION must live as long. */
enum status difference_of(const struct difference_question *question,
                          struct difference *difference_ret);

void difference_free(struct difference *difference);

/* Is a name of FILE (row), or where FILE has none FILE itself, in the node SCOPE of SPACE? */
bool difference_is_in(const struct space *space, uint32_t file, uint32_t scope);

static inline bool difference_has(const struct difference_row *row, enum difference_kind kind)
{
    return row->kinds >> kind & 1;
}

/* The kinds of a file that is in both: row BEFORE of one index, AFTER of the other. NAMES is where
 * it may work. */
enum status difference_kinds_of(const struct difference_question *question, uint32_t before,
                                uint32_t after, struct difference_names *names,
                                uint32_t *kinds_ret);

#endif
