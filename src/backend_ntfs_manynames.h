/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A further name for a file that has many.
 *
 * libntfs-3g holds each new name against all that the file has, and looks through the attribute
 * list for the file's records twice: a thousand names would take a thousand times a thousand steps.
 * Here the entries of names lie aside while the library adds one, in its copy of the list in
 * memory: one entry that is nobody's, and as long, stands for them at the list's end. So each name
 * takes about the same time. What comes of it is what the library alone makes of it.
 *
 *   if (backend_ntfs_manynames_link(inode, folder, name.units, name.n) != 0) ... errno ...
 *
 * One thread.
 */
#ifndef SRC_BACKEND_NTFS_MANYNAMES_H
#define SRC_BACKEND_NTFS_MANYNAMES_H

#include "src/backend_ntfs_inode.h"

/* As ntfs_link, which it calls: 0, or -1 with errno. Names lie aside only where there are many, and
 * where the list does not need another cluster: the library then looks at all of them. */
int backend_ntfs_manynames_link(ntfs_inode *inode, ntfs_inode *folder, const ntfschar *name,
                                u8 name_n);

#endif
