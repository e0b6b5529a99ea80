/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How calls begin, and end a back-end: see backend_ntfs_volume.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_volume.h"

#include <errno.h>

int backend_ntfs_volume_fail(struct backend_ntfs *b, int why)
{
    b->has_failed = true;
    return why ? why : EIO;
}

int backend_ntfs_volume_begin(struct backend_ntfs *b)
{
    int why;

    if (b->is_readonly)
        return EROFS;
    if (!b->volume || b->has_failed)
        return EIO;
    why = backend_ntfs_shelf_trim(&b->shelf);
    return why ? backend_ntfs_volume_fail(b, why) : 0;
}
