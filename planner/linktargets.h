/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the shortcuts of a drive lead to, as far as their contents say. Values that src/ reads.
 *
 *   const struct linktarget *to = linktargets_find(&targets, file);         NULL: not known
 *
 * Pure and read-only.
 */
#ifndef PLANNER_LINKTARGETS_H
#define PLANNER_LINKTARGETS_H

#include <stdint.h>

#include "mft/text.h"

struct linktarget {
    uint32_t file;       /* row */
    struct str target;   /* "C:\Docs\a.txt", as the old Windows had it */
    struct str relative; /* "..\a.txt", from the folder that the shortcut is in; or empty */
};

struct linktargets {
    const struct linktarget *at; /* by file, ascending */
    uint32_t n;
};

const struct linktarget *linktargets_find(const struct linktargets *targets, uint32_t file);

#endif
