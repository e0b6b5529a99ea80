/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs, written: see redo.h.
 *
 * The contents are packed as they come, a load of pieces at a time; the list of extents, which is
 * whole only then, goes behind them, and the header, which has the hashes of both, is written last.
 */
#define _GNU_SOURCE /* renameat2, sync_file_range */

#include "src/redo.h"

#include "mft/pool.h"
#include "src/compress.h"
#include "src/putat.h"
#include "src/redo_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOAD_PIECES = 64, /* that are packed side by side */
    WORKERS_MAX = 4,
};

/* Blocks are collected until there is a load of pieces; each is then put together and packed by a
 * thread of its own, and written in its turn. */
struct writer {
    int fd;
    unsigned nworkers;
    struct compress *compress[WORKERS_MAX];                     /* of each thread */
    uint8_t *pieces[WORKERS_MAX];                               /* of each thread */
    struct textbuf frames[POOL_SLOTS_PER_WORKER * WORKERS_MAX]; /* of each slot */
    struct sha256 *sha;                                         /* of the packed contents */
    struct textbuf list;                                        /* extents, as the log has them */
    struct redo_block *load; /* room for LOAD_PIECES of REDO_FILE_PIECE_BLOCKS */
    size_t nload;
    uint64_t contents_bytes, packed_bytes;
    uint64_t end; /* of the last extent on the volume */
    int error;    /* errno, which each thread has for itself */
};

static void put_u64(uint8_t *at, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void put_u32(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static struct bytes bytes_of(const struct textbuf *text)
{
    return (struct bytes){(const uint8_t *)text->at, text->n};
}

/* All that is needed is asked for now: workers then only work. */
static bool begin(struct writer *w, unsigned nworkers)
{
    w->nworkers = pool_workers(nworkers);
    if (w->nworkers > WORKERS_MAX)
        w->nworkers = WORKERS_MAX;
    for (unsigned i = 0; i < w->nworkers; i++) {
        w->pieces[i] = malloc(REDO_FILE_PIECE_MAX);
        if (!w->pieces[i] || !compress_begin_fast(&w->compress[i]))
            return false;
    }
    for (unsigned i = 0; i < pool_slots(w->nworkers); i++)
        if (!textbuf_reserve(&w->frames[i], REDO_FILE_FRAME_MAX))
            return false;
    w->load = malloc((size_t)LOAD_PIECES * REDO_FILE_PIECE_BLOCKS * sizeof *w->load);
    return w->load && sha256_begin(&w->sha);
}

static void end(struct writer *w)
{
    for (unsigned i = 0; i < w->nworkers; i++) {
        compress_end(w->compress[i]);
        free(w->pieces[i]);
    }
    for (unsigned i = 0; i < pool_slots(w->nworkers); i++)
        textbuf_free(&w->frames[i]);
    sha256_end(w->sha, NULL);
    textbuf_free(&w->list);
    free(w->load);
}

/* ---- Pieces ---- */

/* Blocks of piece number I of the load. */
static size_t count_blocks(const struct writer *w, uint64_t i)
{
    size_t left = w->nload - (size_t)i * REDO_FILE_PIECE_BLOCKS;

    return left < REDO_FILE_PIECE_BLOCKS ? left : REDO_FILE_PIECE_BLOCKS;
}

/* Piece number I of the load: its contents, and behind them their fingerprints. */
static struct bytes make_piece(const struct writer *w, uint64_t i, uint8_t *piece)
{
    const struct redo_block *blocks = &w->load[i * REDO_FILE_PIECE_BLOCKS];
    size_t n = count_blocks(w, i), at = 0;

    for (size_t k = 0; k < n; k++) {
        memcpy(piece + at, blocks[k].bytes.at, blocks[k].bytes.n);
        at += blocks[k].bytes.n;
    }
    assert(redo_file_piece_bytes(at) == at + n * REDO_FILE_PRINTS_BYTES);
    for (size_t k = 0; k < n; k++)
        for (size_t sector = 0; sector < BLOCKHASH_SECTORS; sector++, at += 4)
            put_u32(piece + at, blocks[k].prints[sector]);
    return (struct bytes){piece, at};
}

static enum status pack_piece(void *context, unsigned worker, unsigned slot, uint64_t i)
{
    struct writer *w = context;
    struct textbuf *frame = &w->frames[slot];

    frame->n = 0;
    if (!compress_append(w->compress[worker], make_piece(w, i, w->pieces[worker]), false, frame))
        return STATUS_NO_MEMORY;
    assert(frame->n <= REDO_FILE_FRAME_MAX);
    return STATUS_OK;
}

static enum status put_frame(void *context, unsigned slot, uint64_t i)
{
    struct writer *w = context;
    struct bytes frame = bytes_of(&w->frames[slot]);

    (void)i;
    if (!putat(w->fd, REDO_FILE_HEADER_BYTES + w->packed_bytes, frame)) {
        w->error = errno;
        return STATUS_IO;
    }
    sha256_add(w->sha, frame);
    w->packed_bytes += frame.n;
    return STATUS_OK;
}

/* Packs and writes what waits. */
static enum status put_load(struct writer *w)
{
    struct pool_job job = {.context = w, .work = pack_piece, .commit = put_frame};
    struct pool *pool;
    enum status status = STATUS_OK;

    job.ntasks = (w->nload + REDO_FILE_PIECE_BLOCKS - 1) / REDO_FILE_PIECE_BLOCKS;
    if (job.ntasks == 1) {
        status = pack_piece(w, 0, 0, 0);
        if (status == STATUS_OK)
            status = put_frame(w, 0, 0);
    } else if (job.ntasks > 1) {
        status = pool_start(&job, w->nworkers, &pool);
        if (status == STATUS_OK)
            status = pool_finish(pool);
    }
    /* The disk may begin with it now; whether all is there is asked once, at the end. */
    if (status == STATUS_OK)
        sync_file_range(w->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    w->nload = 0;
    errno = w->error;
    return status;
}

static enum status add_block(struct writer *w, const struct redo_block *block)
{
    w->load[w->nload++] = *block;
    w->contents_bytes += block->bytes.n;
    return w->nload == (size_t)LOAD_PIECES * REDO_FILE_PIECE_BLOCKS ? put_load(w) : STATUS_OK;
}

/* ---- The list, and the whole ---- */

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

/* A log that breaks these rules would be refused when it is needed. */
static bool is_lawful(const struct writer *w, const struct redo_about *about,
                      const struct redo_block *block)
{
    uint64_t offset = block->offset, n = block->bytes.n, nbytes = about->volume_bytes;

    return offset >= w->end && bytes_fit(offset, n, nbytes) && n > 0 &&
           offset % REDO_FILE_BLOCK_BYTES == 0 &&
           (n == REDO_FILE_BLOCK_BYTES || (n < REDO_FILE_BLOCK_BYTES && offset + n == nbytes));
}

static enum status add_all(struct writer *w, const struct redo_about *about,
                           const struct redo_extents *extents)
{
    enum status status = STATUS_OK;
    struct redo_block block;

    while (status == STATUS_OK && extents->next(extents->context, &block)) {
        assert(is_lawful(w, about, &block));
        status = add_extent(w, block.offset, block.bytes.n);
        if (status == STATUS_OK)
            status = add_block(w, &block);
    }
    return status == STATUS_OK ? put_load(w) : status;
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
    return putat(w->fd, 0, (struct bytes){header, sizeof header}) ? STATUS_OK : STATUS_IO;
}

/* The whole log into FD, which is empty. */
static enum status fill(int fd, const struct redo_about *about, const struct redo_extents *extents,
                        unsigned nworkers)
{
    struct writer w = {.fd = fd};
    enum status status = begin(&w, nworkers) ? add_all(&w, about, extents) : STATUS_NO_MEMORY;

    if (status == STATUS_OK &&
        !putat(fd, REDO_FILE_HEADER_BYTES + w.packed_bytes, bytes_of(&w.list)))
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
                        const struct redo_about *about, const struct redo_extents *extents,
                        unsigned nworkers)
{
    enum status status;
    int fd, error;

    /* What lies there never counted. It may be a link to something else: nothing is cut short. */
    if (unlink(new) != 0 && errno != ENOENT)
        return STATUS_OPEN;
    fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return STATUS_OPEN;
    status = fill(fd, about, extents, nworkers);
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
                       const struct redo_extents *extents, unsigned nworkers)
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
    status = new ? make(folder, new, path, about, extents, nworkers) : STATUS_NO_MEMORY;
    int error = errno;
    free(new);
    close(folder);
    errno = error;
    return status;
}
