/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the rows of the database are made from.
 */
#ifndef SRC_EXPORT_SQLITE_SOURCE_H
#define SRC_EXPORT_SQLITE_SOURCE_H

#include "mft/volumeinfo.h"
#include "src/export_sqlite_owner.h"
#include "src/exportrow.h"
#include "src/survey.h"

/* All borrowed; read only but for the owners, whom the rows of files number. */
struct export_sqlite_source {
    const struct survey *survey;
    const struct volumeinfo *info;
    struct exportrow_source rows;
    struct export_sqlite_owners *owners;
};

#endif
