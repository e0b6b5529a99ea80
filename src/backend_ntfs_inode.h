/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inodes of libntfs-3g: what they are, and how they are closed whatever fails.
 *
 *   if (backend_ntfs_inode_is(inode, NI_FileNameDirty)) ...
 *   why = backend_ntfs_inode_close(inode);
 *
 * The library's own macros for bits of a state do not compile without warnings. One thread.
 */
#ifndef SRC_BACKEND_NTFS_INODE_H
#define SRC_BACKEND_NTFS_INODE_H

#include "src/overlay_ntfs3g.h"

#include <stdbool.h>

static inline bool backend_ntfs_inode_is(const ntfs_inode *inode, ntfs_inode_state_bits bit)
{
    return (inode->state >> bit & 1) != 0;
}

static inline void backend_ntfs_inode_set(ntfs_inode *inode, ntfs_inode_state_bits bit)
{
    inode->state |= 1UL << bit;
}

static inline void backend_ntfs_inode_clear(ntfs_inode *inode, ntfs_inode_state_bits bit)
{
    inode->state &= ~(1UL << bit);
}

static inline bool backend_ntfs_inode_is_folder(const ntfs_inode *inode)
{
    return (inode->mrec->flags & MFT_RECORD_IS_DIRECTORY) != 0;
}

/* Record and sequence number. */
uint64_t backend_ntfs_inode_reference(const ntfs_inode *inode);

/* What the library says failed: errno, and EIO where it says nothing. */
int backend_ntfs_inode_errno(void);

/* Marks all that is INODE's as written, so that closing it writes nothing. NULL is allowed. */
void backend_ntfs_inode_forget(ntfs_inode *inode);

/* Frees INODE without writing anything. NULL is allowed. */
void backend_ntfs_inode_abandon(ntfs_inode *inode);

/* Writes and frees INODE; where it cannot be written it is abandoned. 0 or an errno. */
int backend_ntfs_inode_close(ntfs_inode *inode);

#endif
