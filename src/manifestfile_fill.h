/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a manifest's columns, for whoever writes one, and for whoever reads one and holds
 * every column against what must stand there.
 *
 *   struct manifestfile_fill fill;
 *   status = manifestfile_fill_begin(&manifest, &fill);
 *   ... manifestfile_fill(&fill, worker, column, first, n, &values) ...    any number of threads
 *   manifestfile_fill_end(&fill);
 */
#ifndef SRC_MANIFESTFILE_FILL_H
#define SRC_MANIFESTFILE_FILL_H

#include "planner/manifest.h"
#include "src/table/table.h"

struct manifestfile_fill {
    const struct manifest *manifest;
    struct textbuf volume, drive, store; /* as others read them: valid UTF-8 */
};

/* Borrows MANIFEST. STATUS_NO_MEMORY; then, too, it is to be ended. */
enum status manifestfile_fill_begin(const struct manifest *manifest,
                                    struct manifestfile_fill *fill_ret);
void manifestfile_fill_end(struct manifestfile_fill *fill);

/* As tablewrite_job's fill; CONTEXT is a struct manifestfile_fill. */
enum status manifestfile_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                              uint32_t n, struct table_values *values);

#endif
