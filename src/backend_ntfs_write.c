/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing streams: see backend_ntfs_write.h.
 *
 * Raw encrypted data end in two bytes that say how many of the bytes before them are padding: the
 * library wants them there when it marks the stream, and takes them away then.
 */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_write.h"

#include "src/backend_ntfs_name.h"
#include "src/content.h"

#include <errno.h>
#include <stdlib.h>

enum { PIECE_BYTES = 1 << 20, RAW_UNIT = 512, RAW_TAIL = 2, VALUE_BYTES_MAX = 700 };

static int failed_unless(bool is_done)
{
    return is_done ? 0 : backend_ntfs_inode_errno();
}

/* ---- What can be written ---- */

static int check_stream(const struct content *content, const struct content_stream *stream)
{
    struct backend_ntfs_name name;
    const bool is_raw = (stream->flags & CONTENT_ENCRYPTED) != 0;

    if (is_raw &&
        (content->efs.n == 0 || stream->size % RAW_UNIT != 0 || stream->data_size > stream->size ||
         stream->size - stream->data_size >= RAW_UNIT))
        return EINVAL;
    if (is_raw && stream->flags & CONTENT_COMPRESSED)
        return EOPNOTSUPP;
    if (stream->size > INT64_MAX - RAW_UNIT)
        return EINVAL;
    return backend_ntfs_text_stream(stream->name, &name);
}

int backend_ntfs_write_check(const struct content *content)
{
    int why = 0;

    for (uint32_t i = 0; i < content->nstreams && !why; i++)
        why = check_stream(content, &content->streams[i]);
    return why;
}

/* ---- Streams ---- */

struct writer {
    struct backend_ntfs *b;
    ntfs_inode *inode;
    struct content *content;
    uint32_t stream;
    const struct content_stream *it; /* that stream */
    struct backend_ntfs_name name;
    ntfs_attr *attribute;
    uint8_t *piece; /* of PIECE_BYTES */
};

static ntfschar *units_of(struct backend_ntfs_name *name)
{
    return name->n ? name->units : AT_UNNAMED;
}

static int write_bytes(ntfs_attr *attribute, uint64_t offset, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;

    while (n > 0) {
        s64 done;

        errno = 0;
        done = ntfs_attr_pwrite(attribute, (s64)offset, (s64)n, from);
        if (done <= 0)
            return backend_ntfs_inode_errno();
        from += done;
        offset += (uint64_t)done;
        n -= (size_t)done;
    }
    return 0;
}

/* Bytes FROM to TO of the stream. */
static int write_stretch(const struct writer *w, uint64_t from, uint64_t to)
{
    int why = 0;

    while (from < to && !why) {
        const size_t n = to - from < PIECE_BYTES ? (size_t)(to - from) : PIECE_BYTES;

        why = backend_ntfs_volume_require(w->b, n);
        if (!why)
            why = w->content->calls->read(w->content, w->stream, from, w->piece, n);
        if (!why)
            why = write_bytes(w->attribute, from, w->piece, n);
        from += n;
    }
    return why;
}

/* Compressed data are written one behind the other; the library finds out which are zeros. */
static int write_compressed(const struct writer *w)
{
    int why = write_stretch(w, 0, w->it->size);

    errno = 0;
    return why ? why : failed_unless(ntfs_attr_pclose(w->attribute) == 0);
}

static int write_padding(const struct writer *w)
{
    const le16 padding = cpu_to_le16((u16)(w->it->size - w->it->data_size));

    return write_bytes(w->attribute, w->it->size, &padding, RAW_TAIL);
}

/* The whole size first: what no stretch covers is a hole, or zeros that are not initialised. */
static int write_stretches(const struct writer *w)
{
    const bool is_raw = w->it->flags & CONTENT_ENCRYPTED && w->it->size > 0;
    const s64 size = (s64)w->it->size + (is_raw ? RAW_TAIL : 0);
    uint64_t offset = 0, n = 0;
    int why, failure;

    errno = 0;
    failure = w->it->flags & CONTENT_SPARSE ? ntfs_attr_truncate(w->attribute, size)
                                            : ntfs_attr_truncate_solid(w->attribute, size);
    why = failed_unless(failure == 0);
    while (!why) {
        why = w->content->calls->data(w->content, w->stream, &offset, &n);
        if (why || n == 0)
            break;
        why = write_stretch(w, offset, offset + n);
        offset += n;
    }
    return why || !is_raw ? why : write_padding(w);
}

static int write_attribute(struct writer *w, bool is_compressed)
{
    int why;

    errno = 0;
    if (ntfs_attr_add(w->inode, AT_DATA, units_of(&w->name), w->name.n, NULL, 0) != 0)
        return backend_ntfs_inode_errno();
    w->attribute = ntfs_attr_open(w->inode, AT_DATA, units_of(&w->name), w->name.n);
    if (!w->attribute)
        return backend_ntfs_inode_errno();
    why = is_compressed ? write_compressed(w) : write_stretches(w);
    ntfs_attr_close(w->attribute);
    return why;
}

/* As one value, which the library puts where there is room for it. */
static int add_value(struct writer *w)
{
    const size_t n = (size_t)w->it->size;
    int why = w->content->calls->read(w->content, w->stream, 0, w->piece, n);

    if (why)
        return why;
    errno = 0;
    return failed_unless(
        ntfs_attr_add(w->inode, AT_DATA, units_of(&w->name), w->name.n, w->piece, (s64)n) == 0);
}

/* The library makes a stream compressed where its file is marked so. */
static int write_stream(struct writer *w)
{
    const bool is_compressed = w->it->flags & CONTENT_COMPRESSED &&
                               w->inode->vol->cluster_size <= MAX_COMPRESSION_CLUSTER_SIZE;

    w->inode->flags &= ~(le32)FILE_ATTR_COMPRESSED;
    if (is_compressed)
        w->inode->flags |= FILE_ATTR_COMPRESSED;
    if (w->it->flags == 0 && w->it->size <= VALUE_BYTES_MAX)
        return add_value(w);
    return write_attribute(w, is_compressed);
}

int backend_ntfs_write_empty(ntfs_inode *inode)
{
    errno = 0;
    return failed_unless(ntfs_attr_add(inode, AT_DATA, AT_UNNAMED, 0, NULL, 0) == 0);
}

int backend_ntfs_write_stream(struct backend_ntfs *b, ntfs_inode *inode, struct content *content,
                              uint32_t stream)
{
    struct writer w = {.b = b,
                       .inode = inode,
                       .content = content,
                       .stream = stream,
                       .it = &content->streams[stream],
                       .piece = malloc(PIECE_BYTES)};
    int why = w.piece ? backend_ntfs_volume_require(b, 0) : ENOMEM;

    if (!why)
        why = backend_ntfs_text_stream(w.it->name, &w.name);
    if (!why)
        why = write_stream(&w);
    free(w.piece);
    return why;
}

/* ---- Keys ---- */

static int mark_stream(ntfs_inode *inode, const struct content_stream *stream)
{
    struct backend_ntfs_name name;
    ntfs_attr *attribute;
    int why = backend_ntfs_text_stream(stream->name, &name);

    if (why)
        return why;
    errno = 0;
    attribute = ntfs_attr_open(inode, AT_DATA, units_of(&name), name.n);
    if (!attribute)
        return backend_ntfs_inode_errno();
    why = failed_unless(ntfs_efs_fixup_attribute(NULL, attribute) == 0);
    ntfs_attr_close(attribute);
    return why;
}

int backend_ntfs_write_keys(ntfs_inode *inode, const struct content *content)
{
    ntfschar name[] = {const_cpu_to_le16('$'), const_cpu_to_le16('E'), const_cpu_to_le16('F'),
                       const_cpu_to_le16('S'), 0};

    if (content->efs.n == 0)
        return 0;
    errno = 0;
    return failed_unless(ntfs_attr_add(inode, AT_LOGGED_UTILITY_STREAM, name, 4, content->efs.at,
                                       (s64)content->efs.n) == 0);
}

int backend_ntfs_write_marks(ntfs_inode *inode, const struct content *content)
{
    int why = 0;

    for (uint32_t i = 0; i < content->nstreams && !why; i++)
        if (content->streams[i].flags & CONTENT_ENCRYPTED)
            why = mark_stream(inode, &content->streams[i]);
    if (!why && content->efs.n > 0)
        inode->flags |= FILE_ATTR_ENCRYPTED;
    return why;
}
