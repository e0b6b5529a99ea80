/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each status has words of its own. */
#include "mft/status.h"

#include <criterion/criterion.h>
#include <string.h>

Test(status, every_status_has_words_that_no_other_has)
{
    for (unsigned i = STATUS_OK; i <= STATUS_TOO_LARGE; i++) {
        const char *text = status_text((enum status)i);

        cr_assert_not_null(text);
        cr_assert_gt(strlen(text), 0);
        cr_assert_neq(text[strlen(text) - 1], '.');
        for (unsigned k = STATUS_OK; k < i; k++)
            cr_assert_str_neq(text, status_text((enum status)k));
    }
}
