/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of files that are in use, as a running Windows wrote it down: docs/PLAN.md says what is
 * in it.
 *
 *   struct lockedlist list;
 *   if (!lockedlist_read(path, &list)) ...            it has said why
 *   ... list.locks, list.n ...
 *   lockedlist_free(&list);
 *
 * UTF-8, or UTF-16 with its mark, as PowerShell writes it; lines end in LF or CR LF.
 */
#ifndef SRC_LOCKEDLIST_H
#define SRC_LOCKEDLIST_H

#include "mft/arena.h"
#include "planner/save.h"

enum { LOCKEDLIST_BYTES_MAX = 64 << 20 };

struct lockedlist {
    struct save_lock *locks; /* in the order of the file */
    uint32_t n;
    struct arena arena;
};

/* False after it has said why: it cannot be read, or a line is no path with a drive. */
bool lockedlist_read(const char *path, struct lockedlist *list_ret);

void lockedlist_free(struct lockedlist *list);

#endif
