/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NTFS's times, 100 ns ticks since 1601-01-01 UTC, as text and as Unix seconds. All 64 bits are
 * legal: there is no clock of the system in between.
 */
#ifndef SRC_FILETIME_H
#define SRC_FILETIME_H

#include <stddef.h>
#include <stdint.h>

enum { FILETIME_BYTES = 30 }; /* "+60056-05-28T05:36:10.9551615Z" */

/* The last time and its day, since times that stand side by side are often the same; zero it before
 * first use. */
struct filetime_last {
    uint64_t ticks;
    uint32_t day_plus_one; /* days since 1601, plus one; 0: nothing is kept */
    uint32_t day_n;        /* bytes of TEXT that are the day: "2024-02-29T" */
    char text[FILETIME_BYTES];
};

/*
 * Writes TICKS as ISO-8601 with seven digits of seconds and Z to OUT (FILETIME_BYTES, no end mark)
 * and returns the bytes written. Years beyond 9999 carry a plus sign, as the standard wants.
 */
size_t filetime_text(uint64_t ticks, struct filetime_last *last, char *out);

/* Whole seconds since 1970-01-01 UTC, rounded towards the past; negative before 1970. */
int64_t filetime_seconds(uint64_t ticks);

/* Microseconds since then, the same, as their 64-bit two's complement. */
uint64_t filetime_microseconds(uint64_t ticks);

#endif
