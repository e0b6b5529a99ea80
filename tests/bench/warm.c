/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * warm: reads files, so that their bytes are in the page cache.
 *
 *   warm [--afresh] FILE...
 *
 * With --afresh what the cache has of them is given back first: pages that a program wrote one by
 * one stay single there, and are copied more slowly than those that were read ahead. So files of
 * different make begin alike.
 *
 * Holes of a sparse file are left out: reading them would fill the cache with pages of zeroes, for
 * an image ten times what lies in it.
 */
#define _GNU_SOURCE /* SEEK_DATA, SEEK_HOLE */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool read_stretch(int fd, off_t from, off_t to)
{
    static char buffer[1 << 20];

    while (from < to) {
        off_t rest = to - from;
        size_t want = rest < (off_t)sizeof buffer ? (size_t)rest : sizeof buffer;
        ssize_t got = pread(fd, buffer, want, from);

        if (got <= 0)
            return got == 0;
        from += got;
    }
    return true;
}

static bool read_data(int fd)
{
    off_t from = lseek(fd, 0, SEEK_DATA);

    while (from >= 0) {
        off_t to = lseek(fd, from, SEEK_HOLE);

        if (to < 0 || !read_stretch(fd, from, to))
            return false;
        from = lseek(fd, to, SEEK_DATA);
    }
    return errno == ENXIO; /* no data after this */
}

/* Only pages that are on the disk can be given back. */
static bool forget(int fd)
{
    return fsync(fd) == 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0;
}

int main(int argc, char **argv)
{
    bool is_afresh = argc > 1 && strcmp(argv[1], "--afresh") == 0;

    for (int i = is_afresh ? 2 : 1; i < argc; i++) {
        int fd = open(argv[i], O_RDONLY | O_CLOEXEC);

        if (fd < 0 || (is_afresh && !forget(fd)) || !read_data(fd)) {
            fprintf(stderr, "warm: cannot read %s: %s\n", argv[i], strerror(errno));
            return 1;
        }
        close(fd);
    }
    return 0;
}
