/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A further name for a file that has many: see backend_ntfs_manynames.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_manynames.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENTRY_BYTES = (sizeof(ATTR_LIST_ENTRY) + 7) / 8 * 8, /* of an attribute without a name */
    MANY_BYTES = 32 * ENTRY_BYTES,                       /* from here on it pays */
};

/* Of a list in memory: where the entries of names are. */
struct names {
    u32 first, n; /* bytes */
    u8 *aside;    /* a copy of them */
};

/* ---- Finding them ---- */

/* NULL where the list ends, or is not what the library makes. */
static const ATTR_LIST_ENTRY *entry_at(const ntfs_inode *inode, u32 at)
{
    const ATTR_LIST_ENTRY *entry = (const ATTR_LIST_ENTRY *)(inode->attr_list + at);
    u32 left = inode->attr_list_size - at;

    if (left < sizeof(*entry))
        return NULL;
    return le16_to_cpu(entry->length) < sizeof(*entry) || le16_to_cpu(entry->length) > left ? NULL
                                                                                            : entry;
}

/* Entries are in the order of their types. */
static u32 end_of_types(const ntfs_inode *inode, u32 at, ATTR_TYPES last)
{
    const ATTR_LIST_ENTRY *entry;

    while ((entry = entry_at(inode, at)) && le32_to_cpu(entry->type) <= le32_to_cpu(last))
        at += le16_to_cpu(entry->length);
    return at;
}

/* How much longer the list can be in the clusters that it has; 0 where it has none. */
static u64 room_of(ntfs_inode *inode)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(inode, NULL);
    u64 room = 0;

    if (ctx &&
        ntfs_attr_lookup(AT_ATTRIBUTE_LIST, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, ctx) == 0 &&
        ctx->attr->non_resident &&
        sle64_to_cpu(ctx->attr->allocated_size) > (s64)inode->attr_list_size)
        room = (u64)sle64_to_cpu(ctx->attr->allocated_size) - inode->attr_list_size;
    if (ctx)
        ntfs_attr_put_search_ctx(ctx);
    return room;
}

static bool find_names(ntfs_inode *inode, struct names *names_ret)
{
    struct names names = {.first = end_of_types(inode, 0, AT_ATTRIBUTE_LIST)};

    names.n = end_of_types(inode, names.first, AT_FILE_NAME) - names.first;
    if (names.n < MANY_BYTES || names.n > UINT16_MAX || room_of(inode) < ENTRY_BYTES)
        return false;
    *names_ret = names;
    return true;
}

/* ---- Aside and back ---- */

/* One entry that is as long as they are, behind all others. */
static bool put_aside(ntfs_inode *inode, struct names *names)
{
    const u32 behind = inode->attr_list_size - names->first - names->n;
    u8 *at = inode->attr_list + names->first;
    ATTR_LIST_ENTRY *entry = (ATTR_LIST_ENTRY *)(at + behind);

    names->aside = malloc(names->n);
    if (!names->aside)
        return false;
    memcpy(names->aside, at, names->n);
    memmove(at, at + names->n, behind);
    memset(entry, 0, sizeof(*entry));
    entry->type = AT_FIRST_USER_DEFINED_ATTRIBUTE;
    entry->length = cpu_to_le16((u16)names->n);
    entry->name_offset = offsetof(ATTR_LIST_ENTRY, name);
    entry->mft_reference = MK_LE_MREF(inode->mft_no, le16_to_cpu(inode->mrec->sequence_number));
    return true;
}

/* Before the name that has come to them. */
static void put_back(ntfs_inode *inode, struct names *names)
{
    u8 *at = inode->attr_list + names->first;

    memmove(at + names->n, at, inode->attr_list_size - names->first - names->n);
    memcpy(at, names->aside, names->n);
    free(names->aside);
    names->aside = NULL;
}

int backend_ntfs_manynames_link(ntfs_inode *inode, ntfs_inode *folder, const ntfschar *name,
                                u8 name_n)
{
    struct names names;
    int failure, why;

    if (!backend_ntfs_inode_is(inode, NI_AttrList) || inode->attr_list_size < MANY_BYTES ||
        !find_names(inode, &names) || !put_aside(inode, &names))
        return ntfs_link(inode, folder, name, name_n);
    failure = ntfs_link(inode, folder, name, name_n);
    why = errno;
    put_back(inode, &names);
    errno = why;
    return failure;
}
