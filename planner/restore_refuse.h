/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan to restore refuses: folders and files of the store, descriptors, what rules wanted
 * cleaned away, what manifests have and the store has not. Part of restore_write.c.
 *
 *   status = restore_refuse_begin(&w);             before the plan's folders are written
 *   status = restore_refuse(&w);                   behind them
 */
#ifndef PLANNER_RESTORE_REFUSE_H
#define PLANNER_RESTORE_REFUSE_H

#include "planner/restore_place.h"

/* A name that a manifest has; a PLACE of COMEBACK_NONE: it was told. */
struct restore_lost {
    uint32_t place;
    struct str name;
};

struct restore_writing {
    struct comeback *r;
    struct draft draft;
    uint32_t *volumes;         /* of each drive: its row; PLAN_NONE */
    struct restore_lost *lost; /* of each that is gone */
};

/* The place of the folder that FOLDER of the store lies in. */
static inline uint32_t restore_writing_around(const struct comeback *r, uint32_t folder)
{
    return r->places[r->folders[folder].here].parent;
}

/* STATUS_NO_MEMORY. */
enum status restore_refuse_begin(struct restore_writing *w);

/* STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status restore_refuse(struct restore_writing *w);

#endif
