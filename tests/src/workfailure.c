/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of several failures the one whose task comes first is told. */
#include "src/table/workfailure.h"

#include <criterion/criterion.h>
#include <errno.h>

Test(workfailure, the_first_task_with_that_status_is_told)
{
    struct workfailure hands[4] = {{0}};
    const struct workfailure *first = NULL;

    errno = EIO;
    workfailure_note(&hands[0], STATUS_IO, 7);
    errno = ENOSPC;
    workfailure_note(&hands[1], STATUS_IO, 3);
    workfailure_note(&hands[2], STATUS_OK, 1);
    workfailure_note(&hands[3], STATUS_DAMAGED, 2);
    for (unsigned i = 0; i < 4; i++)
        first = workfailure_earlier(first, &hands[i], STATUS_IO);
    cr_assert_eq(first, &hands[1]);
    cr_expect_eq(first->error, ENOSPC);
    cr_expect_eq(first->task, 3);
    first = NULL;
    for (unsigned i = 0; i < 4; i++)
        first = workfailure_earlier(first, &hands[i], STATUS_NO_MEMORY);
    cr_expect_null(first);
}
