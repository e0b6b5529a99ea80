/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values are counted as long as they are few; what they take is never told too low. */
#include "planner/manifest_few.h"

#include <criterion/criterion.h>

Test(manifest_few, each_value_counts_once)
{
    struct manifest_few few = {0};

    for (uint64_t i = 0; i < 3 * MANIFEST_FEW_MAX; i++)
        cr_expect_eq(manifest_few_add(&few, i % MANIFEST_FEW_MAX << 40), i < MANIFEST_FEW_MAX);
    cr_expect_eq(few.n, MANIFEST_FEW_MAX);
    cr_expect_not(few.is_many);
    cr_expect_not(manifest_few_add(&few, 1));
    cr_expect(few.is_many);
    cr_expect_not(manifest_few_add(&few, 2));
}

Test(manifest_few, few_values_take_little_and_many_all)
{
    struct manifest_few few = {0}, many = {.is_many = true};

    manifest_few_add(&few, 7);
    cr_expect_leq(manifest_few_bytes(&few, 1000000, 8, 4), 1000000 / 8 + 1000000 / 64 + 200);
    cr_expect_geq(manifest_few_bytes(&few, 1000000, 8, 4), 1000000 / 8);
    cr_expect_geq(manifest_few_bytes(&many, 1000, 1, 4), 4000 + 2000);
    cr_expect_leq(manifest_few_bytes(&few, 3, 1, 192), 3 * 192 + 8);
}
