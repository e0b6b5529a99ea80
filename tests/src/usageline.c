/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clusters are used for as a line: there and back, and what is none. */
#include "src/usageline.h"

#include <criterion/criterion.h>

Test(usageline, numbers_come_back)
{
    const struct usage usage = {.is_known = true, .clusters = {1, 2, 3, 4, 5, UINT64_MAX, 0}};
    struct usage back = {0};
    struct textbuf text = {0};

    usageline_put(&usage, &text);
    cr_expect(str_equal(textbuf_view(&text), str_of("1 2 3 4 5 18446744073709551615 0")));
    cr_assert(usageline_get(textbuf_view(&text), &back));
    cr_expect(back.is_known);
    cr_expect_eq(memcmp(back.clusters, usage.clusters, sizeof usage.clusters), 0);
    textbuf_free(&text);
}

Test(usageline, lines_of_other_makes_are_refused)
{
    static const char *const lines[] = {"",
                                        "1 2 3 4 5 6",
                                        "1 2 3 4 5 6 7 8",
                                        "1 2 3 4 5 6 x",
                                        "1 2 3 4 5 6 -1",
                                        "1 2 3 4 5 6 18446744073709551616"};
    struct usage usage = {0};

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not(usageline_get(str_of(lines[i]), &usage), "%s", lines[i]);
    cr_expect_not(usage.is_known);
}
