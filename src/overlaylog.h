/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The blocks of an overlay as the contents of a redo log.
 *
 *   status = overlay_settle(overlay, 0);                     first: it knows then what was there
 *   struct overlaylog log = {overlay, 0};
 *   struct redo_extents extents = overlaylog_extents(&log);
 *   status = redo_write("PLAN.redo", &about, &extents, 0);
 *
 * One thread; the overlay is not written meanwhile.
 */
#ifndef SRC_OVERLAYLOG_H
#define SRC_OVERLAYLOG_H

#include "src/overlay.h"
#include "src/redo.h"

struct overlaylog {
    const struct overlay *overlay;
    uint64_t at; /* of overlay_extent */
};

/* The blocks from the first on, once. LOG is borrowed; its overlay was settled since its last
 * write. */
struct redo_extents overlaylog_extents(struct overlaylog *log);

#endif
