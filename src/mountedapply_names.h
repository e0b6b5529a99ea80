/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of names of a plan, each by its folder.
 *
 *   if (!mountedapply_names_begin(&names, most)) ... no memory
 *   is_new = mountedapply_names_add(&names, folder, name);
 *   mountedapply_names_clear(&names);            empty again
 *   mountedapply_names_free(&names);
 */
#ifndef SRC_MOUNTEDAPPLY_NAMES_H
#define SRC_MOUNTEDAPPLY_NAMES_H

#include "planner/plan.h"

struct mountedapply_names {
    struct {
        uint32_t folder_plus_one; /* 0: free */
        struct str name;
    } * slots;
    uint32_t nslots;
};

/* Room for MOST names. */
bool mountedapply_names_begin(struct mountedapply_names *names, uint32_t most);

/* False where it is there already. */
bool mountedapply_names_add(struct mountedapply_names *names, uint32_t folder, struct str name);

/* Adds what OP gives or takes away. False where one of these is there already. */
bool mountedapply_names_add_op(struct mountedapply_names *names, const struct plan_op *op);

void mountedapply_names_clear(struct mountedapply_names *names);
void mountedapply_names_free(struct mountedapply_names *names);

#endif
