/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time that everybody asks for here, and SOURCE_DATE_EPOCH. */
#define _GNU_SOURCE /* setenv */

#include "src/nowtime.h"

#include "src/filetime.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

static void expect_time(const char *text, const char *expected)
{
    char shown[FILETIME_BYTES + 1] = "";
    struct filetime_last last = {0};
    uint64_t ticks = 0;

    cr_assert(nowtime_parse(text, &ticks), "%s", text);
    shown[filetime_text(ticks, &last, shown)] = '\0';
    cr_expect_str_eq(shown, expected);
}

Test(nowtime, seconds)
{
    expect_time("0", "1970-01-01T00:00:00.0000000Z");
    expect_time("0001", "1970-01-01T00:00:01.0000000Z");
    expect_time("1700000000", "2023-11-14T22:13:20.0000000Z");
    expect_time("1833029933769", "+60056-05-28T05:36:09.0000000Z");
}

Test(nowtime, no_seconds)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "x",
                                        "-1",
                                        "+1",
                                        "1 ",
                                        " 1",
                                        "1.5",
                                        "0x1",
                                        "1833029933770",
                                        "99999999999999999999",
                                        "18446744073709551617"};
    uint64_t ticks = 7;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_expect_not(nowtime_parse(texts[i], &ticks), "'%s'", texts[i]);
    cr_expect(ticks == 7);
}

Test(nowtime, environment)
{
    uint64_t ticks = 0, later = 0;

    cr_assert(setenv("SOURCE_DATE_EPOCH", "1", 1) == 0);
    cr_expect(nowtime_is_fixed() && nowtime_get(&ticks));
    cr_expect(ticks == UINT64_C(116444736010000000));
    cr_assert(setenv("SOURCE_DATE_EPOCH", "yesterday", 1) == 0);
    cr_expect(nowtime_is_fixed() && !nowtime_get(&ticks));
    unsetenv("SOURCE_DATE_EPOCH");
    cr_expect(!nowtime_is_fixed() && nowtime_get(&ticks) && nowtime_get(&later));
    cr_expect(later >= ticks && filetime_seconds(later) - (int64_t)time(NULL) < 5);
    cr_expect((int64_t)time(NULL) - filetime_seconds(ticks) < 5);
}
