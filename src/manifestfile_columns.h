/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of a manifest, in their order in the file: docs/FORMATS.md, "Manifest".
 */
#ifndef SRC_MANIFESTFILE_COLUMNS_H
#define SRC_MANIFESTFILE_COLUMNS_H

#include "src/table/table.h"

/* The value of the metadata key "mftlink.table". Another number: other columns or meanings. */
#define MANIFESTFILE_TABLE "manifest 1"

enum { MANIFESTFILE_NTIMES = 4 }; /* created, modified, changed, accessed */

enum manifestfile_column {
    MANIFESTFILE_VOLUME,
    MANIFESTFILE_DRIVE,
    MANIFESTFILE_STORE,
    MANIFESTFILE_KIND,
    MANIFESTFILE_PATH,
    MANIFESTFILE_PATH_RAW,
    MANIFESTFILE_ORIGINAL,
    MANIFESTFILE_ORIGINAL_RAW,
    MANIFESTFILE_RECORD,
    MANIFESTFILE_SEQUENCE,
    MANIFESTFILE_SOURCE_RECORD, /* none where the name is one of the source itself: a link's */
    MANIFESTFILE_SOURCE_SEQUENCE,
    MANIFESTFILE_SIZE,
    MANIFESTFILE_TIMES,
    MANIFESTFILE_TICKS = MANIFESTFILE_TIMES + MANIFESTFILE_NTIMES,
    MANIFESTFILE_ATTRIBUTES = MANIFESTFILE_TICKS + MANIFESTFILE_NTIMES,
    MANIFESTFILE_LINKS,
    MANIFESTFILE_STREAMS,
    MANIFESTFILE_OWNER,
    MANIFESTFILE_USER,
    MANIFESTFILE_RULE,
    MANIFESTFILE_SHA256,
    MANIFESTFILE_COLUMNS,
};

extern const struct table_column manifestfile_columns[MANIFESTFILE_COLUMNS];

#endif
