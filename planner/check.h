/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a plan hold on an index? Proved operation by operation on the names that are there at that
 * point: those of the index, and what the operations before have changed.
 *
 *   status = check_plan(&plan, &machine, &faults);
 *   for (uint32_t i = 0; i < faults.n; i++) ... faults.at[i].op, .kind, .field ...
 *   check_free(&faults);
 *
 * Pure. Used for a plan that was just made (then a fault is a bug of its planner), and for one that
 * was read and may be old or forged: drift is a fault that names the field.
 */
#ifndef PLANNER_CHECK_H
#define PLANNER_CHECK_H

#include "planner/machine.h"
#include "planner/plan.h"

enum check_kind {
    CHECK_NO_VOLUME,  /* no drive of the machine is that volume */
    CHECK_NO_PARENT,  /* the folder is neither there nor made before */
    CHECK_NAME_TAKEN, /* also by one that differs only by case */
    CHECK_NO_SOURCE,  /* the source's path leads nowhere */
    CHECK_DRIFT,      /* the source is another file, or has changed: see FIELD */
    CHECK_LINK_LIMIT, /* more names than a file can have */
    CHECK_NAME_TOO_LONG,
    CHECK_PATH_TOO_LONG,
    CHECK_BAD_NAME,  /* a name that no file can have, or that leads elsewhere: "..", "a\b", "a:b" */
    CHECK_LAST_NAME, /* a file would lose its only name */
    CHECK_NOT_EMPTY, /* a folder that is to go has something in it */
    CHECK_OUTSIDE, /* something is made outside the store, or taken away that is not the store's */
    CHECK_IS_FOLDER,   /* a folder is to be linked */
    CHECK_OTHER_NAMES, /* a file is to go with its only name, and has others */
    CHECK_DAMAGED, /* a name is to go of a file of which not all names, or wrong ones, are known */
};

enum { CHECK_NKINDS = CHECK_DAMAGED + 1 };

enum check_field {
    CHECK_NO_FIELD,
    CHECK_REFERENCE,
    CHECK_SIZE,
    CHECK_CREATED,
    CHECK_MODIFIED,
    CHECK_ATTRIBUTES,
    CHECK_LINKS,
    CHECK_SECURITY_ID,
};

struct check_fault {
    uint32_t op; /* of the plan; PLAN_NONE: about a volume */
    enum check_kind kind;
    enum check_field field; /* of CHECK_DRIFT */
    uint64_t expected, found;
};

struct check_faults {
    struct check_fault *at; /* ascending by operation */
    uint32_t n;
    struct arena arena;
};

/* STATUS_NO_MEMORY. The machine's drives are those the plan names, by letter. */
enum status check_plan(const struct plan *plan, const struct machine *machine,
                       struct check_faults *faults_ret);

/*
 * The same of a plan that was begun on a mounted volume. An operation that IS_BEGUN says of is
 * done, or not, or half: whoever carries it out will look. Here it is asked only whether it may be
 * done at all, wherever that leads, and counts as done for the operations behind it. NULL: none is.
 */
enum status check_begun(const struct plan *plan, const bool *is_begun,
                        const struct machine *machine, struct check_faults *faults_ret);

void check_free(struct check_faults *faults);

/* Constant words: "name-taken"; "modified". */
const char *check_kind_word(enum check_kind kind);
const char *check_field_word(enum check_field field);

#endif
