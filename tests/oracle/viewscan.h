/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Our own scan of an image, and the view (view.h) that it gives.
 *
 *   struct viewscan scan;
 *   viewscan_open(image, 0, &scan);
 *   ... scan.index ...
 *   viewscan_fill(&scan, &view);
 *   viewscan_close(&scan);
 *
 * Every opening scans twice, with one worker and with four, and fails the test where the two
 * indexes are not byte for byte the same.
 */
#ifndef TESTS_ORACLE_VIEWSCAN_H
#define TESTS_ORACLE_VIEWSCAN_H

#include "mft/index.h"
#include "mft/security.h"
#include "mft/volume.h"
#include "tests/oracle/view.h"

struct viewscan {
    struct source file; /* that was opened here, if any was */
    struct source part; /* of the file: where the volume lies */
    struct volume *volume;
    struct index *index;
    struct security *security; /* NULL where $Secure cannot be read */
};

/* Opens and scans the volume at byte OFFSET of the image; the test fails where that fails. */
void viewscan_open(const char *image, uint64_t offset, struct viewscan *scan_ret);

/* The same for the volume that is SOURCE, which stays the caller's. */
void viewscan_open_source(const struct source *source, struct viewscan *scan_ret);

/* The same, leaving out what $MFT:$BITMAP calls free, as a command does. */
void viewscan_open_skipping(const char *image, struct viewscan *scan_ret);

/* Adds all that the index knows, except VIEW_PATHS. */
void viewscan_fill(const struct viewscan *scan, struct view *view);

/* How other tools list paths. */
enum viewscan_flavour {
    VIEWSCAN_STREAMS = 1,   /* named streams are lines of their own, PATH:STREAM */
    VIEWSCAN_SYSTEM = 2,    /* system files are listed among the others */
    VIEWSCAN_IN_RECORD = 4, /* data in the record count as allocated */
};

/* Adds VIEW_PATHS: each name but DOS names with what its file has, as FLAVOUR wants it. */
void viewscan_fill_paths(const struct viewscan *scan, unsigned flavour, struct view *view);

void viewscan_close(struct viewscan *scan);

#endif
