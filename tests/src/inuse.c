/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses of a volume, on systems that are made of files: a disk sda (8:0) with two partitions, of
 * which the second (8:2) begins at MiB 3 and has 4 MiB; a loop device (7:0) on a file. */
#define _GNU_SOURCE /* asprintf, mkdtemp, makedev */

#include "src/inuse.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define MIB (UINT64_C(1) << 20)

static char folder[64], image[96], swaps[96], sys[96];
static struct mounts mounts;
static struct inuse_system fake;
static struct inuse use;

static void run(const char *format, const char *a, const char *b)
{
    char *command;

    cr_assert(asprintf(&command, format, folder, a, b) >= 0);
    cr_assert_eq(system(command), 0, "%s", command);
    free(command);
}

/* The file NAME of /sys. */
static void put(const char *name, const char *text)
{
    run("cd %1$s/sys && mkdir -p \"$(dirname %2$s)\" && echo '%3$s' >%2$s", name, text);
}

/* The device NAME at devices/PATH. */
static void add_device(const char *path, const char *number)
{
    char name[128];

    snprintf(name, sizeof name, "devices/%s/dev", path);
    put(name, number);
    run("cd %1$s/sys && mkdir -p devices/%2$s/holders dev/block class/block && "
        "ln -s ../../devices/%2$s dev/block/%3$s && "
        "ln -s ../../devices/%2$s class/block/$(basename %2$s)",
        path, number);
}

static void put_mounts(const char *text)
{
    mounts_free(&mounts);
    cr_assert(mounts_parse(strdup(text), &mounts));
}

static void begin(void)
{
    strcpy(folder, "/tmp/mftlink-inuse-XXXXXX");
    cr_assert(mkdtemp(folder));
    snprintf(image, sizeof image, "%s/disk image", folder);
    snprintf(swaps, sizeof swaps, "%s/swaps", folder);
    snprintf(sys, sizeof sys, "%s/sys", folder);
    run("mkdir %1$s/sys && truncate -s 16M \"%1$s/disk image\" && echo Filename >%1$s/swaps", "",
        "");
    add_device("sda", "8:0");
    put("devices/sda/size", "32768");
    add_device("sda/sda1", "8:1");
    put("devices/sda/sda1/partition", "1");
    put("devices/sda/sda1/start", "2048");
    put("devices/sda/sda1/size", "4096");
    add_device("sda/sda2", "8:2");
    put("devices/sda/sda2/partition", "2");
    put("devices/sda/sda2/start", "6144");
    put("devices/sda/sda2/size", "8192");
    fake = (struct inuse_system){sys, swaps, &mounts};
    put_mounts("22 27 0:21 / /proc rw - proc proc rw\n");
}

static void end(void)
{
    mounts_free(&mounts);
    run("rm -rf %1$s", "", "");
}

TestSuite(inuse, .init = begin, .fini = end, .timeout = 60);

static bool is_used(unsigned major, unsigned minor, uint64_t first, uint64_t nbytes)
{
    struct inuse_place place = inuse_device_place(&fake, makedev(major, minor), first, nbytes);

    return inuse_find(&fake, &place, &use);
}

static bool is_image_used(uint64_t first, uint64_t nbytes)
{
    struct inuse_place place;

    cr_assert(inuse_place_of(&fake, image, first, nbytes, &place));
    return inuse_find(&fake, &place, &use);
}

Test(inuse, a_device_that_nobody_uses_is_free)
{
    cr_assert(!is_used(8, 2, 0, 4 * MIB));
    cr_assert(!is_used(8, 0, 3 * MIB, 4 * MIB));
    cr_assert(!is_image_used(0, 16 * MIB));
}

Test(inuse, a_mounted_partition_is_seen_from_its_disk_and_others_are_not)
{
    put_mounts("30 1 8:2 / /mnt/win\\040dows rw - fuseblk /dev/none rw\n");
    cr_assert(is_used(8, 2, 0, 4 * MIB));
    cr_assert_eq(use.kind, INUSE_MOUNTED);
    cr_assert_str_eq(use.where, "/mnt/win dows");
    cr_assert(is_used(8, 0, 3 * MIB, 4 * MIB));
    cr_assert(is_used(8, 0, 0, 16 * MIB));
    cr_assert(!is_used(8, 1, 0, 2 * MIB));
    cr_assert(!is_used(8, 0, MIB, 2 * MIB), "the partition before it");
    cr_assert(!is_used(8, 0, 7 * MIB, MIB), "what is behind it");
}

Test(inuse, a_mounted_disk_is_seen_from_its_partitions)
{
    put_mounts("30 1 8:0 / /mnt rw - ntfs3 /dev/none rw\n");
    cr_assert(is_used(8, 2, 0, 4 * MIB));
    cr_assert(is_used(8, 0, 3 * MIB, 4 * MIB));
}

Test(inuse, an_image_that_is_mounted_by_its_name_is_seen)
{
    char text[256], link[96];

    snprintf(text, sizeof text, "30 1 0:44 / /mnt rw - fuse %s/disk\\040image rw\n", folder);
    put_mounts(text);
    cr_assert(is_image_used(0, 16 * MIB));
    cr_assert_eq(use.kind, INUSE_MOUNTED);
    snprintf(link, sizeof link, "%s/link", folder);
    cr_assert_eq(symlink(image, link), 0);
    snprintf(text, sizeof text, "30 1 0:44 / /mnt rw - fuse %s rw\n", link);
    put_mounts(text);
    cr_assert(is_image_used(0, 16 * MIB));
}

static void attach(const char *offset, const char *limit)
{
    add_device("loop0", "7:0");
    put("devices/loop0/loop/backing_file", image);
    put("devices/loop0/loop/offset", offset);
    put("devices/loop0/loop/sizelimit", limit);
    put("devices/loop0/size", "8192");
}

Test(inuse, an_image_on_a_loop_device_is_seen_where_they_overlap)
{
    attach("4194304", "0");
    cr_assert(is_image_used(0, 16 * MIB));
    cr_assert_eq(use.kind, INUSE_LOOP);
    cr_assert_str_eq(use.where, "loop0");
    cr_assert(is_image_used(5 * MIB, MIB));
    cr_assert(!is_image_used(0, 4 * MIB));
    cr_assert(!is_image_used(8 * MIB, MIB), "the device has 4 MiB");
    cr_assert(!is_used(7, 0, 0, 4 * MIB), "being there is no use of its own");
}

Test(inuse, a_mount_through_another_way_to_the_same_bytes_is_seen)
{
    char text[256];

    attach("0", "0");
    snprintf(text, sizeof text, "30 1 0:44 / /mnt rw - fuse %s/disk\\040image rw\n", folder);
    put_mounts(text);
    cr_assert(is_used(7, 0, 0, 4 * MIB));
    cr_assert_eq(use.kind, INUSE_MOUNTED);
    put_mounts("30 1 7:0 / /mnt rw - fuseblk /dev/none rw\n");
    cr_assert(is_image_used(0, MIB));
    cr_assert_eq(use.kind, INUSE_MOUNTED);
}

Test(inuse, a_partition_of_a_loop_device_is_a_part_of_its_file)
{
    attach("1048576", "0");
    add_device("loop0/loop0p1", "259:0");
    put("devices/loop0/loop0p1/partition", "1");
    put("devices/loop0/loop0p1/start", "2048");
    put("devices/loop0/loop0p1/size", "2048");
    put_mounts("30 1 259:0 / /mnt rw - fuseblk /dev/none rw\n");
    cr_assert(is_used(259, 0, 0, MIB));
    cr_assert(is_used(7, 0, MIB, MIB));
    cr_assert(!is_used(7, 0, 0, MIB));
    cr_assert(is_image_used(2 * MIB, MIB));
    cr_assert_eq(use.kind, INUSE_MOUNTED);
    put_mounts("");
    cr_assert(!is_used(259, 0, 0, MIB), "neither it nor its disk are a use of their own");
}

Test(inuse, what_holds_a_device_is_seen)
{
    put("devices/sda/sda2/holders/dm-0", "");
    cr_assert(is_used(8, 2, 0, 4 * MIB));
    cr_assert_eq(use.kind, INUSE_HELD);
    cr_assert_str_eq(use.where, "dm-0");
    cr_assert(is_used(8, 0, 3 * MIB, 4 * MIB));
    cr_assert(!is_used(8, 1, 0, 2 * MIB));
}

Test(inuse, swap_is_seen)
{
    run("printf '%%s\\n' '%1$s/disk\\040image file 1 0 -2' >>%1$s/swaps", "", "");
    cr_assert(is_image_used(0, MIB));
    cr_assert_eq(use.kind, INUSE_SWAP);
}

Test(inuse, without_sys_a_device_is_still_compared_with_itself)
{
    fake.sys = "/nonexistent";
    put_mounts("30 1 8:2 / /mnt rw - fuseblk /dev/none rw\n");
    cr_assert(is_used(8, 2, 0, 4 * MIB));
    cr_assert(!is_used(8, 1, 0, 4 * MIB));
}
