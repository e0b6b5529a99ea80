/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library is to know of $MFT: see backend_ntfs_mft.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_mft.h"

#include <errno.h>
#include <stddef.h>

/* As the library takes them from the record of any other file. */
static void take(ntfs_inode *inode, const STANDARD_INFORMATION *from, uint32_t nbytes)
{
    inode->flags = from->file_attributes;
    inode->creation_time = from->creation_time;
    inode->last_data_change_time = from->last_data_change_time;
    inode->last_mft_change_time = from->last_mft_change_time;
    inode->last_access_time = from->last_access_time;
    if (nbytes < offsetof(STANDARD_INFORMATION, v3_end))
        return;
    set_nino_flag(inode, v3_Extensions);
    inode->owner_id = from->owner_id;
    inode->security_id = from->security_id;
    inode->quota_charged = from->quota_charged;
    inode->usn = from->usn;
}

int backend_ntfs_mft_know(ntfs_volume *volume)
{
    ntfs_attr_search_ctx *found = ntfs_attr_get_search_ctx(volume->mft_ni, NULL);
    int why = EIO;

    if (!found)
        return ENOMEM;
    if (ntfs_attr_lookup(AT_STANDARD_INFORMATION, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0,
                         found) == 0) {
        uint32_t nbytes = le32_to_cpu(found->attr->value_length);

        if (!found->attr->non_resident && nbytes >= offsetof(STANDARD_INFORMATION, v1_end)) {
            take(volume->mft_ni,
                 (const STANDARD_INFORMATION *)(const void *)((const uint8_t *)found->attr +
                                                              le16_to_cpu(
                                                                  found->attr->value_offset)),
                 nbytes);
            why = 0;
        }
    }
    ntfs_attr_put_search_ctx(found);
    return why;
}
