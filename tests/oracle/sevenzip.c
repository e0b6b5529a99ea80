/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 7-Zip's list beside our scan: the same paths, sizes, clusters and record numbers of all that is
 * no system file. Skipped where it is not installed.
 *
 * It opens no volume whose sectors are not 512 bytes, nor one whose $MFT has an attribute list; it
 * lists no streams unless asked, and calls data in the record allocated.
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the lines "Key = value" have said since the last empty one. */
struct entry {
    struct view *view;
    char path[8192];
    uint64_t values[VIEW_PATH_COLUMNS];
};

static const char *value_of(const char *line, const char *key)
{
    const size_t n = strlen(key);

    return strncmp(line, key, n) == 0 && strncmp(line + n, " = ", 3) == 0 ? line + n + 3 : NULL;
}

static void take_path(struct entry *entry, const char *path)
{
    snprintf(entry->path, sizeof(entry->path), "\\%s", path);
    for (char *slash = entry->path; (slash = strchr(slash, '/')) != NULL;)
        *slash = '\\';
}

static void end_entry(struct entry *entry)
{
    if (entry->path[0] && strncmp(entry->path, "\\[SYSTEM]", 9) != 0)
        view_add(entry->view, VIEW_PATHS, entry->path, entry->values);
    *entry = (struct entry){.view = entry->view};
}

static void take_line(char *line, void *context)
{
    struct entry *entry = context;
    const char *value;

    if (!*line)
        end_entry(entry);
    else if ((value = value_of(line, "Path")) != NULL)
        take_path(entry, value);
    else if ((value = value_of(line, "Folder")) != NULL)
        entry->values[VIEW_PATH_DIRECTORY] = *value == '+';
    else if ((value = value_of(line, "Size")) != NULL)
        entry->values[VIEW_DATA_SIZE] = strtoull(value, NULL, 10);
    else if ((value = value_of(line, "Packed Size")) != NULL)
        entry->values[VIEW_DATA_ALLOCATED] = strtoull(value, NULL, 10);
    else if ((value = value_of(line, "iNode")) != NULL)
        entry->values[VIEW_PATH_RECORD] = strtoull(value, NULL, 10);
}

static void check(const char *image)
{
    struct viewscan scan;
    struct view ours = {0}, theirs = {0};
    struct entry entry = {.view = &theirs};
    char *text;
    size_t n;

    if (!toolrun_exists("7zz"))
        cr_skip_test("7zz of 7-Zip is not installed");
    cr_assert_eq(
        toolrun_lines((const char *const[]){"7zz", "l", "-slt", "-ba", "-sccUTF-8", image, NULL},
                      take_line, &entry),
        0, "7zz cannot read %s", image);
    end_entry(&entry);
    view_know(&theirs, VIEW_PATHS, UINT32_MAX);
    viewscan_open(image, 0, &scan);
    viewscan_fill_paths(&scan, VIEWSCAN_IN_RECORD, &ours);
    n = view_compare(&ours, &theirs, 20, &text);
    cr_assert_eq(n, 0, "%s: %zu differences from 7zz:\n%s", image, n, text);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
}

Test(sevenzip, tree)
{
    check(fixture_image("tree"));
}

Test(sevenzip, small_clusters)
{
    check(fixture_image("geometry:512:512"));
}

Test(sevenzip, large_clusters)
{
    check(fixture_image("geometry:512:2097152"));
}

Test(sevenzip, demo)
{
    check(fixture_image("demo"));
}

Test(sevenzip, manylinks)
{
    check(fixture_image("manylinks"));
}

Test(sevenzip, extbeforebase)
{
    check(fixture_image("extbeforebase"));
}

Test(sevenzip, sparse)
{
    check(fixture_image("sparse"));
}

Test(sevenzip, compressed)
{
    check(fixture_image("compressed"));
}

Test(sevenzip, bigdatafrag)
{
    check(fixture_image("bigdatafrag"));
}

Test(sevenzip, splitrecords)
{
    check(fixture_image("splitrecords"));
}

Test(sevenzip, sample_of_windows)
{
    const char *image = fixture_sample("velociraptor-test.ntfs.raw");

    if (!image)
        cr_skip_test("the sample velociraptor-test.ntfs.raw is not here");
    check(image);
}
