/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extended attributes and encrypted data: see odddata.h. */
#include "images/odddata.h"

#include "images/edit_attr.h"
#include "images/ntfsdata.h"

#include <string.h>

enum { DATA_BYTES = 0x30, INITIALIZED_BYTES = 0x38 }; /* of an attribute in clusters */

void odddata_ea(struct ntfsvol *v, uint64_t file, const char *name, uint32_t value)
{
    uint8_t ea[32] = {0};
    const size_t length = strlen(name);
    ntfs_inode *inode = ntfsvol_open(v, file);

    edit_put32(ea, 20);
    ea[5] = (uint8_t)length;
    ea[6] = 4;
    memcpy(ea + 8, name, length + 1);
    edit_put32(ea + 9 + length, value);
    if (inode && ntfs_set_ntfs_ea(inode, (const char *)ea, 20, 0) != 0)
        failure_errno(v->failure, "cannot set the extended attribute %s", name);
    ntfsvol_close(v, inode);
}

uint64_t odddata_efs(struct ntfsvol *v, uint64_t folder, const char *name, size_t nbytes,
                     uint64_t seed)
{
    static ntfschar stream[] = {'$', 'E', 'F', 'S'};
    uint64_t file = ntfsvol_mkfile(v, folder, name);
    uint8_t efs[600] = {0};
    ntfs_inode *inode;

    ntfsdata_noise(v, file, "", 0, nbytes, seed);
    edit_put32(efs, sizeof(efs));
    inode = ntfsvol_open(v, file);
    if (inode && ntfs_attr_add(inode, AT_LOGGED_UTILITY_STREAM, stream, 4, efs, sizeof(efs)) != 0)
        failure_errno(v->failure, "cannot add $EFS");
    ntfsvol_close(v, inode);
    return file;
}

void odddata_mark_encrypted(struct recipe *r, uint64_t file, unsigned npadding)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *standard = edit_attr_load(kit_edit(r), ntfsvol_record(file), record,
                                       EDIT_ATTR_STANDARD_INFORMATION, 0);
    uint8_t *data = standard ? edit_attr_find(record, EDIT_ATTR_DATA, 0) : NULL;

    if (!data)
        return;
    standard = edit_attr_value(standard);
    edit_put32(standard + 0x20, edit_get32(standard + 0x20) | 0x4000);
    edit_put16(data + EDIT_ATTR_FLAGS, 0x4000);
    edit_put64(data + DATA_BYTES, edit_get64(data + DATA_BYTES) - npadding);
    edit_put64(data + INITIALIZED_BYTES, edit_get64(data + INITIALIZED_BYTES) - npadding);
    edit_store(&r->edit, ntfsvol_record(file), record);
}
