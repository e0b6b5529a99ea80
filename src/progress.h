/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching a scan: a bar on a terminal, or JSON lines for a program.
 */
#ifndef SRC_PROGRESS_H
#define SRC_PROGRESS_H

#include "mft/scan.h"
#include "src/options.h"

/*
 * Waits for SCAN to be done (the caller finishes it) and shows how far it is on stderr, as WHEN
 * says. The bar appears only if the scan takes a moment, and is gone when this returns.
 */
void progress_watch(struct scan *scan, enum options_progress when);

/* What progress_watch shows in the end, for RECORDS that took no time worth watching. */
void progress_end(uint64_t records, enum options_progress when);

#endif
