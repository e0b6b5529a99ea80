/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libntfs-3g writes to a volume through an overlay: our scan through the overlay sees all of it,
 * the image has none of it, and the extents make a copy of the image into what was seen.
 */
#include "src/overlay.h"

#include "tests/oracle/overlaybed.h"
#include "tests/oracle/overlayvolume.h"
#include "tests/oracle/sameindex.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FIRST_RECORD = 64, /* of users' files */
    NFILES = 40,
    NNAMES = 1000,
    PLENTY = 1 << 30,
};

struct bed {
    struct overlaybed volume;
    uint64_t files[NFILES];
    uint32_t rows[NFILES]; /* theirs in the scan before */
};

static void choose_files(struct bed *bed)
{
    const struct index *index = bed->volume.before.index;
    size_t n = 0;

    for (uint32_t row = 0; row < index->files.n && n < NFILES; row++) {
        if (index->files.record[row] < FIRST_RECORD ||
            (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY)) != FILE_IN_USE)
            continue;
        bed->rows[n] = row;
        bed->files[n++] = index_reference(index, row);
    }
    cr_assert_eq(n, NFILES, "%s has %zu files", bed->volume.image, n);
}

static void begin(struct bed *bed, const char *recipe, uint64_t limit_bytes)
{
    overlaybed_begin(&bed->volume, recipe, limit_bytes);
    choose_files(bed);
}

/* The row of the folder that was made. */
static uint32_t find_folder(const struct index *index)
{
    const uint32_t root = index_find(index, RECORD_ROOT);

    for (uint32_t i = index->first_child[root]; i < index->first_child[root + 1]; i++)
        if (str_equal(index_name(index, index->children[i]), str_of(OVERLAYVOLUME_FOLDER)))
            return index->names.file[index->children[i]];
    cr_assert_fail("the folder is not there");
    return INDEX_NONE;
}

static void check_name(const struct bed *bed, const struct index *index, uint32_t row, bool *seen)
{
    const struct str name = index_name(index, row);
    const uint32_t i = (uint32_t)strtoul(name.at, NULL, 10);
    char expected[OVERLAYVOLUME_NAME_BYTES];

    cr_assert_lt(i, NNAMES);
    overlayvolume_name(i, expected);
    cr_assert(str_equal(name, str_of(expected)), "%.*s", (int)name.n, name.at);
    cr_assert_not(seen[i]);
    seen[i] = true;
    cr_assert_eq(index_reference(index, index->names.file[row]), bed->files[i % NFILES]);
}

/* Every name that was made is there, once, of the right file, and there is no other. */
static void check_names(const struct bed *bed, const struct index *index)
{
    const uint32_t folder = find_folder(index);
    bool seen[NNAMES] = {false};

    cr_assert_eq(index->first_child[folder + 1] - index->first_child[folder], NNAMES);
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++)
        check_name(bed, index, index->children[i], seen);
    cr_assert_eq(index->names.n, bed->volume.before.index->names.n + NNAMES + 1);
    cr_assert_eq(index->files.n, bed->volume.before.index->files.n + 1);
}

static void check_links(const struct bed *bed, const struct index *index)
{
    const struct index *before = bed->volume.before.index;
    const uint32_t more = NNAMES / NFILES;

    for (uint32_t i = 0; i < NFILES; i++) {
        const uint32_t row = index_find_reference(index, bed->files[i]);

        cr_assert_neq(row, INDEX_NONE);
        cr_assert_eq(index_links(index, row), index_links(before, bed->rows[i]) + more);
        cr_assert_eq(index->files.header_links[row],
                     before->files.header_links[bed->rows[i]] + more);
    }
    cr_assert_eq(index->nfindings, before->nfindings);
}

TestSuite(overlay, .timeout = 120);

Test(overlay, links_that_libntfs_3g_makes_are_seen_through_it_and_by_its_extents)
{
    struct bed bed;
    struct viewscan through;
    uint64_t written;
    char *copy;

    begin(&bed, "demo", PLENTY);
    cr_assert_eq(overlayvolume_link(bed.volume.overlay, bed.files, NFILES, NNAMES), 0);
    cr_assert_eq(overlay_failure(bed.volume.overlay), STATUS_OK);
    overlaybed_expect_untouched(&bed.volume);
    written = overlay_bytes(bed.volume.overlay);
    cr_assert_eq(overlay_settle(bed.volume.overlay, 2), STATUS_OK);
    cr_assert_leq(overlay_bytes(bed.volume.overlay), written);
    cr_assert_gt(overlay_bytes(bed.volume.overlay), NNAMES * 100);
    overlaybed_scan(&bed.volume, &through);
    check_names(&bed, through.index);
    check_links(&bed, through.index);
    copy = overlaybed_copy(&bed.volume, "overlay-links.img");
    overlaybed_compare(copy, &through);
    viewscan_close(&through);
    unlink(copy);
    free(copy);
    overlaybed_end(&bed.volume);
}

/* The library says EBUSY in place of ENOSPC where it could not write an inode. */
Test(overlay, at_a_small_limit_there_is_no_space_and_nothing_happened)
{
    static const uint64_t limits[] = {0, 16 << 10, 64 << 10, 200 << 10};

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct bed bed;
        struct viewscan through;
        const char *column;
        int why;

        begin(&bed, "demo", limits[i]);
        why = overlayvolume_link(bed.volume.overlay, bed.files, NFILES, NNAMES);
        cr_expect(why == ENOSPC || why == EBUSY, "with %" PRIu64 " bytes: %s", limits[i],
                  strerror(why));
        cr_expect_eq(overlay_failure(bed.volume.overlay), STATUS_TOO_LARGE);
        cr_expect_leq(overlay_bytes(bed.volume.overlay), limits[i]);
        overlay_forget(bed.volume.overlay);
        overlaybed_scan(&bed.volume, &through);
        column = sameindex_difference(bed.volume.before.index, through.index);
        cr_expect_null(column, "%s", column);
        viewscan_close(&through);
        overlaybed_end(&bed.volume);
    }
}

Test(overlay, visits_of_a_clean_volume_write_nothing)
{
    struct bed bed;
    struct viewscan through;
    const char *column;

    begin(&bed, "demo", PLENTY);
    cr_expect_eq(overlayvolume_visit(bed.volume.overlay, true), 0);
    cr_expect_eq(overlay_bytes(bed.volume.overlay), 0);
    cr_expect_eq(overlayvolume_visit(bed.volume.overlay, false), 0);
    cr_expect_eq(overlay_bytes(bed.volume.overlay), 0);
    overlaybed_scan(&bed.volume, &through);
    column = sameindex_difference(bed.volume.before.index, through.index);
    cr_expect_null(column, "%s", column);
    viewscan_close(&through);
    overlaybed_end(&bed.volume);
}

Test(overlay, a_device_does_what_the_library_asks)
{
    struct bed bed;
    uint8_t first[512];

    begin(&bed, "demo", PLENTY);
    cr_assert_eq(source_read_all(&bed.volume.base, 0, first, sizeof first), STATUS_OK);
    overlayvolume_try_device(bed.volume.overlay, (int64_t)bed.volume.base.size_bytes, first);
    overlaybed_end(&bed.volume);
}

static enum status read_nothing(const struct source *source, uint64_t offset, void *buffer,
                                size_t n)
{
    (void)source;
    (void)offset;
    (void)buffer;
    (void)n;
    errno = EIO;
    return STATUS_IO;
}

Test(overlay, a_base_that_cannot_be_read_is_an_input_output_error)
{
    const struct source base = {.read = read_nothing, .fd = -1, .size_bytes = 1 << 24};
    struct overlay *overlay;

    cr_assert_eq(overlay_new(&base, PLENTY, &overlay), STATUS_OK);
    cr_expect_eq(overlayvolume_visit(overlay, false), EIO);
    overlay_free(overlay);
}
