/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A clock that stands still, put in the place of the C library's. See clock.h.
 */
#include "images/clock.h"

#include <time.h>

/* Ticks between 1601-01-01 and 1970-01-01. */
#define UNIX_EPOCH UINT64_C(116444736000000000)

static uint64_t now = CLOCK_BASE;

void clock_set(uint64_t ticks)
{
    now = ticks;
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): libc's names are reserved */
int clock_gettime(clockid_t clock_id, struct timespec *time_ret)
{
    (void)clock_id;
    time_ret->tv_sec = (time_t)((now - UNIX_EPOCH) / CLOCK_SECOND);
    time_ret->tv_nsec = (long)((now - UNIX_EPOCH) % CLOCK_SECOND) * 100;
    return 0;
}
