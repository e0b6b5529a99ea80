/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The deleted files whose records are still there, for mftlink scan --deleted. The index must have
 * been asked for them (WANT_DELETED).
 */
#ifndef SRC_DELETEDLIST_H
#define SRC_DELETEDLIST_H

#include "mft/index.h"
#include "src/json.h"
#include "src/out.h"

/* Lines for people: record and sequence number, size, path. */
void deletedlist_text(const struct index *index, struct out *out);

/* The member "deleted_files": an array of objects. */
void deletedlist_json(const struct index *index, struct json *json, struct out *out);

#endif
