/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See farvolume.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "images/ntfs3g.h"

#include "tests/oracle/farvolume.h"
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define FAR_BYTES    (UINT64_C(5) << 30) /* the first byte that is free */
#define IMAGE_BYTES  (UINT64_C(6) << 30)
#define FIRST_RECORD 64 /* of a new file */

static void format(const char *image)
{
    const int fd = open(image, O_RDWR | O_CREAT | O_TRUNC, 0666);

    cr_assert_geq(fd, 0);
    cr_assert_eq(ftruncate(fd, (off_t)IMAGE_BYTES), 0);
    close(fd);
    toolrun_do((const char *const[]){"mkntfs", "-q", "-F", "-f", image, NULL});
}

/* Marks all free clusters before FAR_BYTES used. */
static void fill_front(ntfs_volume *volume)
{
    const s64 end = (s64)(FAR_BYTES / volume->cluster_size);
    uint8_t *bytes = malloc((size_t)end / 8);

    cr_assert_not_null(bytes);
    memset(bytes, 0xFF, (size_t)end / 8);
    cr_assert_eq(ntfs_attr_pwrite(volume->lcnbmp_na, 0, end / 8, bytes), end / 8);
    free(bytes);
}

static void make_files(ntfs_volume *volume)
{
    ntfs_inode *root = ntfs_inode_open(volume, FILE_root);

    cr_assert_not_null(root);
    for (unsigned i = 0; i < FARVOLUME_FILES; i++) {
        ntfschar name[8];
        ntfs_inode *inode;

        for (unsigned k = 0, rest = i; k < 8; k++, rest /= 10)
            name[7 - k] = cpu_to_le16((uint16_t)('0' + rest % 10));
        inode = ntfs_create(root, 0, name, 8, S_IFREG);
        cr_assert_not_null(inode, "libntfs-3g cannot make file %u", i);
        cr_assert_eq(ntfs_inode_close(inode), 0);
    }
    cr_assert_eq(ntfs_inode_close(root), 0);
}

/* Where the library says that RECORD lies. */
static uint64_t ask_offset(ntfs_volume *volume, uint64_t record)
{
    const uint64_t at = record * volume->mft_record_size;
    const s64 lcn = ntfs_attr_vcn_to_lcn(volume->mft_na, (VCN)(at / volume->cluster_size));

    cr_assert_geq(lcn, 0);
    return (uint64_t)lcn * volume->cluster_size + at % volume->cluster_size;
}

void farvolume_make(const char *image, uint64_t *record_ret, uint64_t *offset_ret)
{
    ntfs_volume *volume;

    format(image);
    ntfs_log_set_handler(ntfs_log_handler_null);
    volume = ntfs_mount(image, 0);
    cr_assert_not_null(volume);
    fill_front(volume);
    make_files(volume);
    *record_ret = FIRST_RECORD + FARVOLUME_FILES - 10;
    *offset_ret = ask_offset(volume, *record_ret);
    cr_assert_eq(ntfs_umount(volume, FALSE), 0);
}
