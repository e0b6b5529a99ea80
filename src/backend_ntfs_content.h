/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file of the volume is made of, for reading: see content.h. Encrypted data are read as they
 * are on the disk, up to a multiple of 512 bytes. Its inode stays open until the content is closed,
 * which is before the back-end is; meanwhile the file is not changed.
 */
#ifndef SRC_BACKEND_NTFS_CONTENT_H
#define SRC_BACKEND_NTFS_CONTENT_H

#include "src/backend.h"

/* See backend.h. EISDIR, EPERM; EOPNOTSUPP: data that the library cannot read. */
int backend_ntfs_content_open(struct backend *backend, const struct backend_item *item,
                              struct content **content_ret);

#endif
