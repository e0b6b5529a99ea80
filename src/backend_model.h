/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume in memory as a back-end (backend.h), made from an index: for tests, and to see what a
 * plan does where there is no volume to write.
 *
 *   why = backend_model_open(index, folders, nfolders, &backend);
 *   ... backend->calls->link(backend, &item) ...
 *   for (uint32_t i = 0; backend_model_name(backend, i, &name); i++) ...
 *
 * It answers as the others do: letter by letter, with the same errors in the same order of
 * questions. What it makes has references behind those of the index, with the sequence number 1. It
 * knows no bytes: everything that it is asked to read is a hole.
 *
 * The index is borrowed (WANT_TIMES, else times are not compared).
 */
#ifndef SRC_BACKEND_MODEL_H
#define SRC_BACKEND_MODEL_H

#include "mft/index.h"
#include "src/backend.h"

struct backend_model_name {
    uint64_t folder, reference; /* of its folder, as on the disk; of its file */
    struct str name;            /* borrowed from the back-end */
    bool is_made;               /* not of the index */
};

/* 0 or ENOMEM. */
int backend_model_open(const struct index *index, const struct backend_folder *folders,
                       uint32_t nfolders, struct backend **backend_ret);

/* The I-th of all names that are there, those of the index first, in its order. False: there are
 * not so many. In constant time where I is one more than at the last call. */
bool backend_model_name(struct backend *backend, uint32_t i, struct backend_model_name *name_ret);

#endif
