/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders of the plan: found by their names from the root down, made, and taken away.
 *
 * One thread. Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_FOLDER_H
#define SRC_BACKEND_NTFS_FOLDER_H

#include "src/backend_ntfs_volume.h"

/*
 * Opens folder number ID of the plan; BACKEND_NONE: the root. Inodes may be closed meanwhile: this
 * comes first in a call. EINVAL: no folder of the plan; ENOENT, ENOTDIR; ELOOP: it is a junction or
 * link; EPERM: it is one of NTFS's own.
 */
int backend_ntfs_folder_open(struct backend_ntfs *b, uint32_t id, ntfs_inode **folder_ret);

/* See backend.h. */
int backend_ntfs_folder_make(struct backend *backend, const struct backend_item *item,
                             struct backend_made *made_ret);
int backend_ntfs_folder_remove(struct backend *backend, const struct backend_item *item);

#endif
