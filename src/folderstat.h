/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mounted file system says of a file, in NTFS's words.
 *
 * Attributes are those that NTFS has: of FAT as the driver tells them, of others read-only alone
 * (nobody may write). What is no file and no folder is the reparse point that Windows' subsystem
 * for Linux would make of it, so that nobody opens it: a link, a pipe, a socket, a device.
 */
#ifndef SRC_FOLDERSTAT_H
#define SRC_FOLDERSTAT_H

#include "src/folderwalk.h"

struct folderstat {
    struct folderwalk_file file;
    uint64_t device;
    uint32_t links; /* names, as the file system counts them */
    bool is_mount;  /* something is mounted there */
    bool has_links; /* other names may lead to it */
};

/* Asks for NAME in the folder DIR, or for what DIR is itself where NAME is "", which then is not
 * answered from what a driver remembers. False, and errno. */
bool folderstat_read(int dir, const char *name, struct folderstat *stat_ret);

/* Is the file system of DIR one of FAT, whose files have attributes to be asked for? */
bool folderstat_is_fat(int dir);

/* The attributes of NAME in DIR on FAT; those of FILE where they cannot be had. */
uint32_t folderstat_fat_attributes(int dir, const char *name, const struct folderwalk_file *file);

#endif
