/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of them by its file: see linktargets.h. */
#include "planner/linktargets.h"

const struct linktarget *linktargets_find(const struct linktargets *targets, uint32_t file)
{
    uint32_t low = 0, high = targets->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (targets->at[middle].file < file)
            low = middle + 1;
        else
            high = middle;
    }
    return low < targets->n && targets->at[low].file == file ? &targets->at[low] : NULL;
}
