/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that write, seen: see tapcalls.h. */
#define _GNU_SOURCE /* renameat2 */
#include "tests/support/tapcalls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the linker makes of --wrap. */
int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *at, size_t n);
ssize_t __wrap_pwrite(int fd, const void *at, size_t n, off_t offset);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags);
int __wrap_unlink(const char *path);
int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *at, size_t n);
ssize_t __real_pwrite(int fd, const void *at, size_t n, off_t offset);
int __real_ftruncate(int fd, off_t size);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags);
int __real_unlink(const char *path);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *tapped; /* the folder */
static tapcalls_decide *decider;
static void *decider_context;

void tapcalls_begin(const char *folder, tapcalls_decide *decide, void *context)
{
    pthread_mutex_lock(&lock);
    tapped = folder;
    decider = decide;
    decider_context = context;
    pthread_mutex_unlock(&lock);
}

void tapcalls_end(void)
{
    tapcalls_begin(NULL, NULL, NULL);
}

static bool is_tapped(const char *path)
{
    size_t n = tapped ? strlen(tapped) : 0;

    return n > 0 && strncmp(path, tapped, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* The path that FD has now. */
static bool find_path(int fd, char *found)
{
    char link[32];
    ssize_t n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, found, PATH_MAX - 1);
    if (n <= 0)
        return false;
    found[n] = '\0';
    return true;
}

/* True where the call is to be done; else *RESULT_RET is what it returns. */
static bool ask(const struct tapcalls_call *call, long good, long *result_ret)
{
    int answer = TAPCALLS_GO;

    pthread_mutex_lock(&lock);
    if (is_tapped(call->path))
        answer = decider(decider_context, call);
    pthread_mutex_unlock(&lock);
    if (answer == TAPCALLS_GO)
        return true;
    if (answer > 0)
        errno = answer;
    *result_ret = answer > 0 ? -1 : good;
    return false;
}

/* The same for a call on FD. */
static bool ask_fd(int fd, struct tapcalls_call *call, long good, long *result_ret)
{
    char path[PATH_MAX];
    int error = errno;
    bool is_found = find_path(fd, path), may_go;

    errno = error;
    call->path = path;
    may_go = !is_found || ask(call, good, result_ret);
    call->path = NULL;
    return may_go;
}

/* A path that is relative is not in the folder: the tests give none. */
int __wrap_open(const char *path, int flags, ...)
{
    struct tapcalls_call call = {.kind = TAPCALLS_CREATE, .path = path};
    struct stat st;
    mode_t mode = 0;
    long result;

    if (flags & O_CREAT) {
        va_list list;

        va_start(list, flags);
        mode = va_arg(list, mode_t);
        va_end(list);
        bool is_there = lstat(path, &st) == 0;

        if (is_there)
            call.kind = TAPCALLS_CUT;
        if (!(is_there && (flags & O_EXCL)) && (!is_there || (flags & O_TRUNC)) &&
            !ask(&call, -1, &result))
            return (int)result;
    }
    return __real_open(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *at, size_t n)
{
    struct tapcalls_call call = {.kind = TAPCALLS_WRITE, .bytes = {at, n}};
    off_t now = lseek(fd, 0, SEEK_CUR);
    long result;

    call.offset = now < 0 ? 0 : (uint64_t)now;
    return ask_fd(fd, &call, (long)n, &result) ? __real_write(fd, at, n) : result;
}

ssize_t __wrap_pwrite(int fd, const void *at, size_t n, off_t offset)
{
    struct tapcalls_call call = {
        .kind = TAPCALLS_WRITE, .offset = (uint64_t)offset, .bytes = {at, n}};
    long result;

    return ask_fd(fd, &call, (long)n, &result) ? __real_pwrite(fd, at, n, offset) : result;
}

int __wrap_ftruncate(int fd, off_t size)
{
    struct tapcalls_call call = {.kind = TAPCALLS_CUT, .size = (uint64_t)size};
    long result;

    return ask_fd(fd, &call, 0, &result) ? __real_ftruncate(fd, size) : (int)result;
}

int __wrap_fsync(int fd)
{
    struct tapcalls_call call = {.kind = TAPCALLS_SYNC};
    long result = 0;

    return ask_fd(fd, &call, 0, &result) ? 0 : (int)result;
}

int __wrap_rename(const char *from, const char *to)
{
    const struct tapcalls_call call = {.kind = TAPCALLS_RENAME, .path = from, .to = to};
    long result;

    return ask(&call, 0, &result) ? __real_rename(from, to) : (int)result;
}

int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    const struct tapcalls_call call = {.kind = TAPCALLS_RENAME, .path = from, .to = to};
    struct stat st;
    long result;

    if (lstat(to, &st) == 0)
        return __real_renameat2(from_dir, from, to_dir, to, flags);
    return ask(&call, 0, &result) ? __real_renameat2(from_dir, from, to_dir, to, flags)
                                  : (int)result;
}

int __wrap_unlink(const char *path)
{
    const struct tapcalls_call call = {.kind = TAPCALLS_UNLINK, .path = path};
    struct stat st;
    long result;

    if (lstat(path, &st) != 0)
        return __real_unlink(path);
    return ask(&call, 0, &result) ? __real_unlink(path) : (int)result;
}
