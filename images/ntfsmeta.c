/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times, attributes, names' namespaces and object ids. Owners are in ntfsmeta_owner.c, reparse
 * points in ntfsmeta_reparse.c. See ntfsmeta.h.
 */
#include "images/ntfsmeta.h"

#include "images/imgname.h"

#include <stdlib.h>
#include <string.h>

void ntfsmeta_times(struct ntfsvol *v, uint64_t file, const struct ntfsmeta_times *times)
{
    ntfs_inode *inode = ntfsvol_open(v, file);

    if (!inode)
        return;
    inode->creation_time = (ntfs_time)times->created;
    inode->last_data_change_time = (ntfs_time)times->modified;
    inode->last_access_time = (ntfs_time)times->accessed;
    inode->last_mft_change_time = (ntfs_time)times->changed;
    NInoFileNameSetDirty(inode);
    ntfs_inode_mark_dirty(inode);
    ntfsvol_close(v, inode);
}

void ntfsmeta_attributes(struct ntfsvol *v, uint64_t file, uint32_t bits)
{
    ntfs_inode *inode = ntfsvol_open(v, file);

    if (!inode)
        return;
    inode->flags |= cpu_to_le32(bits);
    NInoFileNameSetDirty(inode);
    ntfs_inode_mark_dirty(inode);
    ntfsvol_close(v, inode);
}

void ntfsmeta_dos_name(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *dos_name)
{
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_inode *parent = ntfsvol_open(v, folder);

    /* The library closes both, whatever the outcome. */
    if (inode && parent &&
        ntfs_set_ntfs_dos_name(inode, parent, dos_name, strlen(dos_name), 0) != 0)
        failure_errno(v->failure, "cannot set the DOS name %s", dos_name);
}

/* The $FILE_NAME value of one name, inside the search context that holds its record. */
static FILE_NAME_ATTR *find_name(ntfs_attr_search_ctx *search, uint64_t folder,
                                 const uint16_t *units, size_t nunits)
{
    while (ntfs_attr_lookup(AT_FILE_NAME, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, search) == 0) {
        u8 *value = (u8 *)search->attr + le16_to_cpu(search->attr->value_offset);
        FILE_NAME_ATTR *name = (FILE_NAME_ATTR *)(void *)value;

        if (MREF_LE(name->parent_directory) == ntfsvol_record(folder) &&
            name->file_name_length == nunits &&
            memcmp(value + offsetof(FILE_NAME_ATTR, file_name), units, nunits * 2) == 0)
            return name;
    }
    return NULL;
}

static int set_in_record(ntfs_inode *inode, uint64_t folder, const uint16_t *units, size_t nunits,
                         uint8_t name_space)
{
    ntfs_attr_search_ctx *search = ntfs_attr_get_search_ctx(inode, NULL);
    FILE_NAME_ATTR *name = search ? find_name(search, folder, units, nunits) : NULL;

    if (name) {
        name->file_name_type = name_space;
        ntfs_inode_mark_dirty(search->ntfs_ino);
    }
    if (search)
        ntfs_attr_put_search_ctx(search);
    return name ? 0 : -1;
}

static int set_in_index(ntfs_inode *parent, const uint16_t *units, size_t nunits,
                        uint8_t name_space)
{
    const size_t key_bytes = offsetof(FILE_NAME_ATTR, file_name) + nunits * 2;
    FILE_NAME_ATTR *key = calloc(1, sizeof(*key) + nunits * 2);
    ntfs_index_context *index = ntfs_index_ctx_get(parent, NTFS_INDEX_I30, 4);
    int rc = -1;

    if (key && index) {
        key->file_name_length = (u8)nunits;
        memcpy((u8 *)key + offsetof(FILE_NAME_ATTR, file_name), units, nunits * 2);
        rc = ntfs_index_lookup(key, (int)key_bytes, index);
    }
    if (rc == 0) {
        index->entry->key.file_name.file_name_type = name_space;
        ntfs_index_entry_mark_dirty(index);
    }
    if (index)
        ntfs_index_ctx_put(index);
    free(key);
    return rc;
}

void ntfsmeta_namespace(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name,
                        uint8_t name_space)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = imgname_parse(name, units);
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_inode *parent = ntfsvol_open(v, folder);

    if (inode && parent &&
        (nunits < 0 || set_in_record(inode, folder, units, (size_t)nunits, name_space) != 0 ||
         set_in_index(parent, units, (size_t)nunits, name_space) != 0))
        failure_set(v->failure, "cannot find the name %.100s to change its namespace", name);
    ntfsvol_close(v, inode);
    ntfsvol_close(v, parent);
}

void ntfsmeta_object_id(struct ntfsvol *v, uint64_t file, const uint8_t id[16])
{
    ntfs_inode *inode = ntfsvol_open(v, file);

    if (inode && ntfs_set_ntfs_object_id(inode, (const char *)id, 16, 0) != 0)
        failure_errno(v->failure, "cannot set an object id");
    ntfsvol_close(v, inode);
}
