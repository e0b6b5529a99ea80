/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The places in a redo log, and what its writer and its reader do with files. docs/APPLY.md, "The
 * redo log", is the format. For redo*.c alone.
 */
#ifndef SRC_REDO_FILE_H
#define SRC_REDO_FILE_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "src/blockhash.h"

enum {
    REDO_FILE_AT_MAGIC = 0,
    REDO_FILE_AT_SERIAL = 16,
    REDO_FILE_AT_VOLUME_BYTES = 24,
    REDO_FILE_AT_BATCH = 32,
    REDO_FILE_AT_NEXTENTS = 40,
    REDO_FILE_AT_CONTENTS_BYTES = 48,
    REDO_FILE_AT_PACKED_BYTES = 56,
    REDO_FILE_AT_PLAN_SHA256 = 64,
    REDO_FILE_AT_LIST_SHA256 = 96,
    REDO_FILE_AT_PACKED_SHA256 = 128,
    REDO_FILE_AT_ZEROS = 160,
    REDO_FILE_AT_HEADER_SHA256 = 4064,
    REDO_FILE_HEADER_BYTES = 4096,

    REDO_FILE_MAGIC_BYTES = 16,
    REDO_FILE_MAGIC_VERSION = 13, /* where the version begins in it */
    REDO_FILE_EXTENT_BYTES = 16,
    REDO_FILE_BLOCK_BYTES = BLOCKHASH_BLOCK_BYTES,
    REDO_FILE_PRINTS_BYTES = 4 * BLOCKHASH_SECTORS, /* of a block */
    REDO_FILE_PIECE_BYTES = 1 << 20,                /* of the contents in a frame */
    REDO_FILE_PIECE_BLOCKS = REDO_FILE_PIECE_BYTES / REDO_FILE_BLOCK_BYTES,
    /* What is packed of a piece: its contents, and the fingerprints of its blocks. */
    REDO_FILE_PIECE_MAX = REDO_FILE_PIECE_BYTES + REDO_FILE_PIECE_BLOCKS * REDO_FILE_PRINTS_BYTES,
    /* No frame of that is larger: libzstd's bound adds 1 in 256. */
    REDO_FILE_FRAME_MAX = REDO_FILE_PIECE_MAX + REDO_FILE_PIECE_MAX / 128,
};

extern const uint8_t redo_file_magic[REDO_FILE_MAGIC_BYTES];

/* What is packed of a piece with N bytes of contents: those and the fingerprints. */
static inline size_t redo_file_piece_bytes(size_t n)
{
    size_t nblocks = (n + REDO_FILE_BLOCK_BYTES - 1) / REDO_FILE_BLOCK_BYTES;

    return n + nblocks * REDO_FILE_PRINTS_BYTES;
}

/* PATH.new, for the caller to free; NULL without memory. */
char *redo_file_new_name(const char *path);

/* Opens the folder of PATH, before anything in it is changed: STATUS_OPEN with errno,
 * STATUS_NO_MEMORY. */
enum status redo_file_open_folder(const char *path, int *fd_ret);

/* Makes the names in the folder FD last. False with errno. */
bool redo_file_sync_folder(int fd);

#endif
