/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Model and serial number, from folders such as the kernel shows. */
#define _GNU_SOURCE /* mkdtemp */

#include "src/devicefacts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[32];

static const char *const folders[] = {"disk", "disk/device", "disk/part", NULL};
static const char *const files[] = {"disk/device/model", "disk/device/serial", "disk/serial", NULL};

static char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");

    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void expect_facts(const char *folder, const char *model, const char *serial)
{
    struct devicefacts facts;

    devicefacts_read(path_of(folder), &facts);
    cr_expect_str_eq(facts.model, model, "%s", folder);
    cr_expect_str_eq(facts.serial, serial, "%s", folder);
}

static void make_folders(void)
{
    strcpy(root, "/tmp/mftlink-unit.XXXXXX");
    cr_assert_not_null(mkdtemp(root));
    for (size_t i = 0; folders[i]; i++)
        cr_assert(mkdir(path_of(folders[i]), 0700) == 0);
}

static void remove_folders(void)
{
    for (size_t i = 0; files[i]; i++)
        unlink(path_of(files[i]));
    for (size_t i = sizeof folders / sizeof folders[0] - 1; i > 0; i--)
        rmdir(path_of(folders[i - 1]));
    rmdir(root);
}

TestSuite(devicefacts, .init = make_folders, .fini = remove_folders);

Test(devicefacts, nobody_knows)
{
    expect_facts("disk", "", "");
    expect_facts("not there", "", "");
}

Test(devicefacts, blanks_and_lines)
{
    put("disk/device/model", "  ACME  Drive 7   \n");
    put("disk/device/serial", "\n");
    expect_facts("disk", "ACME  Drive 7", "");
    put("disk/device/serial", "S 1\nmore\n");
    expect_facts("disk", "ACME  Drive 7", "S 1");
}

Test(devicefacts, a_partition_is_of_its_disk)
{
    put("disk/device/model", "ACME\n");
    put("disk/serial", "beside");
    expect_facts("disk/part", "ACME", "beside");
    put("disk/device/serial", "within");
    expect_facts("disk/part", "ACME", "within");
    expect_facts("disk", "ACME", "within");
}

Test(devicefacts, too_long)
{
    char text[3 * DEVICEFACTS_BYTES];
    struct devicefacts facts;

    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    put("disk/serial", text);
    devicefacts_read(path_of("disk"), &facts);
    cr_expect(strlen(facts.serial) == DEVICEFACTS_BYTES - 1);
}
