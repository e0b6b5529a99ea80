/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What time it is: see nowtime.h.
 */
#define _GNU_SOURCE /* clock_gettime */

#include "src/nowtime.h"

#include "src/say.h"

#include <stdlib.h>
#include <time.h>

enum { TICKS_PER_SECOND = 10000000 };
#define SECONDS_1601_TO_1970 UINT64_C(11644473600)
#define SECONDS_MAX          (UINT64_MAX / TICKS_PER_SECOND - SECONDS_1601_TO_1970 - 1)

static const char variable[] = "SOURCE_DATE_EPOCH";

static uint64_t ticks_of(uint64_t seconds)
{
    return (seconds + SECONDS_1601_TO_1970) * TICKS_PER_SECOND;
}

bool nowtime_parse(const char *text, uint64_t *ticks_ret)
{
    uint64_t seconds = 0;
    const char *at = text;

    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');

        if (seconds > (SECONDS_MAX - digit) / 10)
            return false;
        seconds = 10 * seconds + digit;
    }
    if (*at || at == text)
        return false;
    *ticks_ret = ticks_of(seconds);
    return true;
}

bool nowtime_is_fixed(void)
{
    return getenv(variable) != NULL;
}

bool nowtime_get(uint64_t *ticks_ret)
{
    const char *fixed = getenv(variable);
    struct timespec now;

    if (!fixed) {
        clock_gettime(CLOCK_REALTIME, &now);
        *ticks_ret = ticks_of((uint64_t)now.tv_sec) + (uint64_t)now.tv_nsec / 100;
        return true;
    }
    if (nowtime_parse(fixed, ticks_ret))
        return true;
    say("%s is '%s', which is no time: it must be whole seconds since 1970 in decimal digits. "
        "Correct it, or unset it.",
        variable, fixed);
    return false;
}
