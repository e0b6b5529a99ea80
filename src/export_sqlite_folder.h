/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder of a name, and what stands before the names of a folder, so that a path is one join:
 * the same paths as those of mft/path.h, taken apart. Pure; for any number of threads.
 */
#ifndef SRC_EXPORT_SQLITE_FOLDER_H
#define SRC_EXPORT_SQLITE_FOLDER_H

#include "mft/index.h"

/* Longer ones are not stored, so that a chain of folders costs no more than its length: their
 * paths are put together when they are asked for. */
enum { EXPORT_SQLITE_PREFIX_MAX = 1024 };

/* The row of the folder that the path of NAME (row) goes through; the root for the root's own name;
 * INDEX_NONE where the path begins at \$Orphans. */
uint32_t export_sqlite_folder_of(const struct index *index, uint32_t name);

/*
 * What stands before the names in FOLDER: its path and a backslash, "\" for the root, in the end of
 * BUFFER (EXPORT_SQLITE_PREFIX_MAX bytes). n == 0 where that is longer.
 */
struct str export_sqlite_folder_prefix(const struct index *index, uint32_t folder,
                                       char buffer[EXPORT_SQLITE_PREFIX_MAX]);

#endif
