/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a folder: see folderlist.h. */
#define _GNU_SOURCE /* F_DUPFD_CLOEXEC */

#include "src/folderlist.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static DIR *open_copy(int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0), error;
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);

    if (dir) {
        rewinddir(dir);
    } else if (copy >= 0) {
        error = errno;
        close(copy);
        errno = error;
    }
    return dir;
}

static bool add(struct folderlist *list, struct arena *arena, const char *name)
{
    size_t nbytes = strlen(name) + 1;
    char **names = list->names, *copy = arena_alloc(arena, nbytes);

    if (list->n == 0 || (list->n & (list->n - 1)) == 0)
        names = arena_grow(arena, names, (list->n ? 2 * (size_t)list->n : 1) * sizeof *names);
    if (!names || !copy)
        return false;
    memcpy(copy, name, nbytes);
    list->names = names;
    list->names[list->n++] = copy;
    return true;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status read_all(DIR *dir, struct arena *arena, struct folderlist *list)
{
    for (;;) {
        const struct dirent *entry;

        errno = 0;
        entry = readdir(dir);
        if (!entry)
            return errno ? STATUS_IO : STATUS_OK;
        if (list->n == UINT32_MAX / 2)
            return STATUS_TOO_LARGE;
        if (!is_dots(entry->d_name) && !add(list, arena, entry->d_name))
            return STATUS_NO_MEMORY;
    }
}

enum status folderlist_read(int fd, struct arena *arena, struct folderlist *list_ret)
{
    DIR *dir = open_copy(fd);
    struct folderlist list = {0};
    enum status status = STATUS_IO;
    int error = errno;

    if (dir) {
        status = read_all(dir, arena, &list);
        error = errno;
        closedir(dir);
    }
    if (list.n > 1)
        qsort(list.names, list.n, sizeof *list.names, compare);
    if (status == STATUS_OK || status == STATUS_IO)
        *list_ret = list;
    errno = error;
    return status;
}
