/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing one file: see usmt_extract_file.h. */
#define _GNU_SOURCE /* renameat2, futimens */
#include "src/usmt_extract_file.h"

#include "src/doomed.h"
#include "src/filetime.h"
#include "src/putat.h"
#include "src/textbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 1024 * 1024, TICKS_PER_SECOND = 10000000, NS_PER_TICK = 100 };

/* Where the data are, stretch by stretch. */
static enum usmt_extract_result copy_stream(struct content *content, uint32_t stream, int fd,
                                            uint8_t *chunk, int *why)
{
    uint64_t offset = 0, n = 0;

    for (;;) {
        *why = content->calls->data(content, stream, &offset, &n);
        if (*why)
            return USMT_EXTRACT_UNREADABLE;
        if (n == 0)
            break;
        while (n > 0) {
            size_t some = n < CHUNK_BYTES ? (size_t)n : CHUNK_BYTES;

            *why = content->calls->read(content, stream, offset, chunk, some);
            if (*why)
                return USMT_EXTRACT_UNREADABLE;
            *why = putat(fd, offset, (struct bytes){chunk, some}) ? 0 : errno;
            if (*why)
                return USMT_EXTRACT_UNWRITTEN;
            offset += some;
            n -= some;
        }
    }
    if (ftruncate(fd, (off_t)content->streams[stream].size) == 0)
        return USMT_EXTRACT_DONE;
    *why = errno;
    return USMT_EXTRACT_UNWRITTEN;
}

static void put_times(const struct content *content, int fd)
{
    struct timespec times[2];
    uint64_t ticks = content->modified;

    if (!content->has_times)
        return;
    times[0] = (struct timespec){.tv_nsec = UTIME_OMIT};
    times[1] = (struct timespec){.tv_sec = (time_t)filetime_seconds(ticks),
                                 .tv_nsec = (long)(ticks % TICKS_PER_SECOND) * NS_PER_TICK};
    if (futimens(fd, times) != 0)
        return; /* the content counts */
}

/* The part that is complete gets its name. */
static enum usmt_extract_result name_it(const char *part, const char *path, bool overwrites,
                                        int *why)
{
    int failed = overwrites ? rename(part, path)
                            : renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE);

    if (failed == 0)
        return USMT_EXTRACT_DONE;
    *why = errno;
    return errno == EEXIST ? USMT_EXTRACT_THERE : USMT_EXTRACT_UNWRITTEN;
}

/* Fills PART, which is new. */
static enum usmt_extract_result fill_part(struct content *content, uint32_t stream,
                                          const char *part, uint8_t *chunk, int *why)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    enum usmt_extract_result result;

    if (fd < 0) {
        *why = errno;
        return USMT_EXTRACT_UNWRITTEN;
    }
    result = copy_stream(content, stream, fd, chunk, why);
    if (result == USMT_EXTRACT_DONE)
        put_times(content, fd);
    if (close(fd) != 0 && result == USMT_EXTRACT_DONE) {
        *why = errno;
        result = USMT_EXTRACT_UNWRITTEN;
    }
    if (result != USMT_EXTRACT_DONE)
        unlink(part);
    return result;
}

static enum usmt_extract_result write_stream(struct content *content, uint32_t stream,
                                             const char *part, const char *path, bool overwrites,
                                             int *why)
{
    uint8_t *chunk = malloc(CHUNK_BYTES);
    enum usmt_extract_result result = USMT_EXTRACT_UNWRITTEN;

    *why = ENOMEM;
    if (chunk && doomed_add(part)) {
        result = fill_part(content, stream, part, chunk, why);
        if (result == USMT_EXTRACT_DONE) {
            result = name_it(part, path, overwrites, why);
            if (result != USMT_EXTRACT_DONE)
                unlink(part);
        }
        doomed_drop(part);
    }
    free(chunk);
    return result;
}

/* Is there something that only a running Windows can read? */
static bool is_readable(const struct content *content)
{
    if (content->reparse.n > 0 || content->efs.n > 0)
        return false;
    for (uint32_t i = 0; i < content->nstreams; i++)
        if (content->streams[i].flags & CONTENT_ENCRYPTED)
            return false;
    return true;
}

/* PATH, with :NAME behind it where NAME is not empty, and the part that it is written to. */
static bool put_names(const char *path, struct str name, struct textbuf *to, struct textbuf *part)
{
    size_t n = strlen(path);

    textbuf_cstr(to, path);
    if (name.n > 0) {
        textbuf_char(to, ':');
        textbuf_str(to, name);
    }
    textbuf_char(to, '\0');
    while (n > 0 && path[n - 1] != '/')
        n--;
    textbuf_str(part, (struct str){path, n});
    textbuf_format(part, ".mftlink-%ld.part", (long)getpid());
    textbuf_char(part, '\0');
    return !to->is_short && !part->is_short;
}

/* Behind PATH and a colon it must stay in its folder, and not look like another stream. */
static bool is_usable(struct str name)
{
    return name.n == 0 || (!memchr(name.at, '/', name.n) && !memchr(name.at, ':', name.n) &&
                           !memchr(name.at, '\0', name.n));
}

enum usmt_extract_result usmt_extract_file(struct content *content, const char *path,
                                           bool overwrites, int *why_ret)
{
    enum usmt_extract_result result = USMT_EXTRACT_DONE;
    bool has_unusable = false;

    *why_ret = 0;
    if (!is_readable(content))
        return USMT_EXTRACT_UNREADABLE;
    for (uint32_t i = 0; i < content->nstreams && result == USMT_EXTRACT_DONE; i++) {
        struct textbuf to = {0}, part = {0};

        if (!is_usable(content->streams[i].name)) {
            has_unusable = true;
            continue;
        }
        if (put_names(path, content->streams[i].name, &to, &part)) {
            result = write_stream(content, i, part.at, to.at, overwrites, why_ret);
        } else {
            *why_ret = ENOMEM;
            result = USMT_EXTRACT_UNWRITTEN;
        }
        textbuf_free(&to);
        textbuf_free(&part);
    }
    return result == USMT_EXTRACT_DONE && has_unusable ? USMT_EXTRACT_UNUSABLE : result;
}

int usmt_extract_file_folders(char *path)
{
    for (char *at = path + 1; *at; at++) {
        int failed;

        if (*at != '/')
            continue;
        *at = '\0';
        failed = mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : errno;
        *at = '/';
        if (failed)
            return failed;
    }
    return 0;
}
