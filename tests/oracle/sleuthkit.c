/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Sleuth Kit's fls and istat beside our scan: the same paths, streams, sizes, record and
 * sequence numbers. Skipped where they are not installed.
 *
 * Where it is known to be wrong (4.11), its volumes are not here: clusters of 128 KiB and more,
 * which it cannot open; folders that are each other's parents; FILETIMEs near 0.
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The fields of a line of `fls -l`, cut at its tabs: "r/r 64-128-1:", path, four times, size. */
enum { FIELD_KIND, FIELD_PATH, FIELD_SIZE = 6, FIELDS };

#define TYPE_DATA  128
#define TYPE_INDEX 144

static bool cut(char *line, char **fields)
{
    for (unsigned i = 0; i < FIELDS; i++) {
        char *tab = strchr(line, '\t');

        fields[i] = line;
        if (!tab)
            return false;
        *tab = '\0';
        line = tab + 1;
    }
    return true;
}

/* fls lists what is no file: the streams of a folder a second time below ".", its virtual files,
 * and indexes other than a folder's. */
static bool is_wanted(const char *kind, const char *path, unsigned type)
{
    const bool is_folder = strncmp(kind, "d/d", 3) == 0;

    return kind[0] != 'V' && !strstr(path, "/.:") && strncmp(path, ".:", 2) != 0 &&
           (type == TYPE_DATA || (type == TYPE_INDEX && is_folder));
}

static void take_line(char *line, void *context)
{
    char *fields[FIELDS];
    uint64_t record;
    unsigned type;
    char path[8192];
    bool is_folder;

    if (!cut(line, fields) ||
        sscanf(fields[FIELD_KIND], "%*s %" SCNu64 "-%u", &record, &type) != 2 ||
        !is_wanted(fields[FIELD_KIND], fields[FIELD_PATH], type))
        return;
    snprintf(path, sizeof(path), "\\%s", fields[FIELD_PATH]);
    for (char *slash = path; (slash = strchr(slash, '/')) != NULL;)
        *slash = '\\';
    is_folder = type == TYPE_INDEX;
    /* All but bad clusters is hole; none of these volumes has any. */
    if (strcmp(path, "\\$BadClus:$Bad") == 0)
        strcpy(fields[FIELD_SIZE], "0");
    view_add(context, VIEW_PATHS, path,
             (const uint64_t[]){is_folder ? 0 : strtoull(fields[FIELD_SIZE], NULL, 10), 0,
                                is_folder, record});
}

/* TSK lists a file by its $DATA: one without any has no line that is asked for here. */
static void drop_files_without_data(const struct viewscan *scan, struct view *view)
{
    struct view_table *table = &view->tables[VIEW_PATHS];
    size_t n = 0;

    for (size_t i = 0; i < table->n; i++) {
        const struct view_row *row = &table->rows[i];
        const uint32_t file = index_find(scan->index, row->values[VIEW_PATH_RECORD]);
        const bool is_stream = strchr(strrchr(row->key, '\\'), ':') != NULL;

        if (is_stream || scan->index->files.flags[file] & (FILE_HAS_DATA | FILE_DIRECTORY))
            table->rows[n++] = *row;
    }
    table->n = n;
}

static void check(const char *image)
{
    struct viewscan scan;
    struct view ours = {0}, theirs = {0};
    char *text;
    size_t n;

    if (!toolrun_exists("fls"))
        cr_skip_test("fls of the Sleuth Kit is not installed");
    cr_assert_eq(toolrun_lines((const char *const[]){"fls", "-r", "-p", "-u", "-l", image, NULL},
                               take_line, &theirs),
                 0, "fls cannot read %s", image);
    view_know(&theirs, VIEW_PATHS,
              1U << VIEW_DATA_SIZE | 1U << VIEW_PATH_DIRECTORY | 1U << VIEW_PATH_RECORD);
    viewscan_open(image, 0, &scan);
    viewscan_fill_paths(&scan, VIEWSCAN_STREAMS | VIEWSCAN_SYSTEM, &ours);
    drop_files_without_data(&scan, &ours);
    n = view_compare(&ours, &theirs, 20, &text);
    cr_assert_eq(n, 0, "%s: %zu differences from fls:\n%s", image, n, text);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
}

/* What istat says of one record: of each, the number behind its word. */
struct inode {
    uint64_t sequence, links, size;
};

static void take_inode_line(char *line, void *context)
{
    struct inode *inode = context;
    const char *size = strstr(line, " size: ");

    sscanf(line, "Entry: %*u Sequence: %" SCNu64, &inode->sequence);
    sscanf(line, "Links: %" SCNu64, &inode->links);
    if (strncmp(line, "Type: $DATA ", 12) == 0 && strstr(line, "Name: N/A") && size)
        sscanf(size, " size: %" SCNu64, &inode->size);
}

/* Its count of links is the header's. */
static void check_inode(const char *image, const struct index *index, uint32_t file)
{
    struct inode inode = {0};
    char number[16];

    snprintf(number, sizeof(number), "%" PRIu32, index->files.record[file]);
    cr_assert_eq(
        toolrun_lines((const char *const[]){"istat", image, number, NULL}, take_inode_line, &inode),
        0, "istat cannot read record %s of %s", number, image);
    cr_assert_eq(inode.sequence, index->files.sequence[file], "record %s of %s", number, image);
    cr_assert_eq(inode.links, index->files.header_links[file], "record %s of %s", number, image);
    if (!(index->files.flags[file] & FILE_DIRECTORY))
        cr_assert_eq(inode.size, index->files.size[file], "record %s of %s", number, image);
}

Test(sleuthkit, istat)
{
    static const char *const recipes[] = {"geometry:1024:4096", "dosnames", "sparse", "nodata"};

    if (!toolrun_exists("istat"))
        cr_skip_test("istat of the Sleuth Kit is not installed");
    for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
        struct viewscan scan;

        oracle_open(recipes[i], &scan);
        for (uint32_t file = 0; file < scan.index->files.n; file++)
            check_inode(fixture_image(recipes[i]), scan.index, file);
        viewscan_close(&scan);
    }
}

Test(sleuthkit, tree)
{
    check(fixture_image("tree"));
}

Test(sleuthkit, small_clusters)
{
    check(fixture_image("geometry:512:512"));
}

Test(sleuthkit, large_records)
{
    check(fixture_image("geometry:4096:4096"));
}

Test(sleuthkit, demo)
{
    check(fixture_image("demo"));
}

Test(sleuthkit, manylinks)
{
    check(fixture_image("manylinks"));
}

Test(sleuthkit, ads)
{
    check(fixture_image("ads"));
}

Test(sleuthkit, sparse)
{
    check(fixture_image("sparse"));
}

Test(sleuthkit, compressed)
{
    check(fixture_image("compressed"));
}

Test(sleuthkit, fragmft)
{
    check(fixture_image("fragmft"));
}

Test(sleuthkit, splitrecords)
{
    check(fixture_image("splitrecords"));
}

Test(sleuthkit, sample_of_windows)
{
    const char *image = fixture_sample("velociraptor-test.ntfs.raw");

    if (!image)
        cr_skip_test("the sample velociraptor-test.ntfs.raw is not here");
    check(image);
}
