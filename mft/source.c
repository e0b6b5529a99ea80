/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file of mft/ that opens and reads: POSIX calls live here. */
#define _GNU_SOURCE
#include "mft/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_MAX = 1 << 30 }; /* one pread never returns more than about 2 GiB */

static enum status read_fd(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    char *at = buffer;

    while (n > 0) {
        size_t want = n < READ_MAX ? n : READ_MAX;
        ssize_t got = pread(source->fd, at, want, (off_t)offset);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return STATUS_IO;
        if (got == 0)
            return STATUS_TRUNCATED;
        at += got;
        offset += (uint64_t)got;
        n -= (size_t)got;
    }
    return STATUS_OK;
}

static enum status read_memory(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    memcpy(buffer, (const char *)source->context + offset, n);
    return STATUS_OK;
}

/* Without access times where we own the file or are root; the kernel refuses that to others. */
static int open_untouched(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOATIME | O_NONBLOCK);

    return fd < 0 && errno == EPERM ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : fd;
}

static enum status measure(int fd, struct source *source)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return STATUS_OPEN;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return STATUS_OPEN;
    }
    if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode)) {
        errno = ESPIPE;
        return STATUS_OPEN;
    }
    source->size_bytes = (uint64_t)st.st_size;
    if (S_ISBLK(st.st_mode)) {
        int sector;

        if (ioctl(fd, BLKGETSIZE64, &source->size_bytes) != 0)
            return STATUS_OPEN;
        if (ioctl(fd, BLKSSZGET, &sector) == 0 && sector >= 512)
            source->sector_bytes = (uint32_t)sector;
    }
    return STATUS_OK;
}

enum status source_open(const char *path, struct source *source_ret)
{
    struct source source = {.read = read_fd, .sector_bytes = 512, .fd = open_untouched(path)};

    if (source.fd < 0)
        return STATUS_OPEN;

    enum status status = measure(source.fd, &source);
    if (status != STATUS_OK) {
        int why = errno;

        close(source.fd);
        errno = why;
        return status;
    }
    *source_ret = source;
    return STATUS_OK;
}

void source_close(struct source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
}

struct source source_of_memory(struct bytes bytes)
{
    return (struct source){.read = read_memory,
                           .context = bytes.at,
                           .fd = -1,
                           .size_bytes = bytes.n,
                           .sector_bytes = 512};
}

struct source source_part(const struct source *source, uint64_t first_byte, uint64_t nbytes)
{
    struct source part = *source;

    if (first_byte > source->size_bytes)
        first_byte = source->size_bytes;
    if (nbytes > source->size_bytes - first_byte)
        nbytes = source->size_bytes - first_byte;
    part.first_byte += first_byte;
    part.size_bytes = nbytes;
    return part;
}

enum status source_read(const struct source *source, uint64_t offset, void *buffer, size_t n,
                        size_t *got_ret)
{
    if (offset >= source->size_bytes) {
        *got_ret = 0;
        return STATUS_OK;
    }
    if (n > source->size_bytes - offset)
        n = (size_t)(source->size_bytes - offset);

    enum status status = source->read(source, source->first_byte + offset, buffer, n);
    if (status == STATUS_OK)
        *got_ret = n;
    return status;
}

enum status source_read_all(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    if (!bytes_fit(offset, n, source->size_bytes))
        return STATUS_TRUNCATED;
    return source->read(source, source->first_byte + offset, buffer, n);
}
