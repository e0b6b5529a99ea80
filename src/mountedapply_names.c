/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See mountedapply_names.h. */
#include "src/mountedapply_names.h"

#include <stdlib.h>

#include "planner/lookup.h"

enum { SLOTS_MIN = 64 };

bool mountedapply_names_begin(struct mountedapply_names *names, uint32_t most)
{
    uint32_t nslots = SLOTS_MIN;

    while (nslots / 2 < most && nslots < UINT32_C(1) << 31)
        nslots *= 2;
    names->slots = calloc(nslots, sizeof *names->slots);
    names->nslots = nslots;
    return names->slots;
}

void mountedapply_names_clear(struct mountedapply_names *names)
{
    memset(names->slots, 0, names->nslots * sizeof *names->slots);
}

void mountedapply_names_free(struct mountedapply_names *names)
{
    free(names->slots);
    names->slots = NULL;
}

bool mountedapply_names_add(struct mountedapply_names *names, uint32_t folder, struct str name)
{
    for (uint32_t i = lookup_hash(folder, name, NULL);; i++) {
        uint32_t at = i & (names->nslots - 1);

        if (names->slots[at].folder_plus_one == 0) {
            names->slots[at].folder_plus_one = folder + 1;
            names->slots[at].name = name;
            return true;
        }
        if (names->slots[at].folder_plus_one == folder + 1 &&
            str_equal(names->slots[at].name, name))
            return false;
    }
}

bool mountedapply_names_add_op(struct mountedapply_names *names, const struct plan_op *op)
{
    bool is_new = mountedapply_names_add(names, op->folder, op->name);

    if (op->kind == PLAN_MOVE && op->from_folder != PLAN_NONE)
        is_new &= mountedapply_names_add(names, op->from_folder, op->from_name);
    return is_new;
}
