/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an arena promises: zeros, alignment, stable pointers, everything freed (the leak checker
 * sees to that). */
#include "mft/arena.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <string.h>

Test(arena, allocations_are_zeroed_aligned_and_apart)
{
    struct arena arena = {0};
    unsigned char *previous = NULL;

    for (size_t n = 0; n < 300; n++) {
        unsigned char *p = arena_alloc(&arena, n);

        cr_assert_not_null(p);
        cr_assert_eq((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            cr_assert_eq(p[i], 0);
        memset(p, 0xAA, n);
        cr_assert(n <= 1 || p != previous);
        previous = p;
    }
    arena_free(&arena);
}

Test(arena, an_allocation_larger_than_a_block_is_whole)
{
    struct arena arena = {0};
    unsigned char *small = arena_alloc(&arena, 1);
    unsigned char *large = arena_alloc(&arena, 1 << 20);

    memset(large, 1, 1 << 20);
    cr_assert_eq(*small, 0);
    arena_free(&arena);
}

Test(arena, a_product_that_overflows_gives_null)
{
    struct arena arena = {0};

    cr_assert_null(arena_array(&arena, SIZE_MAX / 8 + 1, 16));
    cr_assert_null(arena_alloc(&arena, SIZE_MAX));
    cr_assert_null(arena_alloc(&arena, SIZE_MAX - 32));
    cr_assert_null(arena_grow(&arena, NULL, SIZE_MAX));
    cr_assert_not_null(arena_array(&arena, 0, 16));
    cr_assert_not_null(arena_array(&arena, 16, 0));
    arena_free(&arena);
}

Test(arena, a_column_keeps_its_bytes_as_it_grows_and_others_stay)
{
    struct arena arena = {0};
    unsigned char *a = arena_grow(&arena, NULL, 10), *b = arena_grow(&arena, NULL, 10);

    memset(a, 'a', 10);
    memset(b, 'b', 10);
    a = arena_grow(&arena, a, 1 << 20);
    for (size_t i = 0; i < 10; i++) {
        cr_assert_eq(a[i], 'a');
        cr_assert_eq(b[i], 'b');
    }
    memset(a, 'a', 1 << 20);
    arena_free(&arena);
}

Test(arena, a_column_that_cannot_grow_is_still_valid)
{
    struct arena arena = {0};
    unsigned char *a = arena_grow(&arena, NULL, 10);

    memset(a, 'a', 10);
    cr_assert_null(arena_grow(&arena, a, SIZE_MAX - 8));
    cr_assert_eq(a[9], 'a');
    a = arena_grow(&arena, a, 20);
    cr_assert_eq(a[9], 'a');
    arena_free(&arena);
}

Test(arena, columns_can_be_given_back_in_any_order)
{
    struct arena arena = {0};
    void *columns[3];

    for (size_t i = 0; i < 3; i++)
        columns[i] = arena_grow(&arena, NULL, 100);
    arena_drop(&arena, columns[1]);
    arena_drop(&arena, columns[2]);
    arena_drop(&arena, columns[0]);
    arena_drop(&arena, NULL);
    cr_assert_null(arena.columns);
    arena_free(&arena);
}

Test(arena, it_can_be_used_again_after_it_was_freed)
{
    struct arena arena = {0};

    arena_alloc(&arena, 100);
    arena_free(&arena);
    cr_assert_not_null(arena_alloc(&arena, 100));
    arena_free(&arena);
}
