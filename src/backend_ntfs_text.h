/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names as the library wants them.
 *
 *   why = backend_ntfs_text_name(text, &name);
 *
 * Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_TEXT_H
#define SRC_BACKEND_NTFS_TEXT_H

#include "src/backend_ntfs_inode.h"

#include "mft/text.h"

struct backend_ntfs_name {
    u8 n;
    ntfschar units[NTFS_MAX_NAME_LEN];
};

/* EINVAL: empty, too long, no WTF-8, ".", "..", or with a unit in it that leads elsewhere. */
int backend_ntfs_text_name(struct str text, struct backend_ntfs_name *name_ret);

/* The same of the name of a stream: "." and others are allowed. An empty one is. */
int backend_ntfs_text_stream(struct str text, struct backend_ntfs_name *name_ret);

#endif
