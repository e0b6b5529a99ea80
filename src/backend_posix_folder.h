/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way to folders and names beneath the root of a mounted volume, which nothing leads astray.
 *
 *   why = backend_posix_folder_find(p, &p->to, item->folder, &fd);      stays the back-end's
 *   why = backend_posix_folder_name(item->name, name);                  terminated, and checked
 *   why = backend_posix_folder_at(p, fd, name, &file);                  O_PATH: the caller's
 *
 * Calls return 0 or an errno: ELOOP or ENOTDIR where a link stands in the way, EXDEV a mount.
 */
#ifndef SRC_BACKEND_POSIX_FOLDER_H
#define SRC_BACKEND_POSIX_FOLDER_H

#include "src/backend_posix_base.h"

enum {
    BACKEND_POSIX_NAME_BYTES = 256 * 3, /* 255 units, and the end */
    BACKEND_POSIX_PART_BYTES = 32,
};

/* Is there openat2? Sets what the rest of this file goes by. */
void backend_posix_folder_begin(struct backend_posix *p);

void backend_posix_folder_end(struct backend_posix *p);

/* NAME, terminated, in OUT of BACKEND_POSIX_NAME_BYTES. EINVAL, EILSEQ, ENAMETOOLONG. */
int backend_posix_folder_name(struct str name, char *out);

/* The same for a name that is to be made: EINVAL also for one that is kept for files that are not
 * complete. */
int backend_posix_folder_new_name(struct str name, char *out);

/* Under which name the file NAME is made before it is complete: ".mftlink-" and a hash. OUT has
 * BACKEND_POSIX_PART_BYTES. */
void backend_posix_folder_part(struct str name, char *out);

/* The folder of the plan, open with O_PATH until others of KEPT drive it out: at least until the
 * next call with the same KEPT. */
int backend_posix_folder_find(struct backend_posix *p, struct backend_posix_kept *kept,
                              uint32_t folder, int *fd_ret);

/* What NAME is in the folder DIR, itself, also where it is a link: O_PATH. */
int backend_posix_folder_at(const struct backend_posix *p, int dir, const char *name, int *fd_ret);

/* NAME in the plan's FOLDER is not any more what it was. */
void backend_posix_folder_forget(struct backend_posix *p, uint32_t folder, struct str name);

#endif
