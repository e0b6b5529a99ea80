/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of some bytes at a place: see putat.h. */
#define _GNU_SOURCE /* pwrite */
#include "src/putat.h"

#include <errno.h>
#include <unistd.h>

bool putat(int fd, uint64_t offset, struct bytes bytes)
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
