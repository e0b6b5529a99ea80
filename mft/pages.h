/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hints to the system about large memory. Columns of a million rows are touched once, from front
 * to back: with large pages that costs a few hundred page faults in place of twenty thousand.
 */
#ifndef MFT_PAGES_H
#define MFT_PAGES_H

#include <stddef.h>

/*
 * Asks for large pages behind the N bytes at AT where the system has them. Nothing happens to small
 * blocks, which would only grow, nor where the system refuses.
 */
void pages_prefer_large(void *at, size_t n);

/*
 * Has the system put memory behind the N bytes at AT now, and not when each is first written. Their
 * values stay as they are, whoever reads or writes them meanwhile. Nothing happens where the system
 * is too old for it (Linux before 5.14), or short of memory.
 */
void pages_populate(void *at, size_t n);

#endif
