/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one folder of a mounted file system lists, sorted by the bytes of the names.
 *
 *   status = folderlist_read(fd, &arena, &list);
 *   for (uint32_t i = 0; i < list.n; i++) ... list.names[i] ...
 */
#ifndef SRC_FOLDERLIST_H
#define SRC_FOLDERLIST_H

#include "mft/arena.h"
#include "mft/status.h"

struct folderlist {
    char **names; /* terminated; "." and ".." left out; in the caller's arena */
    uint32_t n;
};

/* FD stays open and is read from its beginning. STATUS_IO (errno), with what was read before in
 * *LIST_RET; STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status folderlist_read(int fd, struct arena *arena, struct folderlist *list_ret);

#endif
