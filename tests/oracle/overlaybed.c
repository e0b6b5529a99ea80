/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See overlaybed.h. */
#include "tests/oracle/overlaybed.h"

#include "tests/oracle/sameindex.h"
#include "tests/oracle/toolrun.h"
#include "tests/oracle/viewlibrary.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

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

void overlaybed_expect_untouched(const struct overlaybed *bed)
{
    uint8_t digest[SHA256_BYTES];

    hash_image(bed->image, digest);
    cr_assert_eq(memcmp(digest, bed->digest, SHA256_BYTES), 0, "%s was written", bed->image);
}

char *overlaybed_copy(const struct overlaybed *bed, const char *name)
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

void overlaybed_begin(struct overlaybed *bed, const char *recipe, uint64_t limit_bytes)
{
    *bed = (struct overlaybed){.image = fixture_image(recipe)};
    hash_image(bed->image, bed->digest);
    viewscan_open(bed->image, 0, &bed->before);
    cr_assert_eq(source_open(bed->image, &bed->base), STATUS_OK);
    cr_assert_eq(overlay_new(&bed->base, limit_bytes, &bed->overlay), STATUS_OK);
}

void overlaybed_end(struct overlaybed *bed)
{
    overlaybed_expect_untouched(bed);
    overlay_free(bed->overlay);
    source_close(&bed->base);
    viewscan_close(&bed->before);
}

void overlaybed_scan(const struct overlaybed *bed, struct viewscan *scan_ret)
{
    const struct source source = overlay_source(bed->overlay);

    /* The volume keeps a pointer to the part in SCAN_RET, which has a copy of the source. */
    viewscan_open_source(&source, scan_ret);
}

void overlaybed_compare(const char *copy, const struct viewscan *through)
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
