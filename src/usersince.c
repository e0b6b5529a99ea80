/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uel: see usersince.h. */
#include "src/usersince.h"

#include "src/say.h"

#include <stddef.h>
#include <string.h>

enum { YEAR_MIN = 1601, DAYS_DIGITS_MAX = 9 };
#define TICKS_PER_DAY (UINT64_C(86400) * 10000000)

/* N decimal digits, neither more nor less. */
static bool read_digits(const char *text, size_t n, uint32_t *number_ret)
{
    uint32_t number = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = 10 * number + (uint32_t)(text[i] - '0');
    }
    *number_ret = number;
    return true;
}

static bool is_leap(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1601-01-01 to the day. */
static uint64_t days_since_1601(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t years = year - YEAR_MIN;
    uint64_t days = 365 * (uint64_t)years + years / 4 - years / 100 + years / 400;

    for (uint32_t i = 1; i < month; i++)
        days += days_of_month(year, i);
    return days + day - 1;
}

static bool read_date(const char *text, uint64_t *since_ret)
{
    uint32_t year, month, day;

    if (strlen(text) != strlen("YYYY/MM/DD") || text[4] != '/' || text[7] != '/' ||
        !read_digits(text, 4, &year) || !read_digits(text + 5, 2, &month) ||
        !read_digits(text + 8, 2, &day))
        return false;
    if (year < YEAR_MIN || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return false;
    *since_ret = days_since_1601(year, month, day) * TICKS_PER_DAY;
    return true;
}

static bool read_days(const char *text, uint64_t now, uint64_t *since_ret)
{
    size_t n = strlen(text);
    uint32_t days;

    if (n == 0 || n > DAYS_DIGITS_MAX || !read_digits(text, n, &days) || days == 0)
        return false;
    *since_ret = days > now / TICKS_PER_DAY ? 0 : now - days * TICKS_PER_DAY;
    return true;
}

bool usersince_parse(const char *text, uint64_t now, uint64_t *since_ret)
{
    if (read_days(text, now, since_ret) || read_date(text, since_ret))
        return true;
    if (*text && strspn(text, "0") == strlen(text))
        say("'--uel %s' means the users who are logged on, and nobody is on a Windows that does "
            "not run. Give a number of days, or a day as YYYY/MM/DD.",
            text);
    else
        say("'%s' is not what --uel needs: a number of days (90), or a day that there was, as "
            "YYYY/MM/DD.",
            text);
    return false;
}
