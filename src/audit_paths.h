/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The paths of a row of an audit, with their drives: where it is in the store, where its original
 * was, and the name outside that the row is about.
 *
 *   if (!audit_paths_begin(report, &paths)) ...       no memory
 *   audit_paths_of(&paths, part, row);                paths.path, paths.original, paths.other
 *   audit_paths_end(&paths);
 *
 * One thread at a time. What memory ran out for is_short remembers.
 */
#ifndef SRC_AUDIT_PATHS_H
#define SRC_AUDIT_PATHS_H

#include "src/audit_report.h"
#include "src/pathcache.h"

struct audit_paths {
    const struct audit_report *report;
    struct pathcache **caches;            /* of each drive */
    size_t *nstore;                       /* of each drive: bytes of the path of the store */
    struct textbuf path, original, other; /* WTF-8; ORIGINAL and OTHER may be empty */
    bool is_short;
    struct arena arena;
};

bool audit_paths_begin(const struct audit_report *report, struct audit_paths *paths_ret);
void audit_paths_of(struct audit_paths *paths, const struct audit_part *part,
                    const struct audit_row *row);
void audit_paths_end(struct audit_paths *paths);

#endif
