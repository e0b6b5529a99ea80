/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Manifests as files: docs/FORMATS.md, "Manifest".
 *
 *   status = manifestfile_bytes(&manifest, nworkers, &bytes);    to be put into the store
 *   manifestfile_load("m.parquet", nworkers, &manifest)                   it has said why not
 *   status = manifestfile_read(&source, nworkers, &manifest, &why);       from a store, say
 */
#ifndef SRC_MANIFESTFILE_H
#define SRC_MANIFESTFILE_H

#include "mft/source.h"
#include "planner/manifest.h"
#include "src/textbuf.h"

/* The same bytes for any number of threads; the caller frees them by textbuf_free.
 * STATUS_NO_MEMORY, STATUS_TOO_LARGE, STATUS_IO. */
enum status manifestfile_bytes(const struct manifest *manifest, unsigned nworkers,
                               struct textbuf *bytes_ret);

bool manifestfile_load(const char *name, unsigned nworkers, struct manifest *manifest_ret);

/* STATUS_NOT_FOUND (not a manifest): *WHY_RET goes on after its name. STATUS_DAMAGED: it goes
 * behind "is damaged: ", or is NULL. STATUS_IO, STATUS_NO_MEMORY. */
enum status manifestfile_read(const struct source *source, unsigned nworkers,
                              struct manifest *manifest_ret, const char **why_ret);

/* Says why manifestfile_read has not read NAME. */
void manifestfile_refuse(const char *name, enum status status, const char *why);

#endif
