/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backend_posix_content.h. Small things are read when it is opened. */
#define _GNU_SOURCE /* O_NOATIME, SEEK_DATA */

#include "src/backend_posix_content.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "mft/arena.h"
#include "src/backend_posix_facts.h"

enum { STREAM_PREFIX_BYTES = 5 /* "user." */ };

enum { ATTRIBUTE_SPARSE = 0x200, ATTRIBUTE_COMPRESSED = 0x800, ATTRIBUTE_ENCRYPTED = 0x4000 };

struct posix_content {
    struct content content;
    struct content_stream *streams;
    struct bytes *bytes; /* of the named ones */
    int fd;              /* of the unnamed one; -1: it is empty */
    struct arena arena;
};

static struct posix_content *own(struct content *content)
{
    return (struct posix_content *)content;
}

/* ---- Reading ---- */

static int read_file(int fd, uint64_t offset, uint8_t *to, size_t n)
{
    while (n > 0) {
        ssize_t got = pread(fd, to, n, (off_t)offset);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            return EIO; /* it has become shorter */
        to += got;
        n -= (size_t)got;
        offset += (uint64_t)got;
    }
    return 0;
}

static int read_stream(struct content *content, uint32_t stream, uint64_t offset, void *buffer,
                       size_t n)
{
    struct posix_content *c = own(content);

    if (offset > c->streams[stream].size || n > c->streams[stream].size - offset)
        return EINVAL;
    if (n == 0)
        return 0;
    if (stream == 0)
        return read_file(c->fd, offset, buffer, n);
    memcpy(buffer, c->bytes[stream].at + offset, n);
    return 0;
}

/* The next stretch of the unnamed stream, where the file system knows of holes. */
static int find_data(int fd, uint64_t size, uint64_t *offset, uint64_t *n_ret)
{
    off_t begin = lseek(fd, (off_t)*offset, SEEK_DATA), end;

    if (begin < 0 && errno == ENXIO) {
        *n_ret = 0;
        return 0;
    }
    if (begin < (off_t)*offset)
        begin = (off_t)*offset; /* holes are not known */
    end = lseek(fd, begin, SEEK_HOLE);
    if (end <= begin || (uint64_t)end > size)
        end = (off_t)size;
    *offset = (uint64_t)begin;
    *n_ret = (uint64_t)begin < size ? (uint64_t)(end - begin) : 0;
    return 0;
}

static int next_data(struct content *content, uint32_t stream, uint64_t *offset, uint64_t *n_ret)
{
    struct posix_content *c = own(content);
    uint64_t size = c->streams[stream].size;

    if (*offset < size && stream == 0)
        return find_data(c->fd, size, offset, n_ret);
    *n_ret = *offset < size ? size - *offset : 0;
    return 0;
}

static void close_content(struct content *content)
{
    struct posix_content *c = own(content);

    if (c->fd >= 0)
        close(c->fd);
    arena_free(&c->arena);
    free(c);
}

static const struct content_calls calls = {
    .read = read_stream, .data = next_data, .close = close_content};

/* ---- Opening ---- */

/* The extended attribute NAME; empty where there is none. */
static int read_attribute(struct posix_content *c, const char *path, const char *name,
                          struct bytes *bytes_ret)
{
    ssize_t n = getxattr(path, name, NULL, 0);
    uint8_t *at;

    if (n < 0)
        return errno == ENODATA || errno == EOPNOTSUPP || errno == EPERM ? 0 : errno;
    at = arena_alloc(&c->arena, (size_t)n + 1);
    if (!at)
        return ENOMEM;
    if (n > 0 && getxattr(path, name, at, (size_t)n) != n)
        return ESTALE; /* it has changed */
    *bytes_ret = (struct bytes){at, (size_t)n};
    return 0;
}

static bool is_stream(const char *name)
{
    return strncmp(name, "user.", STREAM_PREFIX_BYTES) == 0;
}

static int read_named(struct posix_content *c, const char *path, const char *list, size_t nlist)
{
    for (const char *name = list; name < list + nlist; name += strlen(name) + 1) {
        struct bytes bytes = {0};
        int why = is_stream(name) ? read_attribute(c, path, name, &bytes) : 0;

        if (why)
            return why;
        if (!is_stream(name))
            continue;
        c->bytes[c->content.nstreams] = bytes;
        c->streams[c->content.nstreams++] = (struct content_stream){
            .name = str_of(name + STREAM_PREFIX_BYTES), .size = bytes.n, .data_size = bytes.n};
    }
    return 0;
}

static int reserve(struct posix_content *c, size_t n)
{
    c->streams = arena_array(&c->arena, n, sizeof *c->streams);
    c->bytes = arena_array(&c->arena, n, sizeof *c->bytes);
    c->content.streams = c->streams;
    return c->streams && c->bytes ? 0 : ENOMEM;
}

static unsigned stream_flags(uint32_t attributes)
{
    return ((attributes & ATTRIBUTE_SPARSE) ? CONTENT_SPARSE : 0U) |
           ((attributes & ATTRIBUTE_COMPRESSED) ? CONTENT_COMPRESSED : 0U);
}

/* The named streams, where this mount has them; one that changes meanwhile is torn, which the
 * comparison of a copy with its source tells. */
static int read_streams(struct posix_content *c, const struct backend_posix *p, const char *path,
                        const struct backend_posix_facts *facts)
{
    ssize_t nlist = p->has_streams ? listxattr(path, NULL, 0) : 0;
    char *list;
    int why;

    if (nlist < 0)
        return errno;
    list = arena_alloc(&c->arena, (size_t)nlist + 1);
    if (!list)
        return ENOMEM;
    nlist = nlist > 0 ? listxattr(path, list, (size_t)nlist) : 0;
    if (nlist < 0)
        return errno == ERANGE ? ESTALE : errno;
    /* No name is shorter than its prefix and its end. */
    why = reserve(c, 1 + (size_t)nlist / STREAM_PREFIX_BYTES);
    if (why)
        return why;
    c->streams[0] = (struct content_stream){
        .size = facts->size, .data_size = facts->size, .flags = stream_flags(facts->attributes)};
    c->content.nstreams = 1;
    return read_named(c, path, list, (size_t)nlist);
}

static int read_values(struct posix_content *c, const struct backend_posix *p, const char *path,
                       const struct backend_posix_facts *facts)
{
    int why = 0;

    c->content.has_attributes = p->is_ntfs;
    c->content.attributes = facts->attributes;
    c->content.has_times = true;
    c->content.created = facts->created;
    c->content.modified = facts->modified;
    c->content.changed = facts->changed;
    c->content.accessed = facts->accessed;
    if (p->security)
        why = read_attribute(c, path, p->security, &c->content.security);
    if (!why && p->is_ntfs)
        why = read_attribute(c, path, "system.ntfs_reparse_data", &c->content.reparse);
    if (!why && p->is_ntfs)
        why = read_attribute(c, path, "system.ntfs_ea", &c->content.attributes_ea);
    return why;
}

/* The data of a regular file, by the descriptor that was looked at. */
static int open_data(struct posix_content *c, const char *path)
{
    c->fd = open(path, O_RDONLY | O_NOATIME | O_CLOEXEC);
    if (c->fd < 0 && errno == EPERM)
        c->fd = open(path, O_RDONLY | O_CLOEXEC);
    return c->fd >= 0 ? 0 : errno;
}

static int fill(struct posix_content *c, const struct backend_posix *p, int fd,
                const struct backend_item *item, const struct backend_posix_facts *facts)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    int why;

    /* Data behind a reparse point that the driver shows as a link cannot be read, and decrypted
       data not without the keys. */
    if (facts->is_folder || (!facts->is_regular && item->size > 0) ||
        (facts->attributes & ATTRIBUTE_ENCRYPTED))
        return facts->is_folder ? EISDIR : ENOTSUP;
    backend_posix_facts_path(fd, path);
    why = read_streams(c, p, path, facts);
    if (!why)
        why = read_values(c, p, path, facts);
    if (!why && !facts->is_regular && c->content.reparse.n == 0)
        return ENOTSUP;
    if (!why && facts->is_regular)
        why = open_data(c, path);
    return why;
}

int backend_posix_content_open(struct backend *backend, const struct backend_item *item,
                               struct content **content_ret)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct posix_content *c = calloc(1, sizeof *c);
    struct backend_posix_facts facts;
    int fd, why;

    if (!c)
        return ENOMEM;
    c->content.calls = &calls;
    c->fd = -1;
    why = backend_posix_facts_source(p, item, &fd, &facts);
    if (!why) {
        why = fill(c, p, fd, item, &facts);
        close(fd);
    }
    if (why)
        close_content(&c->content);
    else
        *content_ret = &c->content;
    return why;
}
