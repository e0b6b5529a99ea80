/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has a name in a place, or will have it: see comeback.h.
 *
 *   status = restore_taken_ask(r, file, to, str_of("letter.doc"), &taken);
 */
#ifndef PLANNER_RESTORE_TAKEN_H
#define PLANNER_RESTORE_TAKEN_H

#include "planner/restore_place.h"

enum restore_taken {
    RESTORE_FREE,
    RESTORE_TAKEN,
    RESTORE_TAKEN_BY_THE_SAME, /* it is there, or will be, what FILE would make */
};

/* The row of NAME in the place TO, where it is there and does not make way; INDEX_NONE. */
uint32_t restore_taken_there(struct comeback *r, uint32_t to, struct str name);

/* What has NAME in TO, where FILE is to come? What was to be cleaned away and is the same stays
 * from now on. STATUS_NO_MEMORY. */
enum status restore_taken_ask(struct comeback *r, const struct comeback_file *file, uint32_t to,
                              struct str name, enum restore_taken *taken_ret);

#endif
