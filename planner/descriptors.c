/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Security descriptors by their numbers: see descriptors.h. */
#include "planner/descriptors.h"

#include <string.h>

uint32_t descriptors_place(const struct descriptors *descriptors, uint32_t id)
{
    uint32_t low = 0, end = descriptors->n;

    while (low < end) {
        uint32_t middle = low + (end - low) / 2;

        if (descriptors->at[middle].id < id)
            low = middle + 1;
        else
            end = middle;
    }
    return low;
}

struct bytes descriptors_find(const struct descriptors *descriptors, uint32_t id)
{
    const uint32_t at = descriptors ? descriptors_place(descriptors, id) : 0;

    return descriptors && at < descriptors->n && descriptors->at[at].id == id
               ? descriptors->at[at].bytes
               : (struct bytes){NULL, 0};
}

bool descriptors_same(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}
