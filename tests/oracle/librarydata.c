/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data by the library: see librarydata.h. */
#include "images/ntfs3g.h"

#include "tests/oracle/librarydata.h"

#include <criterion/criterion.h>
#include <stdlib.h>

void *librarydata_open(const char *image)
{
    ntfs_volume *volume;

    ntfs_log_set_handler(ntfs_log_handler_null);
    volume = ntfs_mount(image, NTFS_MNT_RDONLY);
    cr_assert_not_null(volume, "%s", image);
    return volume;
}

uint8_t *librarydata_read(void *library, uint64_t record, size_t n)
{
    ntfs_inode *inode = ntfs_inode_open(library, MK_MREF(record, 0));
    uint8_t *bytes = malloc(n + 1);
    ntfs_attr *attr;

    cr_assert_not_null(inode, "record %llu", (unsigned long long)record);
    attr = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);
    cr_assert_not_null(attr, "record %llu", (unsigned long long)record);
    cr_assert_eq(ntfs_attr_pread(attr, 0, (s64)n, bytes), (s64)n);
    ntfs_attr_close(attr);
    cr_assert_eq(ntfs_inode_close(inode), 0);
    return bytes;
}

void librarydata_close(void *library)
{
    cr_assert_eq(ntfs_umount(library, FALSE), 0);
}
