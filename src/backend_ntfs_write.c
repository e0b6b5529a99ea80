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
    return backend_ntfs_name_of_stream(stream->name, &name);
}

int backend_ntfs_write_check(const struct content *content)
{
    int why = 0;

    for (uint32_t i = 0; i < content->nstreams && !why; i++)
        why = check_stream(content, &content->streams[i]);
    return why;
}

/* ---- Streams ---- */

static bool is_to_be_compressed(const ntfs_inode *inode, const struct content_stream *stream)
{
    return stream->flags & CONTENT_COMPRESSED &&
           inode->vol->cluster_size <= MAX_COMPRESSION_CLUSTER_SIZE;
}

static int add_stream(ntfs_inode *inode, struct backend_ntfs_name *name, ntfs_attr **attribute_ret)
{
    ntfschar *units = name->n ? name->units : AT_UNNAMED;

    errno = 0;
    if (ntfs_attr_add(inode, AT_DATA, units, name->n, NULL, 0) != 0)
        return backend_ntfs_inode_errno();
    *attribute_ret = ntfs_attr_open(inode, AT_DATA, units, name->n);
    return failed_unless(*attribute_ret != NULL);
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
static int write_stretch(ntfs_attr *attribute, struct content *content, uint32_t stream,
                         uint64_t from, uint64_t to, uint8_t *piece)
{
    int why = 0;

    while (from < to && !why) {
        const size_t n = to - from < PIECE_BYTES ? (size_t)(to - from) : PIECE_BYTES;

        why = content->calls->read(content, stream, from, piece, n);
        if (!why)
            why = write_bytes(attribute, from, piece, n);
        from += n;
    }
    return why;
}

/* Compressed data are written one behind the other; the library finds out which are zeros. */
static int write_compressed(ntfs_attr *attribute, struct content *content, uint32_t stream,
                            uint8_t *piece)
{
    int why = write_stretch(attribute, content, stream, 0, content->streams[stream].size, piece);

    errno = 0;
    return why ? why : failed_unless(ntfs_attr_pclose(attribute) == 0);
}

/* The whole size first: what no stretch covers is a hole, or zeros that are not initialised. */
static int write_stretches(ntfs_attr *attribute, struct content *content, uint32_t stream,
                           uint8_t *piece)
{
    const struct content_stream *it = &content->streams[stream];
    const bool is_raw = it->flags & CONTENT_ENCRYPTED && it->size > 0;
    const s64 size = (s64)it->size + (is_raw ? RAW_TAIL : 0);
    uint64_t offset = 0, n = 0;
    int why;

    errno = 0;
    why = failed_unless((it->flags & CONTENT_SPARSE
                             ? ntfs_attr_truncate(attribute, size)
                             : ntfs_attr_truncate_solid(attribute, size)) == 0);
    while (!why) {
        why = content->calls->data(content, stream, &offset, &n);
        if (why || n == 0)
            break;
        why = write_stretch(attribute, content, stream, offset, offset + n, piece);
        offset += n;
    }
    if (!why && is_raw) {
        const le16 padding = cpu_to_le16((u16)(it->size - it->data_size));

        why = write_bytes(attribute, it->size, &padding, RAW_TAIL);
    }
    return why;
}

int backend_ntfs_write_empty(ntfs_inode *inode)
{
    errno = 0;
    return failed_unless(ntfs_attr_add(inode, AT_DATA, AT_UNNAMED, 0, NULL, 0) == 0);
}

static int write_stream(ntfs_inode *inode, struct content *content, uint32_t stream, uint8_t *piece)
{
    const struct content_stream *it = &content->streams[stream];
    struct backend_ntfs_name name;
    ntfs_attr *attribute;
    int why = backend_ntfs_name_of_stream(it->name, &name);

    if (!why)
        why = add_stream(inode, &name, &attribute);
    if (why)
        return why;
    if (is_to_be_compressed(inode, it))
        why = write_compressed(attribute, content, stream, piece);
    else
        why = write_stretches(attribute, content, stream, piece);
    ntfs_attr_close(attribute);
    return why;
}

/* The library makes a stream compressed where its file is marked so. */
int backend_ntfs_write_stream(ntfs_inode *inode, struct content *content, uint32_t stream)
{
    uint8_t *piece = malloc(PIECE_BYTES);
    int why;

    if (!piece)
        return ENOMEM;
    if (is_to_be_compressed(inode, &content->streams[stream]))
        inode->flags |= FILE_ATTR_COMPRESSED;
    else
        inode->flags &= ~(le32)FILE_ATTR_COMPRESSED;
    why = write_stream(inode, content, stream, piece);
    free(piece);
    return why;
}

/* ---- Keys ---- */

static int mark_stream(ntfs_inode *inode, const struct content_stream *stream)
{
    struct backend_ntfs_name name;
    ntfs_attr *attribute;
    int why = backend_ntfs_name_of_stream(stream->name, &name);

    if (why)
        return why;
    errno = 0;
    attribute = ntfs_attr_open(inode, AT_DATA, name.n ? name.units : AT_UNNAMED, name.n);
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
