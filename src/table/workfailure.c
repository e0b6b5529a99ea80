/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first failure of many: see workfailure.h. */
#include "src/table/workfailure.h"

#include <errno.h>
#include <stddef.h>

void workfailure_note(struct workfailure *failure, enum status status, uint64_t task)
{
    failure->status = status;
    failure->error = errno;
    failure->task = task;
}

const struct workfailure *workfailure_earlier(const struct workfailure *first,
                                              const struct workfailure *other, enum status status)
{
    if (other->status != status || (first && first->task <= other->task))
        return first;
    return other;
}
