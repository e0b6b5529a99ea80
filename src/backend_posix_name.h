/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names on a mounted volume that are given and taken away: calls of backend.h, and the two steps
 * that making a file needs, too.
 */
#ifndef SRC_BACKEND_POSIX_NAME_H
#define SRC_BACKEND_POSIX_NAME_H

#include "src/backend_posix_base.h"
#include "src/backend_resume.h"

int backend_posix_name_link(struct backend *backend, const struct backend_item *item);
int backend_posix_name_move(struct backend *backend, const struct backend_item *item);
int backend_posix_name_unlink(struct backend *backend, const struct backend_item *item);
int backend_posix_name_delete(struct backend *backend, const struct backend_item *item);
int backend_posix_name_remove_folder(struct backend *backend, const struct backend_item *item);
int backend_posix_name_look(struct backend *backend, const struct backend_item *item,
                            struct backend_seen *seen_ret);

/* FROM in the folder FROM_DIR becomes NAME in the folder DIR, which must not be there. EEXIST. */
int backend_posix_name_rename(const struct backend_posix *p, int from_dir, const char *from,
                              int dir, const char *name);

#endif
