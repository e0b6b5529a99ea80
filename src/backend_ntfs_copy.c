/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files made of contents: see backend_ntfs_copy.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_copy.h"

#include "src/backend_ntfs_folder.h"
#include "src/backend_ntfs_make.h"
#include "src/backend_ntfs_write.h"
#include "src/content.h"

#include <errno.h>

/* Attributes that say how data are kept: they follow from what was written. */
static const uint32_t are_of_data = 0x00000200 | /* sparse */
                                    0x00000400 | /* reparse point */
                                    0x00000800 | /* compressed */
                                    0x00004000;  /* encrypted */

enum { COMPRESSED = 0x800, SPARSE = 0x200, ARCHIVE = 0x20 };

/* What a copy is about. */
struct copy {
    struct backend_ntfs *b;
    struct backend_ntfs_name name;
    ntfs_inode *folder;
    struct backend_ntfs_traits traits;
};

static int begin(struct copy *copy, struct backend *backend, const struct backend_item *item)
{
    int why;

    copy->b = backend_ntfs_volume_of(backend);
    why = backend_ntfs_volume_begin(copy->b);
    if (!why)
        why = backend_ntfs_text_name(item->name, &copy->name);
    if (!why)
        why = backend_ntfs_folder_open(copy->b, item->folder, &copy->folder);
    if (!why)
        why = backend_ntfs_name_absent(copy->folder, &copy->name);
    if (!why)
        why = backend_ntfs_make_inherit(copy->folder, &copy->traits);
    copy->traits.attributes = ARCHIVE;
    return why;
}

static void take_traits(struct copy *copy, const struct content *content)
{
    struct backend_ntfs_traits *traits = &copy->traits;

    if (content->has_attributes)
        traits->attributes = content->attributes;
    backend_ntfs_make_expect(traits, content->security);
    traits->has_times = content->has_times;
    traits->created = content->created;
    traits->modified = content->modified;
    traits->changed = content->changed;
    traits->accessed = content->accessed;
}

/* ---- Parts ---- */

/* Some tags go with attributes that are there before. */
static int add_reparse(ntfs_inode *inode, const struct backend_ntfs_traits *traits,
                       struct bytes reparse)
{
    if (reparse.n == 0)
        return 0;
    inode->flags |= cpu_to_le32(traits->attributes & ~are_of_data);
    errno = 0;
    return ntfs_set_ntfs_reparse_data(inode, (const char *)reparse.at, reparse.n, 0) == 0
               ? 0
               : backend_ntfs_inode_errno();
}

static int add_ea(ntfs_inode *inode, struct bytes ea)
{
    int answer;

    if (ea.n == 0)
        return 0;
    errno = 0;
    answer = ntfs_set_ntfs_ea(inode, (const char *)ea.at, ea.n, 0);
    return answer == 0 ? 0 : answer < -1 ? -answer : backend_ntfs_inode_errno();
}

static bool has_stream(const struct content *content, unsigned flag)
{
    for (uint32_t i = 0; i < content->nstreams; i++)
        if (content->streams[i].flags & flag)
            return true;
    return false;
}

/* The library marks what it writes; two marks may be there without a stream that is so. */
static uint32_t attributes_of(const struct copy *copy, const ntfs_inode *inode,
                              const struct content *content)
{
    const uint32_t wanted = copy->traits.attributes, made = le32_to_cpu((le32)inode->flags);
    uint32_t attributes = (wanted & ~are_of_data) | (made & are_of_data & ~(uint32_t)COMPRESSED);

    if (wanted & COMPRESSED && copy->b->backend.features & BACKEND_COMPRESSED)
        attributes |= COMPRESSED;
    if (wanted & SPARSE && has_stream(content, CONTENT_SPARSE))
        attributes |= SPARSE;
    return attributes;
}

/* ---- Room ---- */

enum {
    VALUE_HEAD = 24,    /* of an attribute whose value is in the record */
    CLUSTERS_HEAD = 96, /* of one that has clusters, with a few runs */
    RECORD_HEAD = 200,  /* of the record, with its standard information */
    SMALL_BYTES = 700,  /* a value that may be in the record */
    UNIT_BYTES = 2,
};

static size_t bytes_of_value(struct bytes value)
{
    return value.n == 0 ? 0 : VALUE_HEAD + (value.n < SMALL_BYTES ? value.n : CLUSTERS_HEAD);
}

/* What the file's attributes will take in records, or more. */
static uint64_t bytes_in_records(const struct copy *copy, const struct content *content)
{
    uint64_t n = RECORD_HEAD + CLUSTERS_HEAD + UNIT_BYTES * (uint64_t)copy->name.n;

    n += bytes_of_value(content->reparse) + bytes_of_value(content->attributes_ea) +
         bytes_of_value(content->efs);
    for (uint32_t i = 0; i < content->nstreams; i++) {
        const struct content_stream *stream = &content->streams[i];

        n += UNIT_BYTES * stream->name.n + CLUSTERS_HEAD;
        if (stream->flags == 0 && stream->size <= SMALL_BYTES)
            n += stream->size;
    }
    return n;
}

/* ntfs_attr_force_non_resident() would try for ever when no cluster is free. */
static int put_in_clusters(ntfs_inode *inode, ntfs_attr *list)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(inode, NULL);
    int why = 0;

    if (!ctx)
        return backend_ntfs_inode_errno();
    if (ntfs_attr_lookup(AT_ATTRIBUTE_LIST, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, ctx) != 0 ||
        ntfs_attr_make_non_resident(list, ctx) != 0)
        why = backend_ntfs_inode_errno();
    else
        ntfs_inode_mark_dirty(ctx->ntfs_ino);
    ntfs_attr_put_search_ctx(ctx);
    return why;
}

/*
 * A file that will need an attribute list gets it while it has next to nothing, and in clusters.
 * Where the library makes one in a record that is full, it moves streams out of its way, and may
 * then list one of them in the place of another.
 */
static int make_list(const struct copy *copy, ntfs_inode *inode, const struct content *content)
{
    ntfs_attr *list;
    int why;

    if (bytes_in_records(copy, content) <= inode->vol->mft_record_size)
        return 0;
    errno = 0;
    if (!NInoAttrList(inode) && ntfs_inode_add_attrlist(inode) != 0)
        return backend_ntfs_inode_errno();
    list = ntfs_attr_open(inode, AT_ATTRIBUTE_LIST, AT_UNNAMED, 0);
    if (!list)
        return backend_ntfs_inode_errno();
    why = NAttrNonResident(list) ? 0 : put_in_clusters(inode, list);
    ntfs_attr_close(list);
    return why;
}

/* Small things first: where the library must make a value larger in a record that is full, it may
 * lose what it moves out of its way. */
static int fill(struct copy *copy, ntfs_inode *inode, struct content *content)
{
    int why = backend_ntfs_make_secure(inode, content->security);

    if (!why)
        why = make_list(copy, inode, content);
    if (!why)
        why = add_ea(inode, content->attributes_ea);
    if (!why)
        why = add_reparse(inode, &copy->traits, content->reparse);
    if (!why)
        why = backend_ntfs_write_keys(inode, content);
    if (!why && content->nstreams == 0)
        why = backend_ntfs_write_empty(inode);
    for (uint32_t i = 0; i < content->nstreams && !why; i++)
        why = backend_ntfs_write_stream(copy->b, inode, content, i);
    if (!why)
        why = backend_ntfs_write_marks(inode, content);
    copy->traits.attributes = attributes_of(copy, inode, content);
    return why;
}

/* ---- Copies ---- */

int backend_ntfs_copy_content(struct backend *backend, const struct backend_item *item,
                              struct content *content, struct backend_made *made_ret)
{
    struct copy copy = {0};
    ntfs_inode *inode = NULL;
    int why = begin(&copy, backend, item);

    if (!why)
        why = backend_ntfs_write_check(content);
    if (!why) {
        take_traits(&copy, content);
        why = backend_ntfs_make_begin(copy.b, &copy.traits, false, &inode);
    }
    if (!why) {
        why = fill(&copy, inode, content);
        why = backend_ntfs_make_end(copy.b, why, inode, copy.folder, &copy.name, &copy.traits,
                                    made_ret);
    }
    backend_ntfs_make_release(&copy.traits);
    return why;
}

/* ---- Bytes ---- */

struct memory {
    struct content content;
    struct bytes bytes;
};

static int read_bytes(struct content *content, uint32_t stream, uint64_t offset, void *buffer,
                      size_t n)
{
    const struct memory *memory = (const struct memory *)(const void *)content;

    (void)stream;
    if (!bytes_fit(offset, n, memory->bytes.n))
        return EINVAL;
    if (n > 0)
        memcpy(buffer, memory->bytes.at + offset, n);
    return 0;
}

static int find_bytes(struct content *content, uint32_t stream, uint64_t *offset, uint64_t *n_ret)
{
    const struct memory *memory = (const struct memory *)(const void *)content;

    (void)stream;
    if (*offset > memory->bytes.n)
        *offset = memory->bytes.n;
    *n_ret = memory->bytes.n - *offset;
    return 0;
}

static void close_bytes(struct content *content)
{
    (void)content;
}

int backend_ntfs_copy_bytes(struct backend *backend, const struct backend_item *item,
                            struct bytes bytes, struct backend_made *made_ret)
{
    static const struct content_calls calls = {
        .read = read_bytes, .data = find_bytes, .close = close_bytes};
    const struct content_stream stream = {.size = bytes.n, .data_size = bytes.n};
    struct memory memory = {.content = {.calls = &calls, .streams = &stream, .nstreams = 1},
                            .bytes = bytes};

    return backend_ntfs_copy_content(backend, item, &memory.content, made_ret);
}
