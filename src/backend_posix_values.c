/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through extended attributes of the drivers: see backend_posix_values.h. */
#define _GNU_SOURCE /* UTIME_OMIT, AT_EMPTY_PATH */

#include "src/backend_posix_values.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "src/backend_posix_facts.h"
#include "src/filetime.h"
#include "src/textbuf.h"

enum { TIMES_BYTES = 32, TICKS_PER_SECOND = 10000000, NS_PER_TICK = 100 };

static int set(int fd, const char *name, struct bytes bytes)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];

    backend_posix_facts_path(fd, path);
    return setxattr(path, name, bytes.n > 0 ? (const void *)bytes.at : "", bytes.n, 0) == 0 ? 0
                                                                                            : errno;
}

static void put(uint8_t *to, uint64_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

/* ---- Attributes and times ---- */

int backend_posix_values_give_attributes(const struct backend_posix *p, int fd, uint32_t attributes)
{
    struct backend_posix_facts now;
    uint8_t bytes[4];
    int why;

    if (!(p->backend.features & BACKEND_ATTRIBUTES))
        return 0;
    why = backend_posix_facts_read(p, fd, &now);
    if (why)
        return why;
    put(bytes,
        (now.attributes & ~(uint32_t)BACKEND_POSIX_OWN_ATTRIBUTES) |
            (attributes & BACKEND_POSIX_OWN_ATTRIBUTES),
        sizeof bytes);
    return set(fd, "system.ntfs_attrib", (struct bytes){bytes, sizeof bytes});
}

/* A time that is not known stays. */
static struct timespec timespec_of(uint64_t ticks)
{
    uint64_t in_second = ticks % TICKS_PER_SECOND;

    if (ticks == 0)
        return (struct timespec){.tv_nsec = UTIME_OMIT};
    return (struct timespec){.tv_sec = filetime_seconds(ticks),
                             .tv_nsec = (long)in_second * NS_PER_TICK};
}

static int give_times(const struct backend_posix *p, int fd, uint64_t created, uint64_t modified,
                      uint64_t accessed)
{
    const struct timespec times[2] = {timespec_of(accessed), timespec_of(modified)};
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    uint8_t bytes[TIMES_BYTES - 8]; /* without the last change, which is always now */

    backend_posix_facts_path(fd, path);
    if (!(p->backend.features & BACKEND_TIMES) || created == 0 || modified == 0 || accessed == 0)
        return utimensat(-1, path, times, 0) == 0 ? 0 : errno;
    put(bytes, created, 8);
    put(bytes + 8, modified, 8);
    put(bytes + 16, accessed, 8);
    return set(fd, "system.ntfs_times", (struct bytes){bytes, sizeof bytes});
}

int backend_posix_values_give_times(const struct backend_posix *p, int fd,
                                    const struct content *content)
{
    return content->has_times
               ? give_times(p, fd, content->created, content->modified, content->accessed)
               : 0;
}

/* ---- Files ---- */

int backend_posix_values_may_have(const struct backend_posix *p, const struct content *content)
{
    bool is_possible = content->nstreams > 0 && content->efs.n == 0 &&
                       (content->nstreams == 1 || p->has_streams) &&
                       (content->reparse.n == 0 || (p->backend.features & BACKEND_REPARSE));

    return is_possible ? 0 : ENOTSUP;
}

static int give_stream(int fd, struct content *content, uint32_t stream)
{
    const struct content_stream *from = &content->streams[stream];
    struct textbuf name = {0};
    uint8_t *bytes;
    int why;

    if (from->size > BACKEND_STREAM_BYTES)
        return E2BIG;
    textbuf_cstr(&name, "user.");
    textbuf_str(&name, from->name);
    textbuf_char(&name, '\0');
    bytes = malloc((size_t)from->size + 1);
    why = bytes && !name.is_short ? 0 : ENOMEM;
    if (!why)
        why = content->calls->read(content, stream, 0, bytes, (size_t)from->size);
    if (!why)
        why = set(fd, name.at, (struct bytes){bytes, (size_t)from->size});
    free(bytes);
    textbuf_free(&name);
    return why;
}

int backend_posix_values_give(const struct backend_posix *p, int fd, struct content *content)
{
    int why = 0;

    for (uint32_t i = 1; i < content->nstreams && !why; i++)
        why = give_stream(fd, content, i);
    if (!why && p->is_ntfs && content->attributes_ea.n > 0)
        why = set(fd, "system.ntfs_ea", content->attributes_ea);
    if (!why && p->security && content->security.n > 0)
        why = set(fd, p->security, content->security);
    if (!why && content->has_attributes)
        why = backend_posix_values_give_attributes(p, fd, content->attributes);
    return why;
}

int backend_posix_values_give_reparse(int fd, const struct content *content)
{
    return content->reparse.n > 0 ? set(fd, "system.ntfs_reparse_data", content->reparse) : 0;
}

/* ---- Folders ---- */

static int copy_security(const char *name, int source, int fd)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    uint8_t *bytes;
    ssize_t n;
    int why;

    backend_posix_facts_path(source, path);
    n = getxattr(path, name, NULL, 0);
    if (n <= 0)
        return n == 0 || errno == ENODATA ? 0 : errno;
    bytes = malloc((size_t)n);
    if (!bytes)
        return ENOMEM;
    n = getxattr(path, name, bytes, (size_t)n);
    why = n >= 0 ? set(fd, name, (struct bytes){bytes, (size_t)n}) : errno;
    free(bytes);
    return why;
}

int backend_posix_values_of_folder(const struct backend_posix *p, int source, int owner, int fd)
{
    struct backend_posix_facts facts;
    int why = backend_posix_facts_read(p, source, &facts);

    if (!why && p->security)
        why = copy_security(p->security, owner, fd);
    if (!why)
        why = backend_posix_values_give_attributes(p, fd, facts.attributes);
    if (!why)
        why = give_times(p, fd, facts.created, facts.modified, facts.accessed);
    return why;
}

int backend_posix_values_of_item(const struct backend_posix *p, const struct backend_item *item,
                                 int dir, int fd)
{
    int why = p->security ? copy_security(p->security, dir, fd) : 0;

    if (!why)
        why = backend_posix_values_give_attributes(p, fd, item->attributes);

    return why ? why : give_times(p, fd, item->created, item->modified, item->modified);
}

/* ---- Descriptors ---- */

int backend_posix_values_give_security(const struct backend_posix *p, int fd,
                                       struct bytes descriptor)
{
    if (descriptor.n == 0)
        return 0;
    return p->security ? set(fd, p->security, descriptor) : ENOTSUP;
}

/* Is the descriptor of FD that of WANTED? */
static int check_secured(const struct backend_posix *p, int fd, struct bytes wanted)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    uint8_t *has = malloc(wanted.n + 1);
    ssize_t n;
    int why = 0;

    if (!has)
        return ENOMEM;
    backend_posix_facts_path(fd, path);
    n = getxattr(path, p->security, has, wanted.n + 1);
    if (n < 0)
        why = errno == ERANGE ? ESTALE : errno;
    else if ((size_t)n != wanted.n || memcmp(has, wanted.at, wanted.n) != 0)
        why = ESTALE;
    free(has);
    return why;
}

int backend_posix_values_secure(struct backend *backend, const struct backend_item *item)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct backend_posix_facts facts;
    int fd, why = p->security && item->given.n > 0 ? 0 : ENOTSUP;

    if (!why)
        why = backend_posix_facts_source(p, item, &fd, &facts);
    if (why)
        return why;
    why = facts.is_folder ? EISDIR : check_secured(p, fd, item->had);
    if (!why)
        why = backend_posix_values_give_security(p, fd, item->given);
    close(fd);
    return why;
}
