/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What files have in the indexes of $Extend: reparse points and object ids.
 *
 * The library finds those indexes by names that it forgets to convert where it was told to heed
 * case and has no cache of names, as on volumes that were mounted from a device: for these calls it
 * is told otherwise. Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_EXTEND_H
#define SRC_BACKEND_NTFS_EXTEND_H

#include "src/backend_ntfs_inode.h"

#include "mft/bytes.h"

/* Gives INODE reparse data, tag first, and enters it into the index. EINVAL: they are damaged. */
int backend_ntfs_extend_add_reparse(ntfs_inode *inode, struct bytes reparse);

/* Takes INODE, which goes away, out of both indexes. */
int backend_ntfs_extend_leave(ntfs_inode *inode);

#endif
