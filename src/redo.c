/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs, opened, carried out and removed: see redo.h.
 */
#define _GNU_SOURCE /* sync_file_range */

#include "src/redo.h"

#include "src/putat.h"
#include "src/redo_file.h"
#include "src/redo_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Takes over the source of REDO if it is owned. */
static enum status open_redo(const struct redo *empty, struct redo **redo_ret, const char **why_ret)
{
    struct redo *redo = malloc(sizeof *redo);
    enum status status = STATUS_NO_MEMORY;

    if (redo) {
        *redo = *empty;
        status = redo_read(redo, why_ret);
    } else if (empty->is_owned) {
        struct source source = empty->source;

        source_close(&source);
    }
    if (status == STATUS_OK) {
        *redo_ret = redo;
    } else {
        int error = errno;

        redo_close(redo);
        errno = error;
    }
    return status;
}

enum status redo_open(const char *path, struct redo **redo_ret, const char **why_ret)
{
    struct redo redo = {.is_owned = true};
    enum status status = source_open(path, &redo.source);

    if (status == STATUS_OPEN && errno == ENOENT)
        return STATUS_NOT_FOUND;
    return status == STATUS_OK ? open_redo(&redo, redo_ret, why_ret) : status;
}

enum status redo_open_source(const struct source *source, struct redo **redo_ret,
                             const char **why_ret)
{
    struct redo redo = {.source = *source};

    return open_redo(&redo, redo_ret, why_ret);
}

void redo_close(struct redo *redo)
{
    if (!redo)
        return;
    if (redo->is_owned)
        source_close(&redo->source);
    compress_unpack_end(redo->unpacker);
    free(redo->list);
    free(redo->frames);
    free(redo->packed);
    free(redo->piece);
    free(redo);
}

const struct redo_about *redo_about(const struct redo *redo)
{
    return &redo->about;
}

uint64_t redo_bytes(const struct redo *redo)
{
    return redo->contents_bytes;
}

/* ---- Step 3 ---- */

/* The contents BYTES, each part to its extent: the list was checked to have as many. */
static bool write_piece(const struct redo *redo, const struct redo_target *target,
                        struct redo_read_place *place, struct bytes bytes)
{
    while (bytes.n > 0) {
        uint64_t offset;
        size_t n = redo_read_stretch(redo, place, bytes.n, &offset);

        if (!target->write(target->context, offset, (struct bytes){bytes.at, n}))
            return false;
        bytes = (struct bytes){bytes.at + n, bytes.n - n};
    }
    return true;
}

static const char cannot_write[] = "is not carried out: the volume cannot be written";

static enum status fail_target(const char *why, const char **why_ret)
{
    *why_ret = why;
    return STATUS_IO;
}

static enum status sync_target(const struct redo_target *target, const char **why_ret)
{
    if (target->sync(target->context))
        return STATUS_OK;
    return fail_target("may not be carried out: the volume cannot be synced", why_ret);
}

enum status redo_carry_out(struct redo *redo, const struct redo_target *target,
                           const char **why_ret)
{
    struct redo_read_place place = {0};

    for (size_t i = 0; i < redo->nframes; i++) {
        const struct redo_read_frame *frame = &redo->frames[i];
        enum status status = redo_read_piece(redo, frame, why_ret);

        if (status != STATUS_OK)
            return status;
        if (!write_piece(redo, target, &place, (struct bytes){redo->piece, frame->bytes}))
            return fail_target(cannot_write, why_ret);
    }
    return sync_target(target, why_ret);
}

/* Blocks side by side, gathered until they are written in one piece. */
struct stretch {
    uint64_t offset;
    size_t n;
    uint8_t bytes[REDO_FILE_PIECE_BYTES];
};

static bool write_stretch(struct stretch *stretch, const struct redo_target *target)
{
    const struct bytes bytes = {stretch->bytes, stretch->n};

    stretch->n = 0;
    return bytes.n == 0 || target->write(target->context, stretch->offset, bytes);
}

static bool write_extents(struct stretch *stretch, const struct redo_extents *extents,
                          const struct redo_target *target)
{
    struct redo_block block;

    while (extents->next(extents->context, &block)) {
        if ((stretch->n == sizeof stretch->bytes || block.offset != stretch->offset + stretch->n) &&
            !write_stretch(stretch, target))
            return false;
        if (stretch->n == 0)
            stretch->offset = block.offset;
        memcpy(stretch->bytes + stretch->n, block.bytes.at, block.bytes.n);
        stretch->n += block.bytes.n;
    }
    return write_stretch(stretch, target);
}

enum status redo_carry_blocks(const struct redo_extents *extents, const struct redo_target *target,
                              const char **why_ret)
{
    struct stretch *stretch = malloc(sizeof *stretch);
    bool is_written;
    int error;

    if (!stretch)
        return STATUS_NO_MEMORY;
    stretch->n = 0;
    stretch->offset = 0;
    is_written = write_extents(stretch, extents, target);
    error = errno;
    free(stretch);
    errno = error;
    return is_written ? sync_target(target, why_ret) : fail_target(cannot_write, why_ret);
}

static bool write_place(void *context, uint64_t offset, struct bytes bytes)
{
    const struct redo_place *place = context;

    if (!putat(place->fd, place->first_byte + offset, bytes))
        return false;
    /* The disk may begin with it now; whether all is there is asked once, at the end. */
    sync_file_range(place->fd, (off_t)(place->first_byte + offset), (off_t)bytes.n,
                    SYNC_FILE_RANGE_WRITE);
    return true;
}

static bool sync_place(void *context)
{
    const struct redo_place *place = context;

    return fsync(place->fd) == 0;
}

struct redo_target redo_target_of(struct redo_place *place)
{
    return (struct redo_target){write_place, sync_place, place};
}

/* ---- Step 4, and what step 1 leaves ---- */

/* Removes NAME in a way that lasts. STATUS_OPEN and STATUS_IO with errno, STATUS_NO_MEMORY. */
static enum status remove_name(const char *name)
{
    int folder;
    enum status status = redo_file_open_folder(name, &folder);

    if (status != STATUS_OK)
        return status;
    if (unlink(name) != 0 || !redo_file_sync_folder(folder))
        status = STATUS_IO;
    int error = errno;
    close(folder);
    errno = error;
    return status;
}

enum status redo_remove(const char *path)
{
    return remove_name(path);
}

enum status redo_discard_new(const char *path)
{
    char *new = redo_file_new_name(path);
    enum status status = new ? remove_name(new) : STATUS_NO_MEMORY;
    int error = errno;

    free(new);
    errno = error;
    return status == STATUS_IO && error == ENOENT ? STATUS_OK : status;
}
