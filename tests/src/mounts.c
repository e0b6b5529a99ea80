/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is mounted where. */
#define _GNU_SOURCE /* strdup */

#include "src/mounts.h"

#include <criterion/criterion.h>
#include <string.h>

static const char sample[] =
    "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "40 27 8:17 / /mnt/c rw,relatime shared:1 master:2 - fuseblk /dev/sdb1 rw,user_id=0\n"
    "41 27 0:39 / /mnt/my\\040disk\\134x rw - fuse /tmp/a\\040b.img rw\n"
    "42 27 8:18 /Users /mnt/users rw - ntfs3 /dev/sdb2 rw\n"
    "this is no mount\n"
    "43 27 0:5 / /mnt/short rw -\n"
    "44 27 8:19 / /mnt/c rw - ntfs3 /dev/sdb3 rw";

static struct mounts parse(void)
{
    struct mounts mounts;

    cr_assert(mounts_parse(strdup(sample), &mounts));
    return mounts;
}

Test(mounts, lines)
{
    struct mounts mounts = parse();

    cr_assert(mounts.n == 5, "%zu", mounts.n);
    cr_expect_str_eq(mounts.at[1].point, "/mnt/c");
    cr_expect_str_eq(mounts.at[1].type, "fuseblk");
    cr_expect_str_eq(mounts.at[1].source, "/dev/sdb1");
    cr_expect_str_eq(mounts.at[2].point, "/mnt/my disk\\x");
    cr_expect_str_eq(mounts.at[2].source, "/tmp/a b.img");
    cr_expect_str_eq(mounts.at[3].root, "/Users");
    mounts_free(&mounts);
}

/* The mount that came last covers those before it. */
Test(mounts, lookup)
{
    struct mounts mounts = parse();

    cr_expect_str_eq(mounts_at(&mounts, "/mnt/c")->source, "/dev/sdb3");
    cr_expect_null(mounts_at(&mounts, "/mnt"));
    cr_expect_str_eq(mounts_holding(&mounts, "/mnt/c/Users")->source, "/dev/sdb3");
    cr_expect_str_eq(mounts_holding(&mounts, "/mnt/cc")->point, "/");
    cr_expect_str_eq(mounts_holding(&mounts, "/")->point, "/");
    mounts_free(&mounts);
}

Test(mounts, types)
{
    struct mounts mounts = parse();

    cr_expect_not(mounts_may_be_ntfs(&mounts.at[0]));
    for (size_t i = 1; i < mounts.n; i++)
        cr_expect(mounts_may_be_ntfs(&mounts.at[i]), "%s", mounts.at[i].type);
    mounts_free(&mounts);
}

Test(mounts, of_this_machine)
{
    struct mounts mounts;

    cr_assert(mounts_load(&mounts));
    cr_expect_not_null(mounts_holding(&mounts, "/proc/self"));
    mounts_free(&mounts);
}
