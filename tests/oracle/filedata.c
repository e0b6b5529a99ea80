/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contents of files: every byte that we read of every file of a volume is libntfs-3g's, and
 * what we refuse to read is what we say it is.
 */
#include "src/filedata.h"
#include "tests/oracle/librarydata.h"
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 64 << 20 };

/* Loads the file of row FILE and holds it against the library. Was it read? */
static bool check_file(const struct viewscan *scan, void *library, uint32_t file)
{
    const unsigned flags = scan->index->files.flags[file];
    const uint32_t record = scan->index->files.record[file];
    struct arena arena = {0};
    struct bytes ours;
    enum status status = filedata_load(scan->volume, scan->index, file, LIMIT, &arena, &ours);

    if (status == STATUS_OK) {
        uint8_t *theirs = librarydata_read(library, record, ours.n);

        cr_assert_eq(ours.n, scan->index->files.size[file], "record %u", record);
        cr_assert(ours.n == 0 || memcmp(ours.at, theirs, ours.n) == 0, "record %u", record);
        free(theirs);
    } else if (status == STATUS_ENCODED) {
        cr_assert(flags & (FILE_COMPRESSED | FILE_ENCRYPTED | FILE_REPARSE), "record %u", record);
    } else if (status == STATUS_TOO_LARGE) {
        cr_assert_gt(scan->index->files.size[file],
                     LIMIT < scan->file.size_bytes ? LIMIT : scan->file.size_bytes);
    } else {
        cr_assert_eq(status, STATUS_NOT_FOUND, "record %u: %s", record, status_text(status));
        cr_assert(flags & FILE_DIRECTORY || !(flags & FILE_HAS_DATA), "record %u", record);
    }
    arena_free(&arena);
    return status == STATUS_OK;
}

/* Checks every file but those of the system; returns how many were read. */
static uint32_t check_volume(const char *recipe)
{
    void *library;
    struct viewscan scan;
    uint32_t nread = 0;

    oracle_open(recipe, &scan);
    library = librarydata_open(fixture_image(recipe));
    for (uint32_t file = 0; file < scan.index->files.n; file++)
        if (!(scan.index->files.flags[file] & FILE_SYSTEM))
            nread += check_file(&scan, library, file);
    librarydata_close(library);
    viewscan_close(&scan);
    return nread;
}

/* How the file that a recipe's fact names can be read. */
static enum status load(const char *recipe, const char *key, uint64_t limit)
{
    struct arena arena = {0};
    struct viewscan scan;
    struct bytes bytes;
    enum status status;

    oracle_open(recipe, &scan);
    status = filedata_load(scan.volume, scan.index, oracle_file(recipe, key, &scan), limit, &arena,
                           &bytes);
    arena_free(&arena);
    viewscan_close(&scan);
    return status;
}

Test(filedata, is_that_of_the_library)
{
    static const char *const recipes[] = {"tree", "sparse", "initsize", "ads", "users", "ea"};

    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
        cr_assert_gt(check_volume(recipes[i]), 0, "%s", recipes[i]);
}

Test(filedata, in_extents_of_several_records_is_that_of_the_library)
{
    cr_assert_gt(check_volume("bigdatafrag"), 0);
}

Test(filedata, of_many_geometries_is_that_of_the_library)
{
    cr_assert_gt(check_volume("geometry:512:512"), 0);
    cr_assert_gt(check_volume("geometry:4096:65536"), 0);
}

Test(filedata, that_is_compressed_is_refused_unless_it_lies_in_the_record)
{
    check_volume("compressed");
    cr_assert_eq(load("compressed", "text", LIMIT), STATUS_ENCODED);
    cr_assert_eq(load("compressed", "noise", LIMIT), STATUS_ENCODED);
    cr_assert_eq(load("compressed", "plain", LIMIT), STATUS_OK);
}

Test(filedata, that_is_encrypted_is_refused)
{
    cr_assert_eq(load("efs", "record", LIMIT), STATUS_ENCODED);
    cr_assert_eq(load("efs", "plain", LIMIT), STATUS_OK);
}

Test(filedata, behind_reparse_points_is_refused)
{
    check_volume("reparse");
}

Test(filedata, is_refused_beyond_the_limit)
{
    uint64_t size = fixture_fact("sparse", "none_size");

    cr_assert_eq(load("sparse", "none", size), STATUS_OK);
    cr_assert_eq(load("sparse", "none", size - 1), STATUS_TOO_LARGE);
}

Test(filedata, of_folders_is_not_there)
{
    cr_assert_eq(load("compressed", "folder", LIMIT), STATUS_NOT_FOUND);
}
