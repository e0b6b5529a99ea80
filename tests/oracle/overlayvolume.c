/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See overlayvolume.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "src/overlay_ntfs3g.h"

#include "src/overlay_device.h"
#include "tests/oracle/overlayvolume.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>

enum { SECURITY_ID = 0x100 /* mkntfs makes it */ };

void overlayvolume_name(uint32_t i, char *name)
{
    snprintf(name, OVERLAYVOLUME_NAME_BYTES, "%05u of a file", i);
}

static u8 to_units(const char *name, ntfschar *units)
{
    const size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        units[i] = cpu_to_le16((uint16_t)(unsigned char)name[i]);
    return (u8)n;
}

static int mount_overlay(struct overlay *overlay, unsigned long flags, ntfs_volume **volume_ret)
{
    struct ntfs_device *device = overlay_device_new(overlay);
    int why;

    cr_assert_not_null(device);
    ntfs_log_set_handler(ntfs_log_handler_null);
    *volume_ret = ntfs_device_mount(device, flags);
    if (*volume_ret)
        return 0;
    why = errno;
    overlay_device_free(device);
    return why;
}

/* What failed first: WHY, or unmounting. */
static int unmount(ntfs_volume *volume, int why)
{
    return ntfs_umount(volume, FALSE) != 0 && !why ? errno : why;
}

int overlayvolume_visit(struct overlay *overlay, bool is_readonly)
{
    ntfs_volume *volume;
    const int why = mount_overlay(overlay, is_readonly ? NTFS_MNT_RDONLY : 0, &volume);

    return why ? why : unmount(volume, 0);
}

/* An inode that cannot be written stays in memory, unless the library takes it for unchanged. */
static void abandon(ntfs_inode *inode)
{
    const unsigned long dirty = 1UL << NI_Dirty | 1UL << NI_AttrListDirty | 1UL << NI_FileNameDirty;

    for (int i = 0; i < inode->nr_extents; i++)
        inode->extent_nis[i]->state &= ~dirty;
    inode->state &= ~dirty;
    cr_assert_eq(ntfs_inode_close(inode), 0);
}

/* What failed first: WHY, or closing. */
static int close_inode(ntfs_inode *inode, int why)
{
    if (ntfs_inode_close(inode) == 0)
        return why;
    if (!why)
        why = errno;
    abandon(inode);
    return why;
}

static int make_folder(ntfs_volume *volume, uint64_t *folder_ret)
{
    ntfschar units[OVERLAYVOLUME_NAME_BYTES];
    const u8 n = to_units(OVERLAYVOLUME_FOLDER, units);
    ntfs_inode *root = ntfs_inode_open(volume, FILE_root), *folder;
    int why;

    if (!root)
        return errno;
    folder = ntfs_create(root, cpu_to_le32(SECURITY_ID), units, n, S_IFDIR);
    why = folder ? 0 : errno;
    if (folder)
        *folder_ret = MK_MREF(folder->mft_no, le16_to_cpu(folder->mrec->sequence_number));
    if (folder)
        why = close_inode(folder, why);
    return close_inode(root, why);
}

/* A volume that is being written, and the folder that gets the names. */
struct work {
    ntfs_volume *volume;
    ntfs_inode *folder; /* NULL: closed */
    uint64_t reference; /* the folder's */
};

static int enter(struct work *work)
{
    if (!work->folder)
        work->folder = ntfs_inode_open(work->volume, work->reference);
    return work->folder ? 0 : errno;
}

static int leave(struct work *work, int why)
{
    if (work->folder)
        why = close_inode(work->folder, why);
    work->folder = NULL;
    return why;
}

/* The library writes what is new of a file into the folders of all its names, which it opens
 * itself: none of them may be open then. */
static int close_file(struct work *work, ntfs_inode *inode, int why)
{
    if (NInoFileNameDirty(inode))
        why = leave(work, why);
    return close_inode(inode, why);
}

static int link_name(struct work *work, uint64_t file, uint32_t i)
{
    ntfschar units[OVERLAYVOLUME_NAME_BYTES];
    char name[OVERLAYVOLUME_NAME_BYTES];
    ntfs_inode *inode;
    int why = enter(work);

    if (why)
        return why;
    inode = ntfs_inode_open(work->volume, file);
    if (!inode)
        return errno;
    overlayvolume_name(i, name);
    if (ntfs_link(inode, work->folder, units, to_units(name, units)) != 0)
        why = errno;
    return close_file(work, inode, why);
}

int overlayvolume_link(struct overlay *overlay, const uint64_t *files, size_t nfiles,
                       uint32_t nnames)
{
    struct work work = {0};
    int why = mount_overlay(overlay, 0, &work.volume);

    if (why)
        return why;
    why = make_folder(work.volume, &work.reference);
    for (uint32_t i = 0; i < nnames && !why; i++)
        why = link_name(&work, files[i % nfiles], i);
    return unmount(work.volume, leave(&work, why));
}

/* ---- The device itself ---- */

static void try_reading(struct ntfs_device *device, int64_t size, const uint8_t *bytes)
{
    const struct ntfs_device_operations *ops = device->d_ops;
    uint8_t got[512];

    cr_expect_eq(ops->seek(device, 0, SEEK_SET), 0);
    cr_expect_eq(ops->read(device, got, 512), 512);
    cr_expect_eq(memcmp(got, bytes, 512), 0);
    cr_expect_eq(ops->seek(device, -500, SEEK_CUR), 12);
    cr_expect_eq(ops->read(device, got, 500), 500);
    cr_expect_eq(memcmp(got, bytes + 12, 500), 0);
    cr_expect_eq(ops->seek(device, -10, SEEK_END), size - 10);
    cr_expect_eq(ops->read(device, got, 512), 10, "up to the end");
    cr_expect_eq(ops->read(device, got, 512), 0, "nothing behind it");
    cr_expect_eq(ops->seek(device, -1, SEEK_SET), -1);
    cr_expect_eq(ops->seek(device, INT64_MAX, SEEK_CUR), -1);
    cr_expect_eq(ops->seek(device, 0, 77), -1);
    cr_expect_eq(ops->pread(device, got, 512, size + 5), 0);
    cr_expect_eq(ops->pread(device, got, 512, -1), -1);
    cr_expect_eq(ops->pread(device, got, -1, 0), -1);
    cr_expect_eq(errno, EINVAL);
}

static void try_writing(struct ntfs_device *device, int64_t size)
{
    const struct ntfs_device_operations *ops = device->d_ops;
    uint8_t got[8];

    cr_expect_eq(ops->seek(device, 100, SEEK_SET), 100);
    cr_expect_eq(ops->write(device, "abcd", 4), 4);
    cr_expect_eq(ops->write(device, "efgh", 4), 4);
    cr_expect(NDevDirty(device));
    cr_expect_eq(ops->sync(device), 0);
    cr_expect_not(NDevDirty(device));
    cr_expect_eq(ops->pread(device, got, 8, 100), 8);
    cr_expect_eq(memcmp(got, "abcdefgh", 8), 0);
    cr_expect_eq(ops->pwrite(device, "abcd", 4, size - 2), -1);
    cr_expect_eq(errno, ENOSPC, "a volume does not grow");
    cr_expect_eq(ops->pwrite(device, "abcd", 4, -4), -1);
    cr_expect_eq(errno, EINVAL);
}

static void try_asking(struct ntfs_device *device, int64_t size)
{
    const struct ntfs_device_operations *ops = device->d_ops;
    struct stat st;
    uint64_t nbytes;
    int sector;

    cr_expect_eq(ops->stat(device, &st), 0);
    cr_expect(S_ISREG(st.st_mode));
    cr_expect_eq(st.st_size, size);
    cr_expect_eq(ops->ioctl(device, BLKGETSIZE64, &nbytes), 0);
    cr_expect_eq(nbytes, size);
    cr_expect_eq(ops->ioctl(device, BLKSSZGET, &sector), 0);
    cr_expect_eq(sector, 512);
    cr_expect_eq(ops->ioctl(device, BLKDISCARD, &nbytes), -1);
    cr_expect_eq(errno, ENOTTY);
    cr_expect_eq(ntfs_device_size_get(device, 512), size / 512);
    cr_expect_eq(ntfs_device_sector_size_get(device), 512);
}

void overlayvolume_try_device(struct overlay *overlay, int64_t size, const uint8_t *bytes)
{
    struct ntfs_device *device = overlay_device_new(overlay);

    cr_assert_not_null(device);
    cr_expect_eq(device->d_ops->open(device, O_RDWR), 0);
    cr_expect_eq(device->d_ops->open(device, O_RDWR), -1, "it is open");
    try_reading(device, size, bytes);
    try_writing(device, size);
    try_asking(device, size);
    cr_expect_eq(device->d_ops->close(device), 0);
    cr_expect_eq(device->d_ops->close(device), -1);
    cr_expect_eq(device->d_ops->open(device, O_RDWR), -1, "it is for one mount");
    overlay_device_free(device);

    device = overlay_device_new(overlay);
    cr_assert_not_null(device);
    cr_expect_eq(device->d_ops->open(device, O_RDONLY), 0);
    cr_expect_eq(device->d_ops->pwrite(device, "x", 1, 0), -1);
    cr_expect_eq(errno, EROFS);
    cr_expect_eq(device->d_ops->close(device), 0);
    overlay_device_free(device);
    overlay_device_free(NULL);
}
