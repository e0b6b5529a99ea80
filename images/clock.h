/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock that libntfs-3g reads while a volume is made.
 *
 * The library stamps every new file with clock_gettime(). A volume must come out the same bytes
 * each time it is made, so these programs define clock_gettime() themselves (the library is linked
 * dynamically and takes ours), and it stands still until clock_set moves it. Nothing in these
 * programs needs the real time.
 *
 *     clock_set(CLOCK_BASE + 5 * CLOCK_SECOND);
 *     ... files made now carry that time in $STANDARD_INFORMATION, in $FILE_NAME and in the
 * folder's index
 *
 * One thread at a time.
 */
#ifndef IMAGES_CLOCK_H
#define IMAGES_CLOCK_H

#include <stdint.h>

/* NTFS time: 100 ns ticks since 1601-01-01. */
#define CLOCK_SECOND UINT64_C(10000000)

/* 2024-01-01 00:00:00 UTC, where every volume's time begins. */
#define CLOCK_BASE UINT64_C(133485408000000000)

/* Sets the time; at or after 1970-01-01, which is as far back as a struct timespec reaches here. */
void clock_set(uint64_t ticks);

#endif
