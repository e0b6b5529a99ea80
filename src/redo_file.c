/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of redo logs: see redo_file.h.
 */
#define _GNU_SOURCE /* asprintf */

#include "src/redo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const uint8_t redo_file_magic[REDO_FILE_MAGIC_BYTES] = "mftlink redo 1\n";

char *redo_file_new_name(const char *path)
{
    char *name;

    return asprintf(&name, "%s.new", path) < 0 ? NULL : name;
}

bool redo_file_put(int fd, uint64_t offset, struct bytes bytes)
{
    while (bytes.n > 0) {
        ssize_t n = pwrite(fd, bytes.at, bytes.n, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        /* Some devices take nothing behind their end, and do not call it an error. */
        if (n == 0)
            errno = ENOSPC;
        if (n <= 0)
            return false;
        bytes = (struct bytes){bytes.at + n, bytes.n - (size_t)n};
        offset += (uint64_t)n;
    }
    return true;
}

bool redo_file_sync_folder(const char *path)
{
    char *copy = strdup(path);
    int fd, error;

    if (!copy) {
        errno = ENOMEM;
        return false;
    }
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0)
        return false;
    /* EINVAL: a file system that has nothing to sync in folders. */
    error = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
    close(fd);
    errno = error;
    return error == 0;
}
