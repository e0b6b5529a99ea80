/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a back-end (backend.h) can be asked after a crash, where operations are carried out one by
 * one.
 *
 *   why = backend->resume->look(backend, &item, &seen);
 */
#ifndef SRC_BACKEND_RESUME_H
#define SRC_BACKEND_RESUME_H

#include "src/backend.h"

/* What a name is. */
struct backend_seen {
    uint64_t reference; /* as in backend_made */
    uint64_t size, created, modified;
    uint32_t attributes; /* where they are not known 0 */
    bool is_folder;
    bool is_expected; /* the file that the item's reference means; where that is no number of this
                         file system, one of that size and times */
};

struct backend_resume {
    /* What NAME in FOLDER of ITEM is. ENOENT, also where FOLDER is not there. */
    int (*look)(struct backend *backend, const struct backend_item *item,
                struct backend_seen *seen_ret);

    /* Removes what a crash has left of making NAME in FOLDER of ITEM under another name. May be
     * NULL. */
    int (*tidy)(struct backend *backend, const struct backend_item *item);
};

#endif
