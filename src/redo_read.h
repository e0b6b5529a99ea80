/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A redo log that was checked whole, and what of it is kept for carrying it out. For redo*.c alone.
 */
#ifndef SRC_REDO_READ_H
#define SRC_REDO_READ_H

#include "src/compress.h"
#include "src/redo.h"

/* A frame of the packed contents, as it was when it was checked. */
struct redo_read_frame {
    uint64_t offset;              /* in the log */
    uint32_t packed_bytes, bytes; /* BYTES: of the contents */
    uint8_t sha256[SHA256_BYTES];
};

struct redo {
    struct source source;
    bool is_owned; /* the source is closed with the log */
    struct redo_about about;
    uint64_t nextents, contents_bytes, packed_bytes;
    uint8_t *list; /* the extents, as the log has them */
    struct redo_read_frame *frames;
    size_t nframes, capacity;
    struct compress_unpacker *unpacker;
    uint8_t *packed, *piece; /* room for a frame and for what it holds */
};

/* Where the next byte of the contents belongs. Begins as zeros. */
struct redo_read_place {
    uint64_t extent, done; /* DONE: bytes of the extent that are behind us */
};

/* Checks the log in REDO->source, and fills REDO, which is otherwise empty; also after a failure
 * redo_close frees it. STATUS_DAMAGED with *WHY_RET, STATUS_IO with it and errno,
 * STATUS_NO_MEMORY. */
enum status redo_read(struct redo *redo, const char **why_ret);

/* Reads and unpacks FRAME, which must be as it was, into REDO->piece: contents, then fingerprints.
 * As redo_read. */
enum status redo_read_piece(struct redo *redo, const struct redo_read_frame *frame,
                            const char **why_ret);

/* The next stretch of at most N bytes of the contents, N of them being left: returns its length and
 * its offset on the volume, and moves PLACE behind it. */
size_t redo_read_stretch(const struct redo *redo, struct redo_read_place *place, size_t n,
                         uint64_t *offset_ret);

#endif
