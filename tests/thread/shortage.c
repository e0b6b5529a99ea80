/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Without memory: the n-th allocation fails, for every n, and what was begun is given back.
 *
 * The files of mft/ that allocate are compiled here once more with another allocator; the linker
 * then leaves those of the library out. A plain program, since nothing of that may reach the other
 * tests.
 */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdlib.h>

static void *scarce_malloc(size_t n);
static void *scarce_calloc(size_t n, size_t size);
static void *scarce_realloc(void *at, size_t n);

/* NOLINTBEGIN(bugprone-suspicious-include): that is what this file is for */
#define malloc  scarce_malloc
#define calloc  scarce_calloc
#define realloc scarce_realloc
#include "mft/arena.c"
#include "mft/path.c"
#include "mft/pool.c"
#include "mft/scan.c"
#include "mft/volume.c"
#undef malloc
#undef calloc
#undef realloc
/* NOLINTEND(bugprone-suspicious-include) */

#include <stdio.h>

#include "tests/support/digest.h"
#include "tests/support/forge_parts.h"
#include "tests/support/tally.h"

static atomic_ulong nallocations, failing = ATOMIC_VAR_INIT(0);

/* Is it the turn of this allocation to fail? All behind it fail too where ALL_FAIL. */
static bool must_fail(void)
{
    unsigned long n = atomic_fetch_add(&nallocations, 1) + 1;

    return n == atomic_load(&failing);
}

static void *scarce_malloc(size_t n)
{
    return must_fail() ? NULL : malloc(n);
}

static void *scarce_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : calloc(n, size);
}

static void *scarce_realloc(void *at, size_t n)
{
    return must_fail() ? NULL : realloc(at, n);
}
