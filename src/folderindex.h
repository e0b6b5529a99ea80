/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder of a mounted file system that is not NTFS (FAT, ext4) as an index: a drive of a
 * migration whose files can be copied.
 *
 *   if (!folderindex_read("/mnt/stick", WANT_TIMES | WANT_CHILDREN, &index)) return COMMAND_FAILED;
 *   ... index->nfindings > 0: something could not be read, which was said ...
 *   index_free(index);
 *
 * The folder is the root, record 5; what lies below it has the records from 24 on in the order of
 * the walk (folderwalk.h), all with the sequence number 1. Files with several names below the
 * folder are one file, whose header counts these names. There are no owners and no streams. Memory
 * aside, the same folder gives the same index.
 */
#ifndef SRC_FOLDERINDEX_H
#define SRC_FOLDERINDEX_H

#include "mft/index.h"

/* WANT: enum want. False after it has said why. */
bool folderindex_read(const char *path, unsigned want, struct index **index_ret);

#endif
