/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of redo logs: see redo_file.h.
 */
#define _GNU_SOURCE /* stpcpy, O_DIRECTORY */

#include "src/redo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

const uint8_t redo_file_magic[REDO_FILE_MAGIC_BYTES] = "mftlink redo 1\n";

static char *join(const char *path, const char *behind)
{
    char *name = malloc(strlen(path) + strlen(behind) + 1);

    if (name)
        stpcpy(stpcpy(name, path), behind);
    return name;
}

char *redo_file_new_name(const char *path)
{
    return join(path, ".new");
}

enum status redo_file_open_folder(const char *path, int *fd_ret)
{
    char *copy = join(path, "");
    int fd;

    if (!copy)
        return STATUS_NO_MEMORY;
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = errno;
    free(copy);
    errno = error;
    if (fd < 0)
        return STATUS_OPEN;
    *fd_ret = fd;
    return STATUS_OK;
}

bool redo_file_sync_folder(int fd)
{
    /* EINVAL: a file system that has nothing to sync in folders. */
    return fsync(fd) == 0 || errno == EINVAL;
}
