/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See faultlist.h. */
#include "tests/support/faultlist.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_BYTES = 4000 };

static char text[TEXT_BYTES];

const char *faultlist_of(const struct plan *plan, const struct machine *machine)
{
    return faultlist_of_begun(plan, NULL, machine);
}

const char *faultlist_of_begun(const struct plan *plan, const bool *is_begun,
                               const struct machine *machine)
{
    struct check_faults faults;
    size_t n = 0;

    text[0] = '\0';
    if (check_begun(plan, is_begun, machine, &faults) != STATUS_OK)
        abort();
    for (uint32_t i = 0; i < faults.n && n < TEXT_BYTES; i++) {
        const struct check_fault *at = &faults.at[i];

        n += at->op == PLAN_NONE ? (size_t)snprintf(text + n, TEXT_BYTES - n, "volume ")
                                 : (size_t)snprintf(text + n, TEXT_BYTES - n, "%u ", at->op);
        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%s", check_kind_word(at->kind));
        if (at->kind == CHECK_DRIFT && n < TEXT_BYTES)
            n += (size_t)snprintf(text + n, TEXT_BYTES - n, " %s", check_field_word(at->field));
        if (n < TEXT_BYTES)
            n += (size_t)snprintf(text + n, TEXT_BYTES - n, "\n");
    }
    check_free(&faults);
    return text;
}
