/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An overlay's blocks for a redo log: see overlaylog.h. */
#include "src/overlaylog.h"

#include <assert.h>

static bool next(void *context, struct redo_block *block_ret)
{
    struct overlaylog *log = context;
    struct overlay_extent extent;

    if (!overlay_extent(log->overlay, &log->at, &extent))
        return false;
    assert(extent.prints);
    *block_ret = (struct redo_block){extent.offset, extent.bytes, extent.prints};
    return true;
}

struct redo_extents overlaylog_extents(struct overlaylog *log)
{
    log->at = 0;
    return (struct redo_extents){next, log};
}
