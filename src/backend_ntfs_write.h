/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The streams of a new file: see backend_ntfs_copy.h. Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_WRITE_H
#define SRC_BACKEND_NTFS_WRITE_H

#include "src/backend_ntfs_volume.h"

struct content;

/* Can the library write what CONTENT has? EINVAL, EOPNOTSUPP. */
int backend_ntfs_write_check(const struct content *content);

/* An unnamed stream of no bytes. */
int backend_ntfs_write_empty(ntfs_inode *inode);

/* Stream number STREAM. That of encrypted data is not marked as such yet. */
int backend_ntfs_write_stream(struct backend_ntfs *b, ntfs_inode *inode, struct content *content,
                              uint32_t stream);

/* The keys of encrypted streams. */
int backend_ntfs_write_keys(ntfs_inode *inode, const struct content *content);

/* Marks encrypted streams, and the file; behind all else that is written. */
int backend_ntfs_write_marks(ntfs_inode *inode, const struct content *content);

#endif
