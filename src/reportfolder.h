/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders that a report is about: the one that a user names, and Windows' component store.
 */
#ifndef SRC_REPORTFOLDER_H
#define SRC_REPORTFOLDER_H

#include "planner/space.h"
#include "src/survey.h"

/* The row of the folder PATH; the survey has WANT_CHILDREN. False after it has said what is not
 * there, and which name is near. */
bool reportfolder_find(const struct survey *survey, const char *path, uint32_t *folder_ret);

/* The node of \Windows\WinSxS; false where there is none. */
bool reportfolder_store(const struct space *space, uint32_t *node_ret);

#endif
