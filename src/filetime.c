/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NTFS's times: see filetime.h. 1601 begins a cycle of 400 years of the Gregorian calendar, so the
 * day number falls apart into cycles, centuries, groups of four years and years.
 */
#include "src/filetime.h"

#include "src/number.h"

#include <stdbool.h>
#include <string.h>

enum {
    TICKS_PER_SECOND = 10000000,
    TICKS_PER_MICROSECOND = 10,
    SECONDS_PER_DAY = 86400,
    DAYS_OF_400_YEARS = 146097,
    DAYS_OF_100_YEARS = 36524, /* of all centuries but the fourth, which has one more */
    DAYS_OF_4_YEARS = 1461,
    CLOCK_BYTES = 17, /* "12:34:56.1234567Z" */
};
#define SECONDS_1601_TO_1970 INT64_C(11644473600)

static uint32_t at_most(uint32_t n, uint32_t limit)
{
    return n < limit ? n : limit;
}

static void write_day(uint32_t days, struct filetime_last *last)
{
    static const uint8_t month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t cycle = days / DAYS_OF_400_YEARS, rest = days % DAYS_OF_400_YEARS;
    uint32_t century = at_most(rest / DAYS_OF_100_YEARS, 3);
    uint32_t four = (rest -= century * DAYS_OF_100_YEARS) / DAYS_OF_4_YEARS;
    uint32_t single = at_most((rest -= four * DAYS_OF_4_YEARS) / 365, 3);
    uint32_t year = 1601 + 400 * cycle + 100 * century + 4 * four + single, month = 0;
    bool is_leap = single == 3 && (four != 24 || century == 3);
    char *out = last->text;

    rest -= single * 365;
    while (rest >= month_days[month] + (uint32_t)(is_leap && month == 1)) {
        rest -= month_days[month] + (uint32_t)(is_leap && month == 1);
        month++;
    }
    if (year > 9999)
        *out++ = '+';
    out += number_digits(year, year > 9999 ? 5 : 4, out);
    *out++ = '-';
    out += number_digits(month + 1, 2, out);
    *out++ = '-';
    out += number_digits(rest + 1, 2, out);
    *out++ = 'T';
    last->day_n = (uint32_t)(out - last->text);
    last->day_plus_one = days + 1;
}

static void write_clock(uint32_t second, uint32_t fraction, char *out)
{
    number_digits(second / 3600, 2, out);
    out[2] = ':';
    number_digits(second / 60 % 60, 2, out + 3);
    out[5] = ':';
    number_digits(second % 60, 2, out + 6);
    out[8] = '.';
    number_digits(fraction, 7, out + 9);
    out[16] = 'Z';
}

size_t filetime_text(uint64_t ticks, struct filetime_last *last, char *out)
{
    uint64_t seconds = ticks / TICKS_PER_SECOND;
    uint32_t days = (uint32_t)(seconds / SECONDS_PER_DAY);

    if (last->day_plus_one == 0 || last->ticks != ticks) {
        if (last->day_plus_one != days + 1)
            write_day(days, last);
        write_clock((uint32_t)(seconds % SECONDS_PER_DAY), (uint32_t)(ticks % TICKS_PER_SECOND),
                    last->text + last->day_n);
        last->ticks = ticks;
    }
    memcpy(out, last->text, last->day_n + CLOCK_BYTES);
    return last->day_n + CLOCK_BYTES;
}

int64_t filetime_seconds(uint64_t ticks)
{
    return (int64_t)(ticks / TICKS_PER_SECOND) - SECONDS_1601_TO_1970;
}

uint64_t filetime_microseconds(uint64_t ticks)
{
    return ticks / TICKS_PER_MICROSECOND - (uint64_t)SECONDS_1601_TO_1970 * 1000000;
}
