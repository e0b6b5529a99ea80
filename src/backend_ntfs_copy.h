/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * New files with data: copies of contents, and bytes. See backend.h for both.
 *
 * Holes of sparse streams stay holes. Compressed streams are compressed anew, where clusters have
 * 4,096 bytes at most; else they are written as they read, and the file is not marked. A file that
 * is marked as sparse stays so. Encrypted streams stay as they are. A content that says nothing of
 * attributes, times or security gets the archive bit, the time of the copy, and what its folder
 * has.
 *
 * EINVAL: reparse data, extended attributes, a security descriptor or encrypted data that are not
 * as they must be. EOPNOTSUPP: compressed and encrypted.
 */
#ifndef SRC_BACKEND_NTFS_COPY_H
#define SRC_BACKEND_NTFS_COPY_H

#include "src/backend.h"

int backend_ntfs_copy_content(struct backend *backend, const struct backend_item *item,
                              struct content *content, struct backend_made *made_ret);

int backend_ntfs_copy_bytes(struct backend *backend, const struct backend_item *item,
                            struct bytes bytes, struct backend_made *made_ret);

#endif
