/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that are there: held against what the plan expects of them, given names, and rid of names.
 *
 * One thread. Calls return 0 or an errno; those of a back-end are told in backend.h.
 */
#ifndef SRC_BACKEND_NTFS_FILE_H
#define SRC_BACKEND_NTFS_FILE_H

#include "src/backend_ntfs_name.h"
#include "src/backend_ntfs_volume.h"

enum { BACKEND_NTFS_FILE_NAMES_MAX = 1024 /* as Windows has it, DOS names counted */ };

/*
 * Opens the source of ITEM, a file or a folder, after all folders that the call needs. ESTALE where
 * the record is another file's, or size, times, attributes or count of names are other than ITEM
 * says; EPERM where it is one of NTFS's own, other than the root.
 */
int backend_ntfs_file_source(struct backend_ntfs *b, const struct backend_item *item,
                             ntfs_inode **inode_ret);

/* Takes INODE, which has NAME in FOLDER and no other name, away with all that it holds. ESTALE, and
 * nothing was changed: it has no such name, or others. EBUSY: a content of it is open. */
int backend_ntfs_file_destroy(struct backend_ntfs *b, ntfs_inode *inode, ntfs_inode *folder,
                              const struct backend_ntfs_name *name);

int backend_ntfs_file_link(struct backend *backend, const struct backend_item *item);
int backend_ntfs_file_move(struct backend *backend, const struct backend_item *item);
int backend_ntfs_file_unlink(struct backend *backend, const struct backend_item *item);
int backend_ntfs_file_delete(struct backend *backend, const struct backend_item *item);
int backend_ntfs_file_secure(struct backend *backend, const struct backend_item *item);

#endif
