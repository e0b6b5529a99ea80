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
    uint64_t offset; /* in the log */
    uint32_t packed_bytes, bytes;
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

/* Checks the log in REDO->source, and fills REDO, which is otherwise empty; also after a failure
 * redo_close frees it. STATUS_DAMAGED with *WHY_RET, STATUS_IO with it and errno,
 * STATUS_NO_MEMORY. */
enum status redo_read(struct redo *redo, const char **why_ret);

/* Reads and unpacks FRAME, which must be as it was, into REDO->piece. As redo_read. */
enum status redo_read_piece(struct redo *redo, const struct redo_read_frame *frame,
                            const char **why_ret);

#endif
