/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume as it was before Windows Setup moved the system on it into a folder in the root, such as
 * \Windows.old.
 *
 *   status = unmoved_begin(&unmoved, &drive, folder);
 *   ... unmoved.index: what lies in FOLDER lies in the root ...
 *   unmoved_free(&unmoved);
 *
 * In the root are then: all that the folder has; of what is there now whatever has no namesake in
 * the folder and is none of the folders that a Windows makes for itself. Nothing leads to the
 * others, nor to the folder. Rows are those of the index of now, whose columns are shared: it must
 * stay. Pure, linear; read-only once begun.
 */
#ifndef PLANNER_UNMOVED_H
#define PLANNER_UNMOVED_H

#include "planner/machine.h"

struct unmoved {
    struct index index; /* not to be freed by index_free */
    struct arena arena;
};

/* FOLDER: row of a folder in the root of DRIVE (WANT_CHILDREN). STATUS_NO_MEMORY; STATUS_NOT_FOUND
 * where the root is not there. */
enum status unmoved_begin(struct unmoved *unmoved_ret, const struct machine_drive *drive,
                          uint32_t folder);

void unmoved_free(struct unmoved *unmoved);

#endif
