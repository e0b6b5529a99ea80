/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a manifest back, from a table that may be anything: it is taken when each row can be one
 * of the store that the table names, and each other column says what follows from that.
 */
#ifndef SRC_MANIFESTFILE_READ_H
#define SRC_MANIFESTFILE_READ_H

#include "planner/manifest.h"
#include "src/table/tableread.h"

/* Of paths and other texts of a manifest: more is not read, since a small file could else fill any
 * memory. */
#define MANIFESTFILE_TEXT_MAX (UINT64_C(1) << 32)

/*
 * Reads TABLE, whose "mftlink.table" is MANIFESTFILE_TABLE, to *MANIFEST_RET, which manifest_free
 * frees. NWORKERS threads; 0: one for each processor. STATUS_DAMAGED with *WHY_RET as in
 * tableread.h, STATUS_IO with errno, STATUS_NO_MEMORY.
 */
enum status manifestfile_read_table(const struct tableread *table, unsigned nworkers,
                                    struct manifest *manifest_ret, const char **why_ret);

#endif
