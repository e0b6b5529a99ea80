/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries in $Extend: see backend_ntfs_extend.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_extend.h"

#include <errno.h>

static const unsigned long heeds_case = 1UL << NV_CaseSensitive;

int backend_ntfs_extend_add_reparse(ntfs_inode *inode, struct bytes reparse)
{
    int failure;

    errno = 0;
    inode->vol->state &= ~heeds_case;
    failure = ntfs_set_ntfs_reparse_data(inode, (const char *)reparse.at, reparse.n, 0);
    inode->vol->state |= heeds_case;
    return failure ? backend_ntfs_inode_errno() : 0;
}

int backend_ntfs_extend_leave(ntfs_inode *inode)
{
    int failure;

    errno = 0;
    inode->vol->state &= ~heeds_case;
    failure = ntfs_delete_reparse_index(inode);
    if (!failure)
        failure = ntfs_delete_object_id_index(inode);
    inode->vol->state |= heeds_case;
    return failure ? backend_ntfs_inode_errno() : 0;
}
