/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How calls begin, and end a back-end: see backend_ntfs_volume.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_volume.h"

#include "src/overlay_errno.h"

#include <errno.h>

int backend_ntfs_volume_fail(struct backend_ntfs *b, int why)
{
    b->has_failed = true;
    return why ? why : EIO;
}

/* An index that splits at each level, $MFT and its bitmap that grow, an attribute list, clusters
 * marked: some 30 blocks. An inode is its record, and what moves out of that. */
enum { CALL_BYTES = 64 * 4096, INODE_BYTES = 3 * 4096 };

int backend_ntfs_volume_require(struct backend_ntfs *b, uint64_t bytes)
{
    return overlay_errno_require(b->overlay,
                                 bytes + CALL_BYTES + (uint64_t)INODE_BYTES * b->shelf.nopen);
}

int backend_ntfs_volume_begin(struct backend_ntfs *b)
{
    int why;

    if (b->is_readonly)
        return EROFS;
    if (!b->volume || b->has_failed)
        return EIO;
    why = backend_ntfs_volume_require(b, 0);
    if (why)
        return why;
    why = backend_ntfs_shelf_trim(&b->shelf);
    return why ? backend_ntfs_volume_fail(b, why) : 0;
}
