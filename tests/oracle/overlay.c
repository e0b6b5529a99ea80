/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libntfs-3g writes to a volume through an overlay: our scan through the overlay sees all of it,
 * the image has none of it, and the extents make a copy of the image into what was seen.
 */
#include "src/overlay.h"

#include "src/sha256.h"
#include "tests/oracle/overlayvolume.h"
#include "tests/oracle/sameindex.h"
#include "tests/oracle/toolrun.h"
#include "tests/oracle/viewlibrary.h"
#include "tests/oracle/viewscan.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FIRST_RECORD = 64, /* of users' files */
    NFILES = 40,
    NNAMES = 1000,
    PIECE = 1 << 20,
    PLENTY = 1 << 30,
};

struct bed {
    const char *image;
    struct source base;
    uint8_t digest[SHA256_BYTES]; /* of the image at first */
    struct overlay *overlay;
    struct viewscan before;
    uint64_t files[NFILES];
    uint32_t rows[NFILES]; /* theirs in the scan before */
};

/* ---- The image ---- */

static void hash_image(const char *image, uint8_t *digest)
{
    struct source source;
    struct sha256 *sha;
    uint8_t *piece = malloc(PIECE);
    size_t got = 1;

    cr_assert(piece && sha256_begin(&sha) && source_open(image, &source) == STATUS_OK);
    for (uint64_t at = 0; got > 0; at += got) {
        cr_assert_eq(source_read(&source, at, piece, PIECE, &got), STATUS_OK);
        sha256_add(sha, (struct bytes){piece, got});
    }
    sha256_end(sha, digest);
    source_close(&source);
    free(piece);
}

static void expect_untouched(const struct bed *bed)
{
    uint8_t digest[SHA256_BYTES];

    hash_image(bed->image, digest);
    cr_assert_eq(memcmp(digest, bed->digest, SHA256_BYTES), 0, "%s was written", bed->image);
}

/* The image with the extents laid over it, for the caller to unlink and free. */
static char *make_copy(const struct bed *bed, const char *name)
{
    char *path = toolrun_built(name);
    struct overlay_extent extent;
    uint64_t at = 0;
    int fd;

    toolrun_do((const char *const[]){"cp", "--sparse=always", bed->image, path, NULL});
    fd = open(path, O_WRONLY);
    cr_assert_geq(fd, 0);
    while (overlay_extent(bed->overlay, &at, &extent))
        cr_assert_eq(pwrite(fd, extent.bytes.at, extent.bytes.n, (off_t)extent.offset),
                     (ssize_t)extent.bytes.n);
    cr_assert_eq(close(fd), 0);
    return path;
}

/* ---- Scans ---- */

static void choose_files(struct bed *bed)
{
    const struct index *index = bed->before.index;
    size_t n = 0;

    for (uint32_t row = 0; row < index->files.n && n < NFILES; row++) {
        if (index->files.record[row] < FIRST_RECORD ||
            (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY)) != FILE_IN_USE)
            continue;
        bed->rows[n] = row;
        bed->files[n++] = index_reference(index, row);
    }
    cr_assert_eq(n, NFILES, "%s has %zu files", bed->image, n);
}

static void begin(struct bed *bed, const char *recipe, uint64_t limit_bytes)
{
    *bed = (struct bed){.image = fixture_image(recipe)};
    hash_image(bed->image, bed->digest);
    viewscan_open(bed->image, 0, &bed->before);
    choose_files(bed);
    cr_assert_eq(source_open(bed->image, &bed->base), STATUS_OK);
    cr_assert_eq(overlay_new(&bed->base, limit_bytes, &bed->overlay), STATUS_OK);
}

static void end(struct bed *bed)
{
    expect_untouched(bed);
    overlay_free(bed->overlay);
    source_close(&bed->base);
    viewscan_close(&bed->before);
}

static void scan_through(const struct bed *bed, struct viewscan *scan_ret)
{
    const struct source source = overlay_source(bed->overlay);

    /* The volume keeps a pointer to the part in SCAN_RET, which has a copy of the source. */
    viewscan_open_source(&source, scan_ret);
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
    cr_assert_eq(index->names.n, bed->before.index->names.n + NNAMES + 1);
    cr_assert_eq(index->files.n, bed->before.index->files.n + 1);
}

static void check_links(const struct bed *bed, const struct index *index)
{
    const struct index *before = bed->before.index;
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

/* libntfs-3g, and a scan of the file, find in the copy what the scan through the overlay found. */
static void check_copy(const char *copy, const struct viewscan *through)
{
    struct view ours = {0}, theirs = {0};
    struct viewlibrary_losses losses;
    struct viewscan scan;
    const char *column;
    char *text;
    size_t n;

    viewscan_open(copy, 0, &scan);
    column = sameindex_difference(through->index, scan.index);
    cr_assert_null(column, "%s", column);
    viewscan_fill(through, &ours);
    cr_assert(viewlibrary_fill(copy, &theirs, &losses), "libntfs-3g does not mount %s", copy);
    n = view_compare(&ours, &theirs, 20, &text);
    cr_assert_eq(n, 0, "%zu differences:\n%s", n, text);
    cr_assert_eq(losses.dangling + losses.folders + losses.records, 0);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
}

TestSuite(overlay, .timeout = 120);

Test(overlay, links_that_libntfs_3g_makes_are_seen_through_it_and_by_its_extents)
{
    struct bed bed;
    struct viewscan through;
    uint64_t written;
    char *copy;

    begin(&bed, "demo", PLENTY);
    cr_assert_eq(overlayvolume_link(bed.overlay, bed.files, NFILES, NNAMES), 0);
    cr_assert_eq(overlay_failure(bed.overlay), STATUS_OK);
    expect_untouched(&bed);
    written = overlay_bytes(bed.overlay);
    cr_assert_eq(overlay_settle(bed.overlay), STATUS_OK);
    cr_assert_leq(overlay_bytes(bed.overlay), written);
    cr_assert_gt(overlay_bytes(bed.overlay), NNAMES * 100);
    scan_through(&bed, &through);
    check_names(&bed, through.index);
    check_links(&bed, through.index);
    copy = make_copy(&bed, "overlay-links.img");
    check_copy(copy, &through);
    viewscan_close(&through);
    unlink(copy);
    free(copy);
    end(&bed);
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
        why = overlayvolume_link(bed.overlay, bed.files, NFILES, NNAMES);
        cr_expect(why == ENOSPC || why == EBUSY, "with %" PRIu64 " bytes: %s", limits[i],
                  strerror(why));
        cr_expect_eq(overlay_failure(bed.overlay), STATUS_TOO_LARGE);
        cr_expect_leq(overlay_bytes(bed.overlay), limits[i]);
        overlay_forget(bed.overlay);
        scan_through(&bed, &through);
        column = sameindex_difference(bed.before.index, through.index);
        cr_expect_null(column, "%s", column);
        viewscan_close(&through);
        end(&bed);
    }
}

Test(overlay, visits_of_a_clean_volume_write_nothing)
{
    struct bed bed;
    struct viewscan through;
    const char *column;

    begin(&bed, "demo", PLENTY);
    cr_expect_eq(overlayvolume_visit(bed.overlay, true), 0);
    cr_expect_eq(overlay_bytes(bed.overlay), 0);
    cr_expect_eq(overlayvolume_visit(bed.overlay, false), 0);
    cr_expect_eq(overlay_bytes(bed.overlay), 0);
    scan_through(&bed, &through);
    column = sameindex_difference(bed.before.index, through.index);
    cr_expect_null(column, "%s", column);
    viewscan_close(&through);
    end(&bed);
}

Test(overlay, a_device_does_what_the_library_asks)
{
    struct bed bed;
    uint8_t first[512];

    begin(&bed, "demo", PLENTY);
    cr_assert_eq(source_read_all(&bed.base, 0, first, sizeof first), STATUS_OK);
    overlayvolume_try_device(bed.overlay, (int64_t)bed.base.size_bytes, first);
    end(&bed);
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
