/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The content of a file on a scanned volume, by its row in the index.
 *
 *   struct bytes bytes;
 *   status = filedata_load(volume, index, file, FILEDATA_BYTES_MAX, &arena, &bytes);
 *
 * For the few files that mftlink wants to know from within: registry hives. Safe from any number of
 * threads, each with an arena of its own.
 */
#ifndef SRC_FILEDATA_H
#define SRC_FILEDATA_H

#include "mft/index.h"
#include "mft/volume.h"

/* More than Windows lets a hive grow to. */
#define FILEDATA_BYTES_MAX ((uint64_t)512 << 20)

/*
 * Reads the unnamed $DATA of FILE (row) as a whole into ARENA; holes and what was never written are
 * zeros.
 *
 *   STATUS_NOT_FOUND    it has none: it is a folder, or deleted, or its record says otherwise now
 *   STATUS_ENCODED  its clusters are compressed or encrypted, or a reparse point stands for
 *                       them (WOF, deduplication, a cloud)
 *   STATUS_TOO_LARGE    more than LIMIT bytes, or more than the whole source
 *   STATUS_DAMAGED, STATUS_TRUNCATED (the volume ends before, or is a bare $MFT), STATUS_IO,
 *   STATUS_NO_MEMORY
 */
enum status filedata_load(const struct volume *volume, const struct index *index, uint32_t file,
                          uint64_t limit, struct arena *arena, struct bytes *bytes_ret);

#endif
