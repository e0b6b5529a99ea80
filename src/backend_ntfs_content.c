/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files for reading: see backend_ntfs_content.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_content.h"

#include "src/backend_ntfs_file.h"
#include "src/content.h"

#include <errno.h>
#include <stdlib.h>

enum { RAW_UNIT = 512 /* of encrypted data */ };

struct reader {
    ntfs_attr *attribute;      /* NULL: a file without an unnamed stream */
    const runlist_element *at; /* the run at which the last stretch was found */
};

struct source {
    struct content content;
    struct backend_ntfs *b;
    ntfs_inode *inode;
    struct content_stream *streams;
    struct reader *readers;          /* by stream */
    struct backend_ntfs_name *names; /* by stream, while they are opened */
};

static struct source *source_of(struct content *content)
{
    return (struct source *)(void *)content;
}

/* ---- Reading ---- */

static int read_stream(struct content *content, uint32_t stream, uint64_t offset, void *buffer,
                       size_t n)
{
    ntfs_attr *attribute = source_of(content)->readers[stream].attribute;
    uint8_t *to = buffer;

    if (!bytes_fit(offset, n, content->streams[stream].size))
        return EINVAL;
    while (n > 0) {
        s64 got;

        errno = 0;
        got = ntfs_attr_pread(attribute, (s64)offset, (s64)n, to);
        if (got <= 0)
            return backend_ntfs_inode_errno();
        to += got;
        offset += (uint64_t)got;
        n -= (size_t)got;
    }
    return 0;
}

/* Behind what is initialised there are zeros, whatever the runs say. */
static uint64_t data_end(const struct content_stream *stream, const ntfs_attr *attribute)
{
    if (stream->flags & CONTENT_ENCRYPTED)
        return stream->size;
    return (uint64_t)attribute->initialized_size < stream->size
               ? (uint64_t)attribute->initialized_size
               : stream->size;
}

/* Moves to the first run with clusters that ends behind OFFSET; its length is 0 behind all. */
static void seek_run(struct reader *reader, unsigned bits, uint64_t offset)
{
    const runlist_element *run = reader->at;

    if (!run || (uint64_t)run->vcn << bits > offset)
        run = reader->attribute->rl;
    while (run->length > 0 &&
           (run->lcn < 0 || (uint64_t)(run->vcn + run->length) << bits <= offset))
        run++;
    reader->at = run;
}

/* Runs with clusters, side by side, are one stretch. */
static void find_stretch(struct reader *reader, unsigned bits, uint64_t end, uint64_t *offset,
                         uint64_t *n_ret)
{
    const runlist_element *run;
    uint64_t from, to;

    seek_run(reader, bits, *offset);
    run = reader->at;
    from = (uint64_t)run->vcn << bits;
    while (run->length > 0 && run->lcn >= 0)
        run++;
    to = (uint64_t)run->vcn << bits;
    from = from > *offset ? from : *offset;
    to = to < end ? to : end;
    *n_ret = from < to ? to - from : 0;
    if (*n_ret > 0)
        *offset = from;
}

/* Compressed data has holes in it that are no holes of the stream: all of it counts. */
static int find_data(struct content *content, uint32_t stream, uint64_t *offset, uint64_t *n_ret)
{
    struct reader *reader = &source_of(content)->readers[stream];
    ntfs_attr *attribute = reader->attribute;
    uint64_t end;

    if (!attribute) {
        *n_ret = 0;
        return 0;
    }
    end = data_end(&content->streams[stream], attribute);
    if (*offset >= end) {
        *n_ret = 0;
    } else if (!NAttrNonResident(attribute) ||
               content->streams[stream].flags & CONTENT_COMPRESSED) {
        *n_ret = end - *offset;
    } else {
        errno = 0;
        if (ntfs_attr_map_whole_runlist(attribute) != 0)
            return backend_ntfs_inode_errno();
        find_stretch(reader, attribute->ni->vol->cluster_size_bits, end, offset, n_ret);
    }
    return 0;
}

static void close_content(struct content *content)
{
    struct source *s = source_of(content);

    for (uint32_t i = 0; s->readers && i < content->nstreams; i++) {
        if (s->readers[i].attribute)
            ntfs_attr_close(s->readers[i].attribute);
        free((void *)s->streams[i].name.at);
    }
    free((void *)content->security.at);
    free((void *)content->reparse.at);
    free((void *)content->efs.at);
    free((void *)content->attributes_ea.at);
    free(s->streams);
    free(s->readers);
    free(s->names);
    if (s->inode)
        backend_ntfs_shelf_unpin(&s->b->shelf, s->inode);
    free(s);
}

/* ---- Streams ---- */

/* Calls TAKE with the name of each stream. */
static int list_streams(struct source *s, void (*take)(struct source *s, const ATTR_RECORD *a))
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(s->inode, NULL);
    int why;

    if (!ctx)
        return backend_ntfs_inode_errno();
    errno = 0;
    while (ntfs_attr_lookup(AT_DATA, NULL, 0, CASE_SENSITIVE, 0, NULL, 0, ctx) == 0)
        if (!ctx->attr->non_resident || ctx->attr->lowest_vcn == 0)
            take(s, ctx->attr);
    why = errno == ENOENT ? 0 : backend_ntfs_inode_errno();
    ntfs_attr_put_search_ctx(ctx);
    return why;
}

/* Place 0 is kept for the unnamed one, which sorts before all others where it is there. */
static void count_stream(struct source *s, const ATTR_RECORD *a)
{
    s->content.nstreams += a->name_length > 0;
}

static void keep_name(struct source *s, const ATTR_RECORD *a)
{
    struct backend_ntfs_name *name = &s->names[s->content.nstreams];

    if (a->name_length == 0)
        return;
    name->n = a->name_length;
    memcpy(name->units, (const u8 *)a + le16_to_cpu(a->name_offset),
           a->name_length * sizeof(ntfschar));
    s->content.nstreams++;
}

static int keep_names(struct source *s)
{
    uint32_t nplaces;
    int why;

    s->content.nstreams = 1;
    why = list_streams(s, count_stream);
    nplaces = s->content.nstreams;
    s->content.nstreams = 0;
    if (why)
        return why;
    s->names = calloc(nplaces, sizeof(*s->names));
    s->streams = calloc(nplaces, sizeof(*s->streams));
    s->readers = calloc(nplaces, sizeof(*s->readers));
    if (!s->names || !s->streams || !s->readers)
        return ENOMEM;
    s->content.streams = s->streams;
    s->content.nstreams = 1;
    return list_streams(s, keep_name);
}

static int tell_name(const struct backend_ntfs_name *name, struct str *text_ret)
{
    char *text = malloc(name->n * (size_t)TEXT_BYTES_PER_UNIT_MAX + 1);

    if (!text)
        return ENOMEM;
    *text_ret = (struct str){text, text_from_utf16((const uint8_t *)name->units, name->n, text)};
    return 0;
}

static void tell_stream(const ntfs_attr *attribute, struct content_stream *stream)
{
    const uint64_t size = (uint64_t)attribute->data_size;

    stream->flags = le16_to_cpu((le16)attribute->data_flags) &
                    (CONTENT_COMPRESSED | CONTENT_ENCRYPTED | CONTENT_SPARSE);
    stream->data_size = size;
    stream->size = size;
    if (stream->flags & CONTENT_ENCRYPTED && NAttrNonResident(attribute))
        stream->size = (size + RAW_UNIT - 1) / RAW_UNIT * RAW_UNIT;
}

static int open_stream(struct source *s, uint32_t stream)
{
    struct backend_ntfs_name *name = &s->names[stream];
    ntfschar *units = name->n ? name->units : AT_UNNAMED;
    int why = tell_name(name, &s->streams[stream].name);

    if (why)
        return why;
    if (name->n == 0 && !ntfs_attr_exist(s->inode, AT_DATA, AT_UNNAMED, 0))
        return 0;
    errno = 0;
    s->readers[stream].attribute = ntfs_attr_open(s->inode, AT_DATA, units, name->n);
    if (!s->readers[stream].attribute)
        return backend_ntfs_inode_errno();
    tell_stream(s->readers[stream].attribute, &s->streams[stream]);
    return 0;
}

static int open_streams(struct source *s)
{
    int why = keep_names(s);

    for (uint32_t i = 0; i < s->content.nstreams && !why; i++)
        why = open_stream(s, i);
    return why;
}

/* ---- What else there is ---- */

static int read_value(ntfs_inode *inode, ATTR_TYPES type, ntfschar *name, u32 nname,
                      struct bytes *value_ret)
{
    s64 n = 0;
    uint8_t *value;

    if (!ntfs_attr_exist(inode, type, name, nname))
        return 0;
    errno = 0;
    value = ntfs_attr_readall(inode, type, name, nname, &n);
    if (!value)
        return backend_ntfs_inode_errno();
    *value_ret = (struct bytes){value, (size_t)n};
    return 0;
}

/* Of a file that has none the library makes one that only administrators pass. */
static int read_security(struct source *s)
{
    struct SECURITY_CONTEXT context = {.vol = s->b->volume};
    char *descriptor;
    int n;

    n = ntfs_get_ntfs_acl(&context, s->inode, NULL, 0);
    if (n <= 0)
        return n < 0 ? -n : EIO;
    descriptor = malloc((size_t)n);
    if (!descriptor)
        return ENOMEM;
    s->content.security = (struct bytes){(uint8_t *)descriptor, (size_t)n};
    return ntfs_get_ntfs_acl(&context, s->inode, descriptor, (size_t)n) == n ? 0 : EIO;
}

static void read_facts(struct source *s)
{
    const ntfs_inode *inode = s->inode;

    s->content.has_attributes = true;
    s->content.attributes = le32_to_cpu((le32)inode->flags);
    s->content.has_times = true;
    s->content.created = le64_to_cpu(inode->creation_time);
    s->content.modified = le64_to_cpu(inode->last_data_change_time);
    s->content.changed = le64_to_cpu(inode->last_mft_change_time);
    s->content.accessed = le64_to_cpu(inode->last_access_time);
}

static int read_all(struct source *s)
{
    ntfschar efs[] = {const_cpu_to_le16('$'), const_cpu_to_le16('E'), const_cpu_to_le16('F'),
                      const_cpu_to_le16('S'), 0};
    int why = 0;

    /* Nobody could read it, nor its copy. */
    if (s->inode->flags & FILE_ATTR_ENCRYPTED &&
        !ntfs_attr_exist(s->inode, AT_LOGGED_UTILITY_STREAM, efs, 4))
        why = ENOKEY;
    if (!why)
        why = open_streams(s);
    read_facts(s);
    if (!why)
        why = read_security(s);
    if (!why)
        why = read_value(s->inode, AT_REPARSE_POINT, AT_UNNAMED, 0, &s->content.reparse);
    if (!why)
        why = read_value(s->inode, AT_EA, AT_UNNAMED, 0, &s->content.attributes_ea);
    if (!why)
        why = read_value(s->inode, AT_LOGGED_UTILITY_STREAM, efs, 4, &s->content.efs);
    return why;
}

/* ---- Opening ---- */

static const struct content_calls calls = {
    .read = read_stream, .data = find_data, .close = close_content};

static int open_source(struct backend_ntfs *b, const struct backend_item *item,
                       ntfs_inode **inode_ret)
{
    ntfs_inode *inode = NULL;
    int why;

    if (!b->volume || b->has_failed)
        return EIO;
    why = b->is_readonly ? 0 : backend_ntfs_volume_require(b, 0);
    if (why)
        return why;
    why = backend_ntfs_shelf_trim(&b->shelf);
    if (why) {
        backend_ntfs_volume_fail(b, why);
        return why;
    }
    why = backend_ntfs_file_source(b, item, &inode);
    if (!why && backend_ntfs_inode_is_folder(inode))
        why = EISDIR;
    if (!why)
        *inode_ret = inode;
    return why;
}

int backend_ntfs_content_open(struct backend *backend, const struct backend_item *item,
                              struct content **content_ret)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct source *s = calloc(1, sizeof(*s));
    ntfs_inode *inode = NULL;
    int why;

    if (!s)
        return ENOMEM;
    s->content.calls = &calls;
    s->b = b;
    why = open_source(b, item, &inode);
    if (!why) {
        s->inode = inode;
        backend_ntfs_shelf_pin(&b->shelf, inode);
        why = read_all(s);
    }
    if (why) {
        close_content(&s->content);
        return why;
    }
    *content_ret = &s->content;
    return 0;
}
