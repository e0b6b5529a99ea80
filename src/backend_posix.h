/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mounted volume as a back-end (backend.h): ntfs-3g, the kernel's ntfs3, or any other file
 * system; where it has no links (FAT) it can still be read and copied to. docs/JOURNAL.md, "A
 * mounted volume", tells what it relies on.
 *
 *   why = backend_posix_open("/mnt/c", folders, nfolders, &backend);
 *
 * Everything happens beneath one descriptor of ROOT: no link, junction or further mount is
 * followed, in whichever step of a path it stands. Names that are no valid UTF-8 are EILSEQ, those
 * that no file can have EINVAL.
 *
 * A reference has a sequence number that a mounted volume does not tell: only the record number is
 * compared, and only that is known of what was made. On a file system that is not NTFS the
 * reference of a plan is no number of it, and only size and times are compared; a reference without
 * sequence number, as of what was made here, is the inode's number there, too.
 */
#ifndef SRC_BACKEND_POSIX_H
#define SRC_BACKEND_POSIX_H

#include "src/backend.h"

/* What it can do at most: on NTFS through ntfs-3g with streams_interface=xattr. */
enum {
    BACKEND_POSIX_FEATURES = BACKEND_LINKS | BACKEND_STREAMS | BACKEND_SECURITY |
                             BACKEND_ATTRIBUTES | BACKEND_TIMES | BACKEND_REPARSE | BACKEND_SPARSE,
};

/* 0 or errno: ROOT is no folder that can be opened, or memory ran out. */
int backend_posix_open(const char *root, const struct backend_folder *folders, uint32_t nfolders,
                       struct backend **backend_ret);

#endif
