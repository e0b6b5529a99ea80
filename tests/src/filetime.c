/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NTFS's times as text and as seconds. */
#define _GNU_SOURCE /* timegm, gmtime_r */

#include "src/filetime.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void expect(uint64_t ticks, const char *expected)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];
    size_t n = filetime_text(ticks, &last, text);

    cr_expect(n == strlen(expected) && memcmp(text, expected, n) == 0, "%" PRIu64 ": %.*s, not %s",
              ticks, (int)n, text, expected);
}

Test(filetime, edges)
{
    expect(0, "1601-01-01T00:00:00.0000000Z");
    expect(1, "1601-01-01T00:00:00.0000001Z");
    expect(UINT64_C(864000000000) - 1, "1601-01-01T23:59:59.9999999Z");
    expect(UINT64_C(116444736000000000), "1970-01-01T00:00:00.0000000Z");
    expect(UINT64_C(125963424000000000), "2000-03-01T00:00:00.0000000Z");
    expect(UINT64_C(125963423999999999), "2000-02-29T23:59:59.9999999Z");
    expect(UINT64_C(2650467743999999999), "9999-12-31T23:59:59.9999999Z");
    expect(UINT64_C(2650467744000000000), "+10000-01-01T00:00:00.0000000Z");
    expect(INT64_MAX, "+30828-09-14T02:48:05.4775807Z");
    expect(UINT64_MAX, "+60056-05-28T05:36:10.9551615Z");
}

/* Every day for 1,200 years, beside what the C library says. */
Test(filetime, days)
{
    struct filetime_last last = {0};

    for (int64_t day = 0; day < 1200 * 366; day++) {
        time_t seconds = (time_t)(day * 86400 - INT64_C(11644473600) + 3661);
        char text[FILETIME_BYTES], expected[64];
        struct tm tm;
        size_t n = filetime_text((uint64_t)(day * 86400 + 3661) * 10000000 + 7, &last, text);

        gmtime_r(&seconds, &tm);
        snprintf(expected, sizeof expected, "%04d-%02d-%02dT01:01:01.0000007Z", tm.tm_year + 1900,
                 tm.tm_mon + 1, tm.tm_mday);
        cr_assert(n == strlen(expected) && memcmp(text, expected, n) == 0, "%.*s, not %s", (int)n,
                  text, expected);
    }
}

/* What is kept of the last time never shows in the next one. */
Test(filetime, last)
{
    static const struct {
        uint64_t ticks;
        const char *expected;
    } cases[] = {
        {UINT64_MAX, "+60056-05-28T05:36:10.9551615Z"},
        {UINT64_MAX, "+60056-05-28T05:36:10.9551615Z"},
        {0, "1601-01-01T00:00:00.0000000Z"},
        {1, "1601-01-01T00:00:00.0000001Z"},
        {0, "1601-01-01T00:00:00.0000000Z"},
    };
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t n = filetime_text(cases[i].ticks, &last, text);

        cr_expect(n == strlen(cases[i].expected) && memcmp(text, cases[i].expected, n) == 0,
                  "case %zu: %.*s", i, (int)n, text);
    }
}

Test(filetime, seconds)
{
    cr_expect(filetime_seconds(0) == INT64_C(-11644473600));
    cr_expect(filetime_seconds(9999999) == INT64_C(-11644473600));
    cr_expect(filetime_seconds(UINT64_C(116444736000000000)) == 0);
    cr_expect(filetime_seconds(UINT64_C(116444736000000000) - 1) == -1);
    cr_expect(filetime_seconds(UINT64_MAX) == INT64_C(1844674407370) - INT64_C(11644473600));
}
