/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hint is a hint: nothing may change but the cost. */
#include "mft/pages.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* At every place within a page, as the blocks of malloc lie, and for sizes on both sides of what is
 * worth it. */
Test(pages, the_hint_leaves_every_byte_as_it_is)
{
    static const size_t sizes[] = {1, 4096, 3 * 1024 * 1024 - 1, 3 * 1024 * 1024,
                                   9 * 1024 * 1024 + 5};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        unsigned char *block = malloc(sizes[i]);

        cr_assert_not_null(block);
        memset(block, 0x5A, sizes[i]);
        pages_prefer_large(block, sizes[i]);
        for (size_t at = 0; at < sizes[i]; at += 509)
            cr_assert_eq(block[at], 0x5A, "size %zu, byte %zu", sizes[i], at);
        free(block);
    }
}

/* A column that grows after the hint keeps its bytes, and can still be moved as one. */
Test(pages, a_block_with_the_hint_can_grow)
{
    size_t n = 4 * 1024 * 1024;
    unsigned char *block = malloc(n);

    cr_assert_not_null(block);
    memset(block, 1, n);
    for (unsigned round = 0; round < 4; round++) {
        pages_prefer_large(block, n);
        unsigned char *grown = realloc(block, 2 * n);
        cr_assert_not_null(grown);
        block = grown;
        memset(block + n, 1, n);
        n *= 2;
    }
    for (size_t at = 0; at < n; at += 4093)
        cr_assert_eq(block[at], 1);
    free(block);
}

/* What was written stays, and what is written meanwhile, too. */
Test(pages, memory_that_is_there_early_is_as_it_was)
{
    enum { SIZE = 9 * 1024 * 1024 + 5 };
    unsigned char *block = calloc(SIZE, 1);

    cr_assert_not_null(block);
    for (size_t at = 0; at < SIZE; at += 3 * 4096 + 1)
        block[at] = 0x5A;
    pages_populate(block + 17, SIZE - 17);
    for (size_t at = 0; at < SIZE; at++)
        cr_assert_eq(block[at], at % (3 * 4096 + 1) == 0 ? 0x5A : 0, "byte %zu", at);
    free(block);
}
