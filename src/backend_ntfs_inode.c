/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing inodes: see backend_ntfs_inode.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_inode.h"

#include <errno.h>

uint64_t backend_ntfs_inode_reference(const ntfs_inode *inode)
{
    return MK_MREF(inode->mft_no, le16_to_cpu(inode->mrec->sequence_number));
}

int backend_ntfs_inode_errno(void)
{
    return errno ? errno : EIO;
}

void backend_ntfs_inode_forget(ntfs_inode *inode)
{
    const unsigned long dirty = 1UL << NI_Dirty | 1UL << NI_AttrListDirty | 1UL << NI_FileNameDirty;

    if (!inode)
        return;
    for (int i = 0; i < inode->nr_extents; i++)
        inode->extent_nis[i]->state &= ~dirty;
    inode->state &= ~dirty;
}

void backend_ntfs_inode_abandon(ntfs_inode *inode)
{
    backend_ntfs_inode_forget(inode);
    ntfs_inode_close(inode);
}

/* The library frees an inode only where it could write it: volumes that were mounted from a device
 * have no cache of inodes, in which others end. */
int backend_ntfs_inode_close(ntfs_inode *inode)
{
    int why;

    errno = 0;
    if (ntfs_inode_close(inode) == 0)
        return 0;
    why = backend_ntfs_inode_errno();
    backend_ntfs_inode_abandon(inode);
    return why;
}
