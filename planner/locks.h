/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files are in use, and what Config.xml says of them.
 *
 *   status = locks_begin(&locks, machine, config, list, n);
 *   switch (locks_of(&locks, drive, file)) ...
 *   status = locks_ask(&locks, drive, name, &answer);     of a file that an application holds
 *   locks_free(&locks);
 *
 * A lock is a file's: it holds all its names. One thread at a time; borrows the machine.
 */
#ifndef PLANNER_LOCKS_H
#define PLANNER_LOCKS_H

#include "planner/config.h"
#include "planner/machine.h"
#include "planner/policy.h"

/* A file that is known to be in use. */
struct save_lock {
    struct str path;   /* "C:\Users\Ann\mail.pst" */
    bool is_by_system; /* else by an application */
};

enum locks_holder { LOCKS_NOBODY, LOCKS_APPLICATION, LOCKS_SYSTEM };

/* What <fileLocked> says: the first line that matches. */
enum locks_answer { LOCKS_SILENT, LOCKS_LINK, LOCKS_COPY };

struct locks {
    const struct machine *machine;
    uint8_t **holders;    /* for each drive NULL, or for each file enum locks_holder */
    struct policy policy; /* <fileLocked>: verdicts are enum locks_answer */
    struct arena arena;
};

/* CONFIG may be NULL. Paths that lead nowhere hold nothing; patterns that are none match nothing.
 * STATUS_NO_MEMORY. locks_free in any case. */
enum status locks_begin(struct locks *locks, const struct machine *machine,
                        const struct config *config, const struct save_lock *list, uint32_t n);

/* Who holds FILE of DRIVE? */
enum locks_holder locks_of(const struct locks *locks, uint32_t drive, uint32_t file);

/* What Config.xml says of the name row NAME. STATUS_NO_MEMORY. */
enum status locks_ask(struct locks *locks, uint32_t drive, uint32_t name,
                      enum locks_answer *answer_ret);

void locks_free(struct locks *locks);

#endif
