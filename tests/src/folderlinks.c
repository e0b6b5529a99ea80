/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inode numbers to places: many, and those that lie side by side. */
#include "src/folderlinks.h"

#include <criterion/criterion.h>

Test(folderlinks, every_inode_is_found_again)
{
    enum { N = 20000 };
    struct folderlinks links = {0};
    struct arena arena = {0};

    cr_expect_eq(folderlinks_find(&links, 7), FOLDERLINKS_NONE);
    for (uint32_t i = 0; i < N; i++) {
        uint64_t inode = i % 2 ? i : (uint64_t)i << 33;

        cr_assert_eq(folderlinks_find(&links, inode), FOLDERLINKS_NONE);
        cr_assert_eq(folderlinks_add(&links, &arena, inode, i), STATUS_OK);
    }
    for (uint32_t i = 0; i < N; i++)
        cr_assert_eq(folderlinks_find(&links, i % 2 ? i : (uint64_t)i << 33), i);
    cr_expect_eq(folderlinks_find(&links, UINT64_MAX), FOLDERLINKS_NONE);
    arena_free(&arena);
}
