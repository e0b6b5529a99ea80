/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Owners: builds a security descriptor and enters it into $Secure. See ntfsmeta.h.
 *
 * A self-relative security descriptor is 20 bytes of header (revision, control bits, offsets of
 * owner, group, SACL, DACL) and then those parts. Ours has an owner and a group (the same SID) and
 * a DACL with one entry that allows everyone everything.
 */
#include "images/ntfsmeta.h"

#include <string.h>

#define USER_SID_BYTES ((size_t)28) /* S-1-5-21-a-b-c-rid */
#define HEADER_BYTES   ((size_t)20)
#define ACL_BYTES      28 /* 8 of header, 8 of entry header, 12 of S-1-1-0 */
#define SD_BYTES       (HEADER_BYTES + 2 * USER_SID_BYTES + ACL_BYTES)

static void put32(uint8_t *at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void put_user_sid(uint8_t sid_ret[USER_SID_BYTES], uint32_t rid)
{
    const uint32_t parts[] = {21, 1000, 2000, 3000, rid};

    memcpy(sid_ret, (const uint8_t[]){1, 5, 0, 0, 0, 0, 0, 5}, 8);
    for (size_t i = 0; i < 5; i++)
        put32(sid_ret + 8 + 4 * i, parts[i]);
}

static void make_descriptor(uint8_t sd_ret[SD_BYTES], uint32_t rid)
{
    static const uint8_t acl[ACL_BYTES] = {2,    0, ACL_BYTES, 0, 1, 0, 0, 0, 0, 0, 20, 0, 0xFF, 1,
                                           0x1F, 0, 1,         1, 0, 0, 0, 0, 0, 1, 0,  0, 0,    0};

    memset(sd_ret, 0, HEADER_BYTES);
    sd_ret[0] = 1;    /* revision */
    sd_ret[2] = 0x04; /* a DACL is present */
    sd_ret[3] = 0x80; /* self-relative */
    put32(sd_ret + 4, HEADER_BYTES);
    put32(sd_ret + 8, HEADER_BYTES + USER_SID_BYTES);
    put32(sd_ret + 16, HEADER_BYTES + 2 * USER_SID_BYTES);
    put_user_sid(sd_ret + HEADER_BYTES, rid);
    put_user_sid(sd_ret + HEADER_BYTES + USER_SID_BYTES, rid);
    memcpy(sd_ret + HEADER_BYTES + 2 * USER_SID_BYTES, acl, ACL_BYTES);
}

uint32_t ntfsmeta_owner(struct ntfsvol *v, uint64_t file, uint32_t rid)
{
    struct SECURITY_CONTEXT context = {.vol = v->library};
    struct PERMISSIONS_CACHE *no_cache = NULL;
    ntfs_inode *inode = ntfsvol_open(v, file);
    uint8_t sd[SD_BYTES];
    uint32_t id = 0;

    context.pseccache = &no_cache;
    make_descriptor(sd, rid);
    if (inode && ntfs_set_ntfs_acl(&context, inode, (const char *)sd, SD_BYTES, 0) != 0)
        failure_errno(v->failure, "cannot enter a security descriptor into $Secure");
    else if (inode)
        id = le32_to_cpu(inode->security_id);
    ntfsvol_close(v, inode);
    return id;
}
