/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account: what is left over on either side, headers that disagree, what lies below $Extend. */
#include "planner/account.h"

#include "tests/support/grove.h"

#include <criterion/criterion.h>

enum { MOST = 10, CLUSTER = 512 };

static struct grove grove;
static struct space space;
static struct account account;

static void plant(void)
{
    struct file_rows *files = &grove.index.files;

    grove_begin(&grove, MOST);
    files->size = arena_array(&grove.arena, MOST, sizeof *files->size);
    files->allocated = arena_array(&grove.arena, MOST, sizeof *files->allocated);
    cr_assert(files->size && files->allocated);
    files->allocated[grove_add(&grove, GROVE_ROOT, str_of("a"), 0)] = 4 * CLUSTER;
    files->allocated[grove_add(&grove, GROVE_ROOT, str_of("$J"), FILE_SYSTEM)] = 3 * CLUSTER;
    grove_finish(&grove);
    grove.index.counts.usage =
        (struct usage){.is_known = true, .clusters = {[USAGE_DATA] = 7, [USAGE_METADATA] = 100}};
    cr_assert_eq(space_of(&grove.index, &space), STATUS_OK);
}

static void uproot(void)
{
    space_free(&space);
    grove_free(&grove);
}

TestSuite(account, .init = plant, .fini = uproot);

Test(account, what_lies_below_extend_is_the_file_systems)
{
    account_of(&space, CLUSTER, 107 * CLUSTER, &account);
    cr_expect_eq(account.lines[USAGE_DATA], 4 * CLUSTER);
    cr_expect_eq(account.lines[USAGE_METADATA], 103 * CLUSTER);
    cr_expect_eq(account.claimed, 107 * CLUSTER);
    cr_expect_eq(account.unclaimed + account.unmarked, 0);
    cr_expect_eq(account.headers_less + account.headers_more, 0);
}

Test(account, residue_is_on_the_side_that_has_more)
{
    account_of(&space, CLUSTER, 110 * CLUSTER, &account);
    cr_expect_eq(account.unclaimed, 3 * CLUSTER);
    cr_expect_eq(account.unmarked, 0);
    account_of(&space, CLUSTER, 100 * CLUSTER, &account);
    cr_expect_eq(account.unclaimed, 0);
    cr_expect_eq(account.unmarked, 7 * CLUSTER);
}

Test(account, headers_that_say_other_than_the_runs_are_told)
{
    grove.index.counts.usage.clusters[USAGE_DATA] = 9;
    account_of(&space, CLUSTER, 109 * CLUSTER, &account);
    cr_expect_eq(account.headers_less, 2 * CLUSTER);
    grove.index.counts.usage.clusters[USAGE_DATA] = 1;
    account_of(&space, CLUSTER, 101 * CLUSTER, &account);
    cr_expect_eq(account.headers_more, 6 * CLUSTER);
    cr_expect_eq(account.claimed, 101 * CLUSTER);
}

Test(account, sums_beyond_64_bits_stay_at_the_most)
{
    grove.index.counts.usage.clusters[USAGE_DATA] = UINT64_MAX;
    account_of(&space, CLUSTER, 0, &account);
    cr_expect_eq(account.claimed, UINT64_MAX);
    cr_expect_eq(account.unmarked, UINT64_MAX);
}
