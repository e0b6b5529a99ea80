/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where bytes come from: a file, a block device, memory, a part of another source, or a caller's
 * own reader.
 *
 *   struct source source;
 *   status = source_open("disk.img", &source);
 *   part = source_part(&source, first_byte, nbytes);     a partition
 *   status = source_read(&part, offset, buffer, n, &got);
 *   source_close(&source);
 *
 * A source is a small value; a part of it borrows the same reader and must not be closed. Reading
 * is thread-safe: a reader function must be so too. Nothing here can write: files and devices are
 * opened O_RDONLY, and without touching the access time where the system allows it.
 */
#ifndef MFT_SOURCE_H
#define MFT_SOURCE_H

#include "mft/bytes.h"
#include "mft/status.h"

struct source {
    /*
     * Reads exactly N bytes at OFFSET into BUFFER; the range lies inside the source. STATUS_OK,
     * STATUS_IO, or STATUS_TRUNCATED where the bytes are gone (a file that shrank).
     */
    enum status (*read)(const struct source *source, uint64_t offset, void *buffer, size_t n);
    const void *context; /* the bytes of a source in memory, or what a caller's own reader needs */
    int fd;              /* of a file or device, else -1 */
    uint64_t first_byte; /* where a part begins in what READ reads */
    uint64_t size_bytes; /* bytes that can be read */
    uint32_t sector_bytes; /* logical sector of a device; 512 for files */
};

/* Opens the file or block device PATH for reading only. STATUS_OPEN with errno. */
enum status source_open(const char *path, struct source *source_ret);

/* Closes what source_open opened. */
void source_close(struct source *source);

/* The source that reads BYTES, which the caller keeps. */
struct source source_of_memory(struct bytes bytes);

/* The NBYTES at FIRST_BYTE of SOURCE, cut at its end. */
struct source source_part(const struct source *source, uint64_t first_byte, uint64_t nbytes);

/*
 * Reads up to N bytes at OFFSET; *GOT_RET says how many, fewer than N only where the source ends.
 * STATUS_IO when any of these could not be read.
 */
enum status source_read(const struct source *source, uint64_t offset, void *buffer, size_t n,
                        size_t *got_ret);

/* Reads exactly N bytes at OFFSET; STATUS_TRUNCATED where the source ends before. */
enum status source_read_all(const struct source *source, uint64_t offset, void *buffer, size_t n);

#endif
