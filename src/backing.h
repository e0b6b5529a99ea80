/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which file or device to open for what a user names: the thing itself, or the device of a mounted
 * directory.
 */
#ifndef SRC_BACKING_H
#define SRC_BACKING_H

#include <stdbool.h>

/*
 * The path to open for NAME, the caller's to free. NULL after it has said what is wrong with NAME.
 * *IS_MOUNTED_RET: NAME is a directory where an NTFS volume is mounted.
 */
char *backing_find(const char *name, bool *is_mounted_ret);

/* Is NAME a folder on a file system that cannot be NTFS? Then *TYPE_RET is its type ("ext4"), the
 * caller's to free. */
bool backing_is_folder(const char *name, char **type_ret);

/*
 * Would writing the file PATH change the source that was opened as BACKING? So it is when PATH is
 * that file, or lies on the volume that is mounted from it.
 */
bool backing_is_changed_by(const char *backing, const char *path);

/* May PATH (NULL: the standard output) be written? False after it has said that it would change
 * BACKING. */
bool backing_allows(const char *backing, const char *path);

/* Are A and B the same file? One that is not there yet is known by its folder and name. */
bool backing_is_same(const char *a, const char *b);

#endif
