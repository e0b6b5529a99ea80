/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All rows of an export, made by several threads in blocks and written in order. Where the output's
 * name ends in ".zst", each block is a zstd frame of its own, packed by the thread that made its
 * rows; the blocks do not depend on the number of threads, and so the frames do not.
 */
#ifndef SRC_EXPORT_RUN_H
#define SRC_EXPORT_RUN_H

#include "src/columns.h"
#include "src/options.h"
#include "src/out.h"

/* Writes every row that OPTIONS ask for to OUT, whose errors stay there. COLUMNS are those of CSV
 * and JSON Lines. STATUS_NO_MEMORY. */
enum status export_run(const struct exportrow_source *source, const struct column *columns,
                       const struct options *options, struct out *out);

/* What the scan must keep for it (enum want). */
unsigned export_run_want(const struct options *options, const struct column *columns);

#endif
