/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders and files that are made on a mounted volume: calls of backend.h. */
#ifndef SRC_BACKEND_POSIX_MAKE_H
#define SRC_BACKEND_POSIX_MAKE_H

#include "src/backend_posix_base.h"
#include "src/content.h"

int backend_posix_make_folder(struct backend *backend, const struct backend_item *item,
                              struct backend_made *made_ret);
int backend_posix_make_copy(struct backend *backend, const struct backend_item *item,
                            struct content *content, struct backend_made *made_ret);
int backend_posix_make_bytes(struct backend *backend, const struct backend_item *item,
                             struct bytes bytes, struct backend_made *made_ret);
int backend_posix_make_tidy(struct backend *backend, const struct backend_item *item);

#endif
