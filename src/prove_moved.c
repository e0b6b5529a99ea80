/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See prove_moved.h. */
#include "src/prove_moved.h"

#include <string.h>

#include "mft/lznt1.h"
#include "mft/stream.h"

enum { UNIT_BITS_MAX = 16 /* clusters of a compression unit; NTFS has 4 */ };

static bool is_value(const struct attribute *a, const uint8_t *bytes, size_t n)
{
    return n == a->value.n && (n == 0 || memcmp(bytes, a->value.at, n) == 0);
}

/* Clusters of STREAM before VCN that are there. */
static uint64_t count_clusters(const struct stream *stream, uint64_t vcn)
{
    uint64_t at = 0, n = 0;

    for (size_t i = 0; i < stream->runs.n && at < vcn; i++) {
        const struct run *run = &stream->runs.runs[i];
        uint64_t nclusters = run->nclusters < vcn - at ? run->nclusters : vcn - at;

        n += run->lcn == RUN_HOLE ? 0 : nclusters;
        at += nclusters;
    }
    return n;
}

static enum status load(const struct volume *now, const struct attribute *b, struct arena *arena,
                        struct stream *stream)
{
    struct attribute plain = *b;

    plain.flags = 0; /* its clusters as they are */
    return stream_open_attribute(now, &plain, arena, stream);
}

/* The value of a record is less than one compression unit. That is there whole, and then not
 * packed, or has a hole behind what was packed. */
static enum status compare_packed(const struct volume *now, const struct attribute *a,
                                  const struct attribute *b, struct arena *arena, bool *is_same_ret)
{
    const uint64_t cluster = now->geometry.cluster_bytes;
    const unsigned bits = b->record[b->at + ATTR_COMPRESSION_UNIT];
    uint64_t nclusters;
    struct stream stream;
    struct bytes packed;
    uint8_t *unpacked = arena_alloc(arena, a->value.n + 1);
    enum status status = load(now, b, arena, &stream);

    if (!unpacked)
        return STATUS_NO_MEMORY;
    if (status != STATUS_OK || bits > UNIT_BITS_MAX || a->value.n > cluster << bits)
        return status;
    nclusters = count_clusters(&stream, (uint64_t)1 << bits);
    stream.size_bytes = stream.initialized_bytes = nclusters * cluster;
    status = stream_load(&stream, stream.size_bytes, arena, &packed);
    if (status != STATUS_OK)
        return status;
    if (nclusters == (uint64_t)1 << bits)
        *is_same_ret = packed.n >= a->value.n && is_value(a, packed.at, a->value.n);
    else
        *is_same_ret =
            lznt1_unpack(packed, unpacked, a->value.n) && is_value(a, unpacked, a->value.n);
    return STATUS_OK;
}

static enum status compare_plain(const struct volume *now, const struct attribute *a,
                                 const struct attribute *b, struct arena *arena, bool *is_same_ret)
{
    struct stream stream;
    struct bytes bytes;
    enum status status = stream_open_attribute(now, b, arena, &stream);

    if (status == STATUS_OK)
        status = stream_load(&stream, a->value.n, arena, &bytes);
    if (status == STATUS_OK)
        *is_same_ret = is_value(a, bytes.at, bytes.n);
    return status;
}

enum status prove_moved_compare(const struct volume *now, const struct attribute *a,
                                const struct attribute *b, struct arena *arena, bool *is_same_ret)
{
    enum status status;

    *is_same_ret = false;
    if (attribute_data_size(b) != a->value.n || attribute_initialized(b) != a->value.n)
        return STATUS_OK;
    status = b->flags & ATTR_COMPRESSED ? compare_packed(now, a, b, arena, is_same_ret)
                                        : compare_plain(now, a, b, arena, is_same_ret);
    return status == STATUS_NO_MEMORY || status == STATUS_IO ? status : STATUS_OK;
}
