/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files with several names have been met already: from inode numbers to places in a table.
 *
 *   struct folderlinks links = {0};
 *   known = folderlinks_find(&links, inode);               FOLDERLINKS_NONE: not met yet
 *   status = folderlinks_add(&links, &arena, inode, file);
 *
 * Of one file system, whose numbers are given once each. Memory is the arena's.
 */
#ifndef SRC_FOLDERLINKS_H
#define SRC_FOLDERLINKS_H

#include "mft/arena.h"
#include "mft/status.h"

#define FOLDERLINKS_NONE UINT32_MAX

struct folderlinks_slot {
    uint64_t inode;
    uint32_t file_plus_one; /* 0: empty */
};

struct folderlinks {
    struct folderlinks_slot *slots;
    uint32_t nslots; /* a power of two, at least twice as many as files; or 0 */
    uint32_t n;
};

uint32_t folderlinks_find(const struct folderlinks *links, uint64_t inode);

/* INODE is not there yet. STATUS_NO_MEMORY. */
enum status folderlinks_add(struct folderlinks *links, struct arena *arena, uint64_t inode,
                            uint32_t file);

#endif
