/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linux's transparent huge pages. POSIX calls live here, in source.c and in pool.c. */
#define _DEFAULT_SOURCE
#include "mft/pages.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    WORTH_BYTES = 4 * 1024 * 1024
}; /* two large pages: at most half of a block's end is wasted */

static void advise(void *at, size_t n, int advice)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (uintptr_t)at % page;

    (void)madvise((char *)at - before, (before + n + page - 1) / page * page, advice);
}

/* Whole pages, outwards: a mapping of which a part has the hint cannot be moved as one any more. */
void pages_prefer_large(void *at, size_t n)
{
    if (n >= WORTH_BYTES)
        advise(at, n, MADV_HUGEPAGE);
}

void pages_populate(void *at, size_t n)
{
#ifdef MADV_POPULATE_WRITE
    advise(at, n, MADV_POPULATE_WRITE);
#else
    (void)at;
    (void)n;
#endif
}
