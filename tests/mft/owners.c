/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each owner once. */
#include "mft/owners.h"

#include <criterion/criterion.h>

static struct owners owners;
static struct arena arena;

static void begin(void)
{
    owners = (struct owners){0};
    arena = (struct arena){0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(owners, .init = begin, .fini = end);

/* S-1-5-NUMBER, and so many sub-authorities. */
static uint32_t add(uint32_t number, uint8_t nsubs)
{
    uint8_t sid[OWNERS_SID_BYTES] = {1, nsubs, 0, 0, 0, 0, 0, 5};
    uint32_t id = 0;

    memcpy(sid + 8, &number, sizeof number);
    cr_assert_eq(owners_add(&owners, &arena, (struct bytes){sid, 8 + 4 * (size_t)nsubs}, &id),
                 STATUS_OK);
    return id;
}

Test(owners, ids_count_from_1_in_the_order_of_coming)
{
    cr_assert_eq(add(18, 1), 1);
    cr_assert_eq(add(19, 1), 2);
    cr_assert_eq(add(18, 1), 1);
    cr_assert_eq(owners.n, 2);
}

Test(owners, a_longer_sid_that_begins_alike_is_another)
{
    cr_assert_eq(add(18, 1), 1);
    cr_assert_eq(add(18, 2), 2);
    cr_assert_eq(add(18, 15), 3);
    cr_assert_eq(owners_sid(&owners, 1).n, 12);
    cr_assert_eq(owners_sid(&owners, 2).n, 16);
    cr_assert_eq(owners_sid(&owners, 3).n, OWNERS_SID_BYTES);
}

Test(owners, thousands_are_found_again_after_growing)
{
    for (uint32_t i = 0; i < 5000; i++)
        cr_assert_eq(add(i, 1), i + 1);
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t number;

        cr_assert_eq(add(i, 1), i + 1);
        memcpy(&number, owners_sid(&owners, i + 1).at + 8, sizeof number);
        cr_assert_eq(number, i);
    }
    cr_assert_eq(owners.n, 5000);
}
