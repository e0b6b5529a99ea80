/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The value of one attribute of one file, wherever it lies: in the base record, in clusters, or in
 * extents over several records that the attribute list names.
 *
 *   struct stream stream;
 *   status = stream_open(volume, RECORD_BITMAP, ATTR_DATA, "", &arena, &stream);
 *   status = stream_read(&stream, offset, buffer, n, &got);
 *
 * For the few files that mftlink itself reads: $Bitmap, $Secure, $LogFile, $UpCase, hiberfil.sys,
 * folder indexes, attribute lists. None of them may be compressed or encrypted: that is
 * STATUS_DAMAGED. A stream borrows the volume and lives in the arena.
 */
#ifndef MFT_STREAM_H
#define MFT_STREAM_H

#include "mft/attribute.h"
#include "mft/volume.h"

struct stream {
    const struct volume *volume;
    uint64_t size_bytes;        /* of the data */
    uint64_t initialized_bytes; /* behind it zeros are read */
    uint64_t allocated_bytes;
    uint16_t flags; /* of the attribute: ATTR_COMPRESSED, ATTR_SPARSE, ATTR_ENCRYPTED */
    bool is_resident;
    struct bytes resident; /* the value, where it is */
    struct runlist runs;   /* else its clusters */
};

/*
 * Opens the attribute of TYPE and NAME (ASCII; "" for none) of the file with base record NUMBER.
 * STATUS_NOT_FOUND, STATUS_DAMAGED (record, list or runs), STATUS_IO, STATUS_NO_MEMORY. On a bare
 * $MFT non-resident values give STATUS_TRUNCATED.
 */
enum status stream_open(const struct volume *volume, uint64_t number, uint32_t type,
                        const char *name, struct arena *arena, struct stream *stream_ret);

/*
 * Opens the one attribute whose first extent is A, a resident value or mapping pairs within one
 * record: an attribute list, for one. A resident value is borrowed from A's record. Errors as
 * stream_open.
 */
enum status stream_open_attribute(const struct volume *volume, const struct attribute *a,
                                  struct arena *arena, struct stream *stream_ret);

/*
 * Reads up to N bytes at OFFSET; holes and what lies behind the initialised size are zeros.
 * *GOT_RET is less than N only at the end. STATUS_DAMAGED where no run holds the offset,
 * STATUS_TRUNCATED, STATUS_IO.
 */
enum status stream_read(const struct stream *stream, uint64_t offset, void *buffer, size_t n,
                        size_t *got_ret);

/*
 * Reads the whole value into ARENA. STATUS_TOO_LARGE where it has more than LIMIT bytes, or more
 * than the whole source (a hole costs a damaged volume nothing, but memory does); else as
 * stream_read.
 */
enum status stream_load(const struct stream *stream, uint64_t limit, struct arena *arena,
                        struct bytes *bytes_ret);

#endif
