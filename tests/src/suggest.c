/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean ...?" */
#include "src/suggest.h"

#include <criterion/criterion.h>

Test(suggest, distance)
{
    cr_expect(suggest_distance("scan", "scan") == 0);
    cr_expect(suggest_distance("scna", "scan") == 2);
    cr_expect(suggest_distance("", "scan") == 4);
    cr_expect(suggest_distance("export", "exprot") == 2);
    cr_expect(suggest_distance("kitten", "sitting") == 3);
}

Test(suggest, nearest)
{
    static const char *const names[] = {"info", "scan", "links", "export", NULL};

    cr_expect_str_eq(suggest_nearest("exprot", names), "export");
    cr_expect_str_eq(suggest_nearest("link", names), "links");
    cr_expect_str_eq(suggest_nearest("scann", names), "scan");
    cr_expect_null(suggest_nearest("frobnicate", names));
    cr_expect_null(suggest_nearest("zzzz", names));
}
