/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in NTFS's words: see folderstat.h. */
#define _GNU_SOURCE /* statx, O_NOATIME */

#include "src/folderstat.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/msdos_fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    READ_ONLY = 0x1,
    ATTRIBUTE_REPARSE = 0x400,
    FAT_MASK = 0x27, /* read-only, hidden, system, archive */
    TICKS_PER_SECOND = 10000000,
    BLOCK_BYTES = 512,
};
#define SECONDS_1601_TO_1970 INT64_C(11644473600)

static uint64_t ticks_of(const struct statx_timestamp *time)
{
    if (time->tv_sec < -SECONDS_1601_TO_1970 ||
        time->tv_sec >= INT64_MAX / TICKS_PER_SECOND - SECONDS_1601_TO_1970)
        return 0;
    return (uint64_t)(time->tv_sec + SECONDS_1601_TO_1970) * TICKS_PER_SECOND + time->tv_nsec / 100;
}

static uint32_t tag_of(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
    case S_IFDIR:
        return 0;
    case S_IFLNK:
        return 0xA000000C;
    case S_IFIFO:
        return 0x80000024;
    case S_IFCHR:
        return 0x80000025;
    case S_IFBLK:
        return 0x80000026;
    default: /* a socket, and whatever else there may be */
        return 0x80000023;
    }
}

static struct folderwalk_file file_of(const struct statx *from)
{
    bool is_regular = S_ISREG(from->stx_mode);
    struct folderwalk_file file = {
        .inode = from->stx_ino,
        .size = is_regular ? from->stx_size : 0,
        .allocated = is_regular ? from->stx_blocks * BLOCK_BYTES : 0,
        .times = {(from->stx_mask & STATX_BTIME) ? ticks_of(&from->stx_btime) : 0,
                  ticks_of(&from->stx_mtime), ticks_of(&from->stx_ctime),
                  ticks_of(&from->stx_atime)},
        .tag = tag_of(from->stx_mode),
        .is_folder = S_ISDIR(from->stx_mode),
    };

    if (is_regular && !(from->stx_mode & 0222))
        file.attributes |= READ_ONLY;
    if (file.tag)
        file.attributes |= ATTRIBUTE_REPARSE;
    return file;
}

bool folderstat_read(int dir, const char *name, struct folderstat *stat_ret)
{
    int flags =
        AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*name ? 0 : AT_EMPTY_PATH | AT_STATX_FORCE_SYNC);
    struct statx from;

    if (statx(dir, name, flags, STATX_BASIC_STATS | STATX_BTIME, &from) != 0)
        return false;
    *stat_ret = (struct folderstat){
        .file = file_of(&from),
        .device = makedev(from.stx_dev_major, from.stx_dev_minor),
        .links = from.stx_nlink,
        .is_mount = from.stx_attributes & STATX_ATTR_MOUNT_ROOT,
        .has_links = from.stx_nlink > 1 && !S_ISDIR(from.stx_mode),
    };
    return true;
}

bool folderstat_is_fat(int dir)
{
    struct statfs fs;

    return fstatfs(dir, &fs) == 0 && fs.f_type == MSDOS_SUPER_MAGIC;
}

uint32_t folderstat_fat_attributes(int dir, const char *name, const struct folderwalk_file *file)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    uint32_t attributes = file->attributes, fat = 0;

    if (fd >= 0 && ioctl(fd, FAT_IOCTL_GET_ATTRIBUTES, &fat) == 0)
        attributes = fat & FAT_MASK;
    if (fd >= 0)
        close(fd);
    return attributes;
}
