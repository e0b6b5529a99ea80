/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libntfs-3g asks of a device, answered by an overlay: see overlay_device.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/overlay_ntfs3g.h"

#include "src/overlay_device.h"

#include "src/overlay_errno.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>

struct handle {
    struct overlay *overlay;
    s64 position; /* of read and write, in bytes */
};

static int fail(int why)
{
    errno = why;
    return -1;
}

/* The library's own way to clear a flag does not compile without a warning. */
static void clear_state(struct ntfs_device *device, ntfs_device_state_bits bit)
{
    device->d_state &= ~(1UL << bit);
}

static s64 get_size(const struct ntfs_device *device)
{
    const struct handle *handle = device->d_private;

    return (s64)overlay_errno_size_bytes(handle->overlay);
}

/* ---- Operations: 0 or a count, else -1 and errno ---- */

static int open_device(struct ntfs_device *device, int flags)
{
    if (NDevOpen(device))
        return fail(EBUSY);
    if (!device->d_private)
        return fail(EBADF);
    if ((flags & O_ACCMODE) == O_RDONLY)
        NDevSetReadOnly(device);
    NDevSetOpen(device);
    return 0;
}

static int close_device(struct ntfs_device *device)
{
    if (!NDevOpen(device))
        return fail(EBADF);
    clear_state(device, ND_Open);
    clear_state(device, ND_Dirty);
    free(device->d_private);
    device->d_private = NULL;
    return 0;
}

static s64 seek_device(struct ntfs_device *device, s64 offset, int whence)
{
    struct handle *handle = device->d_private;
    s64 from = whence == SEEK_CUR ? handle->position : whence == SEEK_END ? get_size(device) : 0;

    if ((whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) ||
        __builtin_add_overflow(from, offset, &from) || from < 0)
        return fail(EINVAL);
    handle->position = from;
    return from;
}

/* Fewer bytes where the volume ends, as of a file. */
static s64 pread_device(struct ntfs_device *device, void *buffer, s64 n, s64 offset)
{
    const struct handle *handle = device->d_private;
    const s64 size = get_size(device);
    int why;

    if (n < 0 || offset < 0)
        return fail(EINVAL);
    if (offset >= size)
        return 0;
    if (n > size - offset)
        n = size - offset;
    why = overlay_errno_read(handle->overlay, (uint64_t)offset, buffer, (size_t)n);
    return why ? fail(why) : n;
}

/* All or nothing: a volume does not grow. */
static s64 pwrite_device(struct ntfs_device *device, const void *bytes, s64 n, s64 offset)
{
    const struct handle *handle = device->d_private;
    int why;

    if (NDevReadOnly(device))
        return fail(EROFS);
    if (n < 0 || offset < 0)
        return fail(EINVAL);
    why = overlay_errno_write(handle->overlay, (uint64_t)offset, bytes, (size_t)n);
    if (why)
        return fail(why);
    NDevSetDirty(device);
    return n;
}

static s64 read_device(struct ntfs_device *device, void *buffer, s64 n)
{
    struct handle *handle = device->d_private;
    const s64 got = pread_device(device, buffer, n, handle->position);

    handle->position += got > 0 ? got : 0;
    return got;
}

static s64 write_device(struct ntfs_device *device, const void *bytes, s64 n)
{
    struct handle *handle = device->d_private;
    const s64 done = pwrite_device(device, bytes, n, handle->position);

    handle->position += done > 0 ? done : 0;
    return done;
}

/* There is nothing behind the memory that it could be written to. */
static int sync_device(struct ntfs_device *device)
{
    clear_state(device, ND_Dirty);
    return 0;
}

static int stat_device(struct ntfs_device *device, struct stat *stat_ret)
{
    const s64 size = get_size(device);

    memset(stat_ret, 0, sizeof(*stat_ret));
    stat_ret->st_mode = S_IFREG | S_IRUSR | S_IWUSR;
    stat_ret->st_nlink = 1;
    stat_ret->st_size = size;
    stat_ret->st_blksize = 4096;
    stat_ret->st_blocks = size / 512 + (size % 512 > 0);
    return 0;
}

static int control_device(struct ntfs_device *device, unsigned long request, void *answer)
{
    const struct handle *handle = device->d_private;
    const uint64_t size = overlay_errno_size_bytes(handle->overlay);
    const int sector = (int)overlay_errno_sector_bytes(handle->overlay);

    if (request == BLKGETSIZE64)
        memcpy(answer, &size, sizeof(size));
    else if (request == BLKSSZGET)
        memcpy(answer, &sector, sizeof(sector));
    else
        return fail(ENOTTY);
    return 0;
}

/* The library wants it writable, but writes nothing into it. */
static struct ntfs_device_operations operations = {
    .open = open_device,
    .close = close_device,
    .seek = seek_device,
    .read = read_device,
    .write = write_device,
    .pread = pread_device,
    .pwrite = pwrite_device,
    .sync = sync_device,
    .stat = stat_device,
    .ioctl = control_device,
};

/* ---- Devices ---- */

struct ntfs_device *overlay_device_new(struct overlay *overlay)
{
    struct handle *handle = malloc(sizeof(*handle));
    struct ntfs_device *device;

    if (!handle)
        return NULL;
    *handle = (struct handle){.overlay = overlay};
    device = ntfs_device_alloc("overlay", 0, &operations, handle);
    if (!device)
        free(handle);
    return device;
}

void overlay_device_free(struct ntfs_device *device)
{
    if (!device)
        return;
    free(device->d_private);
    ntfs_device_free(device);
}
