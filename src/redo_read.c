/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs, read and checked: see redo_read.h.
 *
 * The header is looked at first, then the list, then the contents frame by frame. Memory is asked
 * for only against bytes that are there: the list has its size in the file, and frames are noted
 * one by one.
 */
#include "src/redo_read.h"

#include "src/redo_file.h"

#include <stdlib.h>

static enum status refuse(const char *why, const char **why_ret)
{
    *why_ret = why;
    return STATUS_DAMAGED;
}

static enum status read_log(const struct redo *redo, uint64_t offset, void *to, size_t n,
                            const char **why_ret)
{
    enum status status = source_read_all(&redo->source, offset, to, n);

    if (status == STATUS_TRUNCATED)
        return refuse("became shorter while it was read", why_ret);
    if (status == STATUS_IO)
        *why_ret = "cannot be read";
    return status;
}

/* STATUS_DAMAGED without a reason where BYTES have another digest. */
static enum status compare(struct bytes bytes, const uint8_t *sha256)
{
    uint8_t digest[SHA256_BYTES];

    if (!sha256_of(bytes, digest))
        return STATUS_NO_MEMORY;
    return memcmp(digest, sha256, SHA256_BYTES) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

/* ---- The header ---- */

static enum status check_magic(const uint8_t *header, const char **why_ret)
{
    if (memcmp(header, redo_file_magic, REDO_FILE_MAGIC_VERSION) != 0)
        return refuse("is no redo log", why_ret);
    if (memcmp(header, redo_file_magic, REDO_FILE_MAGIC_BYTES) != 0)
        return refuse("is a redo log of another version", why_ret);
    return STATUS_OK;
}

static enum status check_header(const uint8_t *header, const char **why_ret)
{
    enum status status = check_magic(header, why_ret);

    if (status == STATUS_OK) {
        status = compare((struct bytes){header, REDO_FILE_AT_HEADER_SHA256},
                         header + REDO_FILE_AT_HEADER_SHA256);
        if (status == STATUS_DAMAGED)
            *why_ret = "has a header whose hash is wrong";
    }
    if (status != STATUS_OK)
        return status;
    for (unsigned i = REDO_FILE_AT_ZEROS; i < REDO_FILE_AT_HEADER_SHA256; i++)
        if (header[i] != 0)
            return refuse("has a header with more than we know of", why_ret);
    return STATUS_OK;
}

static enum status check_numbers(const struct redo *redo, const char **why_ret)
{
    uint64_t rest = redo->source.size_bytes - REDO_FILE_HEADER_BYTES;

    if (redo->about.volume_bytes > INT64_MAX)
        return refuse("is for a volume larger than there can be", why_ret);
    if (redo->about.batch == 0)
        return refuse("has no batch's number", why_ret);
    if (redo->nextents > rest / REDO_FILE_EXTENT_BYTES ||
        redo->packed_bytes != rest - redo->nextents * REDO_FILE_EXTENT_BYTES)
        return refuse("is not as long as its header says", why_ret);
    return STATUS_OK;
}

static enum status read_header(struct redo *redo, uint8_t *header, const char **why_ret)
{
    enum status status;

    if (redo->source.size_bytes < REDO_FILE_HEADER_BYTES)
        return refuse("is shorter than a redo log's header", why_ret);
    status = read_log(redo, 0, header, REDO_FILE_HEADER_BYTES, why_ret);
    if (status == STATUS_OK)
        status = check_header(header, why_ret);
    if (status != STATUS_OK)
        return status;
    redo->about.serial = bytes_u64(header + REDO_FILE_AT_SERIAL);
    redo->about.volume_bytes = bytes_u64(header + REDO_FILE_AT_VOLUME_BYTES);
    redo->about.batch = bytes_u64(header + REDO_FILE_AT_BATCH);
    memcpy(redo->about.plan_sha256, header + REDO_FILE_AT_PLAN_SHA256, SHA256_BYTES);
    redo->nextents = bytes_u64(header + REDO_FILE_AT_NEXTENTS);
    redo->contents_bytes = bytes_u64(header + REDO_FILE_AT_CONTENTS_BYTES);
    redo->packed_bytes = bytes_u64(header + REDO_FILE_AT_PACKED_BYTES);
    return check_numbers(redo, why_ret);
}

/* ---- The list ---- */

/* An extent within the volume. */
static bool is_of_blocks(const struct redo *redo, uint64_t offset, uint64_t n)
{
    return offset % REDO_FILE_BLOCK_BYTES == 0 &&
           (n % REDO_FILE_BLOCK_BYTES == 0 || offset + n == redo->about.volume_bytes);
}

/* What cannot lie together in a volume cannot overflow the sum either. */
static enum status check_extents(const struct redo *redo, const char **why_ret)
{
    uint64_t end = 0, sum = 0;

    for (uint64_t i = 0; i < redo->nextents; i++) {
        const uint8_t *extent = redo->list + i * REDO_FILE_EXTENT_BYTES;
        uint64_t offset = bytes_u64(extent), n = bytes_u64(extent + 8);

        if (n == 0)
            return refuse("has an extent without bytes", why_ret);
        if (!bytes_fit(offset, n, redo->about.volume_bytes))
            return refuse("has an extent beyond the volume", why_ret);
        if (i > 0 && offset <= end)
            return refuse("has extents that do not ascend, or touch each other", why_ret);
        if (!is_of_blocks(redo, offset, n))
            return refuse("has an extent that does not consist of blocks", why_ret);
        end = offset + n;
        sum += n;
    }
    if (sum != redo->contents_bytes)
        return refuse("has extents that are not as long as its contents", why_ret);
    return STATUS_OK;
}

static enum status read_list(struct redo *redo, const uint8_t *header, const char **why_ret)
{
    size_t n = redo->nextents * REDO_FILE_EXTENT_BYTES;
    enum status status;

    redo->list = malloc(n ? n : 1);
    if (!redo->list)
        return STATUS_NO_MEMORY;
    status = read_log(redo, REDO_FILE_HEADER_BYTES + redo->packed_bytes, redo->list, n, why_ret);
    if (status != STATUS_OK)
        return status;
    status = compare((struct bytes){redo->list, n}, header + REDO_FILE_AT_LIST_SHA256);
    if (status == STATUS_DAMAGED)
        return refuse("has a list of extents whose hash is wrong", why_ret);
    return status == STATUS_OK ? check_extents(redo, why_ret) : status;
}

/* ---- The contents ---- */

/* The part of the packed contents that is in REDO->packed. */
struct window {
    uint64_t read; /* bytes of the packed contents that were read */
    size_t at, end;
    struct sha256 *sha; /* of those */
};

static bool note_frame(struct redo *redo, const struct redo_read_frame *frame)
{
    if (redo->nframes == redo->capacity) {
        size_t capacity = redo->capacity ? 2 * redo->capacity : 16;
        struct redo_read_frame *frames = realloc(redo->frames, capacity * sizeof *frames);

        if (!frames)
            return false;
        redo->frames = frames;
        redo->capacity = capacity;
    }
    redo->frames[redo->nframes++] = *frame;
    return true;
}

/* Moves what is left to the front, and reads on behind it. */
static enum status refill(struct redo *redo, struct window *w, const char **why_ret)
{
    uint64_t left = redo->packed_bytes - w->read;
    size_t room, n;
    enum status status;

    w->end -= w->at;
    memmove(redo->packed, redo->packed + w->at, w->end);
    w->at = 0;
    room = REDO_FILE_FRAME_MAX - w->end;
    n = left < room ? (size_t)left : room;
    status = read_log(redo, REDO_FILE_HEADER_BYTES + w->read, redo->packed + w->end, n, why_ret);
    if (status != STATUS_OK)
        return status;
    sha256_add(w->sha, (struct bytes){redo->packed + w->end, n});
    w->end += n;
    w->read += n;
    return STATUS_OK;
}

/* The frame that begins at the window's: 0 bytes where there is none. */
static enum status find_frame(struct redo *redo, struct window *w, size_t *n_ret,
                              const char **why_ret)
{
    enum status status = STATUS_OK;
    size_t n = compress_frame_bytes((struct bytes){redo->packed + w->at, w->end - w->at});

    if (n == 0) {
        status = refill(redo, w, why_ret);
        n = compress_frame_bytes((struct bytes){redo->packed, w->end});
    }
    *n_ret = n;
    return status;
}

static enum status check_frame(struct redo *redo, struct window *w, uint32_t want,
                               const char **why_ret)
{
    static const char why[] = "has contents that are not packed as they must be";
    struct redo_read_frame frame = {.bytes = want};
    size_t npiece = redo_file_piece_bytes(want);
    enum status status;
    size_t n;

    status = find_frame(redo, w, &n, why_ret);
    if (status != STATUS_OK)
        return status;
    struct bytes packed = {redo->packed + w->at, n};
    if (n == 0 || compress_unpacked_bytes(packed) != npiece)
        return refuse(why, why_ret);
    status = compress_unpack(&redo->unpacker, packed, redo->piece, npiece);
    if (status == STATUS_DAMAGED)
        return refuse(why, why_ret);
    if (status != STATUS_OK)
        return status;
    frame.offset = REDO_FILE_HEADER_BYTES + w->read - (w->end - w->at);
    frame.packed_bytes = (uint32_t)n;
    w->at += n;
    return sha256_of(packed, frame.sha256) && note_frame(redo, &frame) ? STATUS_OK
                                                                       : STATUS_NO_MEMORY;
}

static enum status check_frames(struct redo *redo, struct window *w, const char **why_ret)
{
    enum status status = STATUS_OK;

    for (uint64_t left = redo->contents_bytes; left > 0 && status == STATUS_OK;) {
        uint32_t want = left < REDO_FILE_PIECE_BYTES ? (uint32_t)left : REDO_FILE_PIECE_BYTES;

        status = check_frame(redo, w, want, why_ret);
        left -= want;
    }
    if (status == STATUS_OK && (w->at != w->end || w->read != redo->packed_bytes))
        return refuse("has more contents than its extents", why_ret);
    return status;
}

static enum status read_contents(struct redo *redo, const uint8_t *header, const char **why_ret)
{
    struct window w = {0};
    uint8_t digest[SHA256_BYTES];
    enum status status;

    redo->packed = malloc(REDO_FILE_FRAME_MAX);
    redo->piece = malloc(REDO_FILE_PIECE_MAX);
    if (!redo->packed || !redo->piece || !sha256_begin(&w.sha))
        return STATUS_NO_MEMORY;
    status = check_frames(redo, &w, why_ret);
    sha256_end(w.sha, digest);
    if (status == STATUS_OK &&
        memcmp(digest, header + REDO_FILE_AT_PACKED_SHA256, SHA256_BYTES) != 0)
        return refuse("has contents whose hash is wrong", why_ret);
    return status;
}

enum status redo_read(struct redo *redo, const char **why_ret)
{
    uint8_t header[REDO_FILE_HEADER_BYTES];
    enum status status = read_header(redo, header, why_ret);

    if (status == STATUS_OK)
        status = read_list(redo, header, why_ret);
    return status == STATUS_OK ? read_contents(redo, header, why_ret) : status;
}

enum status redo_read_piece(struct redo *redo, const struct redo_read_frame *frame,
                            const char **why_ret)
{
    static const char why[] = "was changed while it was open";
    struct bytes packed = {redo->packed, frame->packed_bytes};
    enum status status = read_log(redo, frame->offset, redo->packed, packed.n, why_ret);

    if (status != STATUS_OK)
        return status;
    status = compare(packed, frame->sha256);
    if (status == STATUS_OK)
        status = compress_unpack(&redo->unpacker, packed, redo->piece,
                                 redo_file_piece_bytes(frame->bytes));
    return status == STATUS_DAMAGED ? refuse(why, why_ret) : status;
}

size_t redo_read_stretch(const struct redo *redo, struct redo_read_place *place, size_t n,
                         uint64_t *offset_ret)
{
    const uint8_t *extent = redo->list + place->extent * REDO_FILE_EXTENT_BYTES;
    uint64_t left = bytes_u64(extent + 8) - place->done;

    *offset_ret = bytes_u64(extent) + place->done;
    if (left <= n) {
        *place = (struct redo_read_place){.extent = place->extent + 1};
        return (size_t)left;
    }
    place->done += n;
    return n;
}
