/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recipe's volume under an overlay: what is written stays there, is seen by a scan through it,
 * and makes a copy of the image into what was seen.
 *
 *   overlaybed_begin(&bed, "demo", limit_bytes);
 *   ... write to bed.overlay ...
 *   overlaybed_scan(&bed, &through);
 *   copy = overlaybed_copy(&bed, "links.img");
 *   overlaybed_compare(copy, &through);
 *   viewscan_close(&through);
 *   overlaybed_end(&bed);                      the image is what it was
 *
 * What fails, fails the test.
 */
#ifndef TESTS_ORACLE_OVERLAYBED_H
#define TESTS_ORACLE_OVERLAYBED_H

#include "src/overlay.h"
#include "src/sha256.h"
#include "tests/oracle/viewscan.h"

struct overlaybed {
    const char *image;
    struct source base;
    uint8_t digest[SHA256_BYTES]; /* of the image at first */
    struct overlay *overlay;
    struct viewscan before;
};

void overlaybed_begin(struct overlaybed *bed, const char *recipe, uint64_t limit_bytes);
void overlaybed_end(struct overlaybed *bed);

/* The image has the bytes that it had. */
void overlaybed_expect_untouched(const struct overlaybed *bed);

void overlaybed_scan(const struct overlaybed *bed, struct viewscan *scan_ret);

/* The path of a copy of the image with the extents laid over it, NAME in the build folder, for the
 * caller to unlink and free. */
char *overlaybed_copy(const struct overlaybed *bed, const char *name);

/* libntfs-3g, and a scan of the file, find in COPY what the scan THROUGH the overlay found. */
void overlaybed_compare(const char *copy, const struct viewscan *through);

#endif
