/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs, written: see redo.h.
 *
 * The contents are packed as they come, piece by piece; the list of extents, which is whole only
 * then, goes behind them, and the header, which has the hashes of both, is written last.
 */
#define _GNU_SOURCE /* renameat2 */

#include "src/redo.h"

#include "src/compress.h"
#include "src/redo_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct writer {
    int fd;
    struct compress *compress;
    struct sha256 *sha;   /* of the packed contents */
    struct textbuf frame; /* the last one */
    struct textbuf list;  /* extents, as the log has them */
    uint8_t *piece;       /* contents that wait until there are enough for a frame */
    size_t npiece;
    uint64_t contents_bytes, packed_bytes;
    uint64_t end; /* of the last extent on the volume */
};

static void put_u64(uint8_t *at, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static struct bytes bytes_of(const struct textbuf *text)
{
    return (struct bytes){(const uint8_t *)text->at, text->n};
}

static bool begin(struct writer *w)
{
    w->piece = malloc(REDO_FILE_PIECE_BYTES);
    return w->piece && compress_begin(&w->compress) && sha256_begin(&w->sha);
}

static void end(struct writer *w)
{
    compress_end(w->compress);
    sha256_end(w->sha, NULL);
    textbuf_free(&w->frame);
    textbuf_free(&w->list);
    free(w->piece);
}

/* Writes what waits as one frame. */
static enum status put_piece(struct writer *w)
{
    w->frame.n = 0;
    if (w->npiece == 0)
        return STATUS_OK;
    if (!compress_append(w->compress, (struct bytes){w->piece, w->npiece}, false, &w->frame))
        return STATUS_NO_MEMORY;
    assert(w->frame.n <= REDO_FILE_FRAME_MAX);
    if (!redo_file_put(w->fd, REDO_FILE_HEADER_BYTES + w->packed_bytes, bytes_of(&w->frame)))
        return STATUS_IO;
    sha256_add(w->sha, bytes_of(&w->frame));
    w->packed_bytes += w->frame.n;
    w->npiece = 0;
    return STATUS_OK;
}

static enum status add_contents(struct writer *w, struct bytes bytes)
{
    enum status status = STATUS_OK;

    w->contents_bytes += bytes.n;
    while (bytes.n > 0 && status == STATUS_OK) {
        size_t room = REDO_FILE_PIECE_BYTES - w->npiece, n = bytes.n < room ? bytes.n : room;

        memcpy(w->piece + w->npiece, bytes.at, n);
        w->npiece += n;
        bytes = (struct bytes){bytes.at + n, bytes.n - n};
        if (w->npiece == REDO_FILE_PIECE_BYTES)
            status = put_piece(w);
    }
    return status;
}

/* Lengthens the last extent where the new one touches it. */
static enum status add_extent(struct writer *w, uint64_t offset, size_t n)
{
    uint8_t *last;

    if (w->list.n == 0 || offset > w->end) {
        if (!textbuf_reserve(&w->list, REDO_FILE_EXTENT_BYTES))
            return STATUS_NO_MEMORY;
        last = (uint8_t *)w->list.at + w->list.n;
        w->list.n += REDO_FILE_EXTENT_BYTES;
        put_u64(last, offset);
        put_u64(last + 8, n);
    } else {
        last = (uint8_t *)w->list.at + w->list.n - REDO_FILE_EXTENT_BYTES;
        put_u64(last + 8, bytes_u64(last + 8) + n);
    }
    w->end = offset + n;
    return STATUS_OK;
}

static enum status add_all(struct writer *w, const struct redo_about *about,
                           const struct redo_extents *extents)
{
    enum status status = STATUS_OK;
    struct bytes bytes;
    uint64_t offset;

    while (status == STATUS_OK && extents->next(extents->context, &offset, &bytes)) {
        if (bytes.n == 0)
            continue;
        /* A log that breaks these would be refused when it is needed. */
        assert(offset >= w->end && bytes_fit(offset, bytes.n, about->volume_bytes));
        status = add_extent(w, offset, bytes.n);
        if (status == STATUS_OK)
            status = add_contents(w, bytes);
    }
    return status == STATUS_OK ? put_piece(w) : status;
}

static enum status put_header(struct writer *w, const struct redo_about *about)
{
    uint8_t header[REDO_FILE_HEADER_BYTES] = {0};

    memcpy(header, redo_file_magic, REDO_FILE_MAGIC_BYTES);
    put_u64(header + REDO_FILE_AT_SERIAL, about->serial);
    put_u64(header + REDO_FILE_AT_VOLUME_BYTES, about->volume_bytes);
    put_u64(header + REDO_FILE_AT_BATCH, about->batch);
    put_u64(header + REDO_FILE_AT_NEXTENTS, w->list.n / REDO_FILE_EXTENT_BYTES);
    put_u64(header + REDO_FILE_AT_CONTENTS_BYTES, w->contents_bytes);
    put_u64(header + REDO_FILE_AT_PACKED_BYTES, w->packed_bytes);
    memcpy(header + REDO_FILE_AT_PLAN_SHA256, about->plan_sha256, SHA256_BYTES);
    sha256_end(w->sha, header + REDO_FILE_AT_PACKED_SHA256);
    w->sha = NULL;
    if (!sha256_of(bytes_of(&w->list), header + REDO_FILE_AT_LIST_SHA256) ||
        !sha256_of((struct bytes){header, REDO_FILE_AT_HEADER_SHA256},
                   header + REDO_FILE_AT_HEADER_SHA256))
        return STATUS_NO_MEMORY;
    return redo_file_put(w->fd, 0, (struct bytes){header, sizeof header}) ? STATUS_OK : STATUS_IO;
}

/* The whole log into FD, which is empty. */
static enum status fill(int fd, const struct redo_about *about, const struct redo_extents *extents)
{
    struct writer w = {.fd = fd};
    enum status status = begin(&w) ? add_all(&w, about, extents) : STATUS_NO_MEMORY;

    if (status == STATUS_OK &&
        !redo_file_put(fd, REDO_FILE_HEADER_BYTES + w.packed_bytes, bytes_of(&w.list)))
        status = STATUS_IO;
    if (status == STATUS_OK)
        status = put_header(&w, about);
    if (status == STATUS_OK && fsync(fd) != 0)
        status = STATUS_IO;
    int error = errno;
    end(&w);
    errno = error;
    return status;
}

/* Never over another file. */
static bool rename_new(const char *from, const char *path)
{
    struct stat st;

    if (renameat2(AT_FDCWD, from, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    /* A file system that cannot see to it itself. */
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (lstat(path, &st) == 0) {
        errno = EEXIST;
        return false;
    }
    return errno == ENOENT && rename(from, path) == 0;
}

static enum status publish(int folder, const char *from, const char *path)
{
    if (!rename_new(from, path))
        return errno == EEXIST ? STATUS_OPEN : STATUS_IO;
    if (redo_file_sync_folder(folder))
        return STATUS_OK;
    /* Whether the name lasts is not known, so the batch must not count. */
    int error = errno;
    unlink(path);
    redo_file_sync_folder(folder);
    errno = error;
    return STATUS_IO;
}

/* Step 1 under the name NEW, then step 2. */
static enum status make(int folder, const char *new, const char *path,
                        const struct redo_about *about, const struct redo_extents *extents)
{
    enum status status;
    int fd, error;

    /* What lies there never counted. It may be a link to something else: nothing is cut short. */
    if (unlink(new) != 0 && errno != ENOENT)
        return STATUS_OPEN;
    fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return STATUS_OPEN;
    status = fill(fd, about, extents);
    error = errno;
    if (close(fd) != 0 && status == STATUS_OK) {
        status = STATUS_IO;
        error = errno;
    }
    if (status == STATUS_OK) {
        status = publish(folder, new, path);
        error = errno;
    }
    if (status != STATUS_OK)
        unlink(new);
    errno = error;
    return status;
}

enum status redo_write(const char *path, const struct redo_about *about,
                       const struct redo_extents *extents)
{
    enum status status;
    struct stat st;
    char *new;
    int folder;

    assert(about->batch > 0 && about->volume_bytes <= INT64_MAX);
    if (lstat(path, &st) == 0) {
        errno = EEXIST;
        return STATUS_OPEN;
    }
    if (errno != ENOENT)
        return STATUS_OPEN;
    status = redo_file_open_folder(path, &folder);
    if (status != STATUS_OK)
        return status;
    new = redo_file_new_name(path);
    status = new ? make(folder, new, path, about, extents) : STATUS_NO_MEMORY;
    int error = errno;
    free(new);
    close(folder);
    errno = error;
    return status;
}
