/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files into memory: see wholefile.h. */
#define _GNU_SOURCE /* O_CLOEXEC */
#include "src/wholefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_BYTES = 64 * 1024 };

/* Reads up to ROOM bytes. -1: errno says why. */
static ssize_t read_some(int fd, uint8_t *at, size_t room)
{
    ssize_t got;

    do
        got = read(fd, at, room);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads FD to its end, or MAX + 1 bytes of it, into memory that grows with what comes. */
static bool read_all(int fd, size_t max, uint8_t **at, size_t *n)
{
    size_t capacity = 0;
    ssize_t got = 1;

    while (got > 0 && *n <= max) {
        if (*n == capacity) {
            size_t more = capacity ? 2 * capacity : FIRST_BYTES;
            uint8_t *moved = realloc(*at, more);

            if (!moved)
                return false;
            *at = moved;
            capacity = more;
        }
        got = read_some(fd, *at + *n, capacity - *n < max + 1 - *n ? capacity - *n : max + 1 - *n);
        *n += got > 0 ? (size_t)got : 0;
    }
    return got >= 0;
}

bool wholefile_read(const char *path, size_t max, uint8_t **at_ret, size_t *n_ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), failed;
    uint8_t *at = NULL;
    size_t n = 0;
    bool is_good;

    if (fd < 0)
        return false;
    is_good = read_all(fd, max, &at, &n);
    failed = errno;
    close(fd);
    if (!is_good) {
        free(at);
        errno = failed;
        return false;
    }
    *at_ret = at;
    *n_ret = n;
    return true;
}
