/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of a plan, in their order in the file: docs/FORMATS.md, "Plan".
 */
#ifndef SRC_PLANFILE_COLUMNS_H
#define SRC_PLANFILE_COLUMNS_H

#include "src/table/table.h"

/* The value of the metadata key "mftlink.table". Another number: other columns or meanings. */
#define PLANFILE_TABLE "plan 3"

enum planfile_column {
    PLANFILE_OP,
    PLANFILE_REFUSED,
    PLANFILE_KIND,
    PLANFILE_REASON,
    PLANFILE_VOLUME,
    PLANFILE_PATH,
    PLANFILE_NAME,
    PLANFILE_NAME_RAW,
    PLANFILE_FROM_VOLUME,
    PLANFILE_FROM_PATH,
    PLANFILE_FROM_NAME,
    PLANFILE_FROM_NAME_RAW,
    PLANFILE_RECORD,
    PLANFILE_SEQUENCE,
    PLANFILE_SIZE,
    PLANFILE_CREATED,
    PLANFILE_MODIFIED,
    PLANFILE_CREATED_TICKS,
    PLANFILE_MODIFIED_TICKS,
    PLANFILE_ATTRIBUTES,
    PLANFILE_LINKS,
    PLANFILE_SECURITY,
    PLANFILE_GIVEN,
    PLANFILE_HAD,
    PLANFILE_USER,
    PLANFILE_COMPONENT,
    PLANFILE_RULE,
    PLANFILE_PATTERN,
    PLANFILE_DETAIL,
    PLANFILE_FOLDER,
    PLANFILE_FROM_FOLDER,
    PLANFILE_RULE_NUMBER,
    PLANFILE_COLUMNS,
};

extern const struct table_column planfile_columns[PLANFILE_COLUMNS];

#endif
