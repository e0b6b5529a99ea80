/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is mounted where: Linux's mountinfo.
 *
 *   struct mounts mounts;
 *   if (mounts_load(&mounts)) ... mounts_at(&mounts, "/mnt/c") ... mounts_free(&mounts);
 */
#ifndef SRC_MOUNTS_H
#define SRC_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

struct mount {
    const char *device; /* "8:17"; "0:21" for what lies on none */
    const char *root;   /* of the file system, the folder that is mounted */
    const char *point;  /* where */
    const char *type;   /* "ext4", "fuseblk" */
    const char *source; /* device or file; may be any word */
};

struct mounts {
    struct mount *at; /* in the order of the system: later ones cover earlier ones */
    size_t n;
    char *text;
};

/* Reads the mounts of this process. False when they cannot be read. */
bool mounts_load(struct mounts *mounts_ret);

/*
 * Parses TEXT, in the form of /proc/PID/mountinfo, which becomes the value's own (malloc). Lines
 * that cannot be understood are passed over. False without memory; TEXT is then freed.
 */
bool mounts_parse(char *text, struct mounts *mounts_ret);

void mounts_free(struct mounts *mounts);

/* Undoes the octal escapes (\040) of FIELD in place, as files of /proc have them. */
void mounts_unescape(char *field);

/* The mount whose point is PATH, absolute and without links; NULL where none is. */
const struct mount *mounts_at(const struct mounts *mounts, const char *path);

/* The mount that PATH lies on. */
const struct mount *mounts_holding(const struct mounts *mounts, const char *path);

/* Does its type say NTFS, or FUSE, which may be NTFS? */
bool mounts_may_be_ntfs(const struct mount *mount);

#endif
