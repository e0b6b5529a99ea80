/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uel: days before now, days of the calendar, and what is neither. */
#include "src/usersince.h"

#include "src/nowtime.h"

#include <criterion/criterion.h>

#define DAY (UINT64_C(86400) * 10000000)

/* 2024-03-10T12:34:56Z */
#define NOW UINT64_C(133545476960000000)

Test(usersince, days_are_counted_back_from_now)
{
    uint64_t since = 0;

    cr_assert(usersince_parse("1", NOW, &since));
    cr_expect_eq(since, NOW - DAY);
    cr_assert(usersince_parse("90", NOW, &since));
    cr_expect_eq(since, NOW - 90 * DAY);
    cr_assert(usersince_parse("007", NOW, &since));
    cr_expect_eq(since, NOW - 7 * DAY);
    cr_assert(usersince_parse("999999999", NOW, &since));
    cr_expect_eq(since, 0, "before there was time");
}

Test(usersince, a_day_begins_at_midnight)
{
    static const struct {
        const char *text, *seconds; /* since 1970 */
    } rows[] = {
        {"1970/01/01", "0"},          {"2024/02/29", "1709164800"}, {"2024/03/01", "1709251200"},
        {"2000/02/29", "951782400"},  {"2000/12/31", "978220800"},  {"2023/12/31", "1703980800"},
        {"2100/03/01", "4107542400"},
    };
    uint64_t since = 0, expected = 0;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert(nowtime_parse(rows[i].seconds, &expected));
        cr_assert(usersince_parse(rows[i].text, NOW, &since), "%s", rows[i].text);
        cr_expect_eq(since, expected, "%s", rows[i].text);
    }
    cr_assert(usersince_parse("1601/01/01", NOW, &since));
    cr_expect_eq(since, 0);
}

Test(usersince, what_is_no_time_is_refused)
{
    static const char *const texts[] = {
        "0",          "00",         "",           "-1",          "1.5",        "90 days",
        "1000000000", "2024/2/29",  "2023/02/29", "1900/02/29",  "2024/13/01", "2024/00/01",
        "2024/04/31", "2024/01/00", "2024-01-01", "2024/01/01x", "1600/12/31", "20x4/01/01",
    };
    uint64_t since = 42;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_expect_not(usersince_parse(texts[i], NOW, &since), "'%s'", texts[i]);
    cr_expect_eq(since, 42, "untouched");
}
