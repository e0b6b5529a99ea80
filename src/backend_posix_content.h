/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a mounted volume as what a copy takes over: content.h, and open_content of backend.h. */
#ifndef SRC_BACKEND_POSIX_CONTENT_H
#define SRC_BACKEND_POSIX_CONTENT_H

#include "src/backend_posix_base.h"
#include "src/content.h"

/* E2BIG where a stream, or the list of them, is longer than an extended attribute can be; ENOTSUP
 * where the driver shows something else than the file's data. */
int backend_posix_content_open(struct backend *backend, const struct backend_item *item,
                               struct content **content_ret);

#endif
