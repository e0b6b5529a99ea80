/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What libntfs-3g says of a volume, as a view (view.h): an implementation that shares nothing with
 * ours, not even the conversion of names. The image is mounted in this process, read-only; neither
 * root nor FUSE is needed.
 *
 *   struct viewlibrary_losses losses;
 *   if (!viewlibrary_fill(image, &view, &losses)) ... the library cannot mount it ...
 *
 * Names come from the folders' indexes, walked from the root; all else from the records, each
 * opened as an inode by its number.
 */
#ifndef TESTS_ORACLE_VIEWLIBRARY_H
#define TESTS_ORACLE_VIEWLIBRARY_H

#include "tests/oracle/view.h"

#include <stdbool.h>

/* What the library came upon and could not use. */
struct viewlibrary_losses {
    size_t dangling; /* names in folders whose record it cannot open: left out of the view */
    size_t folders;  /* folders that it cannot list to the end */
    size_t records;  /* base records that it can read, but not open as an inode */
};

/* Adds all tables but VIEW_PATHS. False where the library refuses to mount IMAGE. */
bool viewlibrary_fill(const char *image, struct view *view, struct viewlibrary_losses *losses_ret);

#endif
