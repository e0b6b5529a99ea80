/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making records: see backend_ntfs_make.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_make.h"

#include <errno.h>
#include <stdlib.h>

enum { SOME_SECURITY_ID = 0x100 };

/* ---- Traits ---- */

int backend_ntfs_make_inherit(ntfs_inode *like, struct backend_ntfs_traits *traits_ret)
{
    struct backend_ntfs_traits traits = {0};
    s64 n = 0;

    if (backend_ntfs_inode_is(like, NI_v3_Extensions))
        traits.security_id = le32_to_cpu(like->security_id);
    if (traits.security_id == 0 && ntfs_attr_exist(like, AT_SECURITY_DESCRIPTOR, AT_UNNAMED, 0)) {
        traits.descriptor = ntfs_attr_readall(like, AT_SECURITY_DESCRIPTOR, AT_UNNAMED, 0, &n);
        if (!traits.descriptor)
            return backend_ntfs_inode_errno();
        traits.descriptor_bytes = (size_t)n;
    }
    *traits_ret = traits;
    return 0;
}

bool backend_ntfs_make_has_security(struct backend_ntfs *b, uint32_t id)
{
    ntfs_index_context *descriptors = b->volume->secure_xsii;
    const le32 key = cpu_to_le32(id);
    bool has;

    if (!descriptors)
        return false;
    ntfs_index_ctx_reinit(descriptors);
    has = ntfs_index_lookup(&key, sizeof(key), descriptors) == 0;
    ntfs_index_ctx_reinit(descriptors);
    return has;
}

/* Any id makes room for the one that the descriptor gets. */
void backend_ntfs_make_expect(struct backend_ntfs_traits *traits, struct bytes descriptor)
{
    if (descriptor.n > 0 && traits->security_id == 0)
        traits->security_id = SOME_SECURITY_ID;
}

int backend_ntfs_make_secure(ntfs_inode *inode, struct bytes descriptor)
{
    struct SECURITY_CONTEXT context = {.vol = inode->vol};

    if (descriptor.n == 0)
        return 0;
    errno = 0;
    return ntfs_set_ntfs_acl(&context, inode, (const char *)descriptor.at, descriptor.n, 0) == 0
               ? 0
               : backend_ntfs_inode_errno();
}

void backend_ntfs_make_release(struct backend_ntfs_traits *traits)
{
    free(traits->descriptor);
    traits->descriptor = NULL;
}

/* ---- Beginning ---- */

static int add_standard_information(ntfs_inode *inode, const struct backend_ntfs_traits *traits)
{
    const STANDARD_INFORMATION value = {.security_id = cpu_to_le32(traits->security_id)};
    const bool is_long = traits->security_id != 0;
    const size_t n = is_long ? sizeof(value) : offsetof(STANDARD_INFORMATION, v1_end);

    if (is_long) {
        backend_ntfs_inode_set(inode, NI_v3_Extensions);
        inode->security_id = value.security_id;
    }
    return ntfs_attr_add(inode, AT_STANDARD_INFORMATION, AT_UNNAMED, 0, (const u8 *)&value, (s64)n);
}

static int add_security(ntfs_inode *inode, const struct backend_ntfs_traits *traits)
{
    if (traits->security_id != 0)
        return 0;
    if (!traits->descriptor)
        return ntfs_sd_add_everyone(inode);
    return ntfs_attr_add(inode, AT_SECURITY_DESCRIPTOR, AT_UNNAMED, 0, traits->descriptor,
                         (s64)traits->descriptor_bytes);
}

/* An index with nothing in it: its root, and in that the entry that ends it. */
static int add_index(ntfs_inode *inode)
{
    const ntfs_volume *volume = inode->vol;
    const uint32_t block = volume->indx_record_size;
    const u8 unit_bits =
        volume->cluster_size <= block ? volume->cluster_size_bits : NTFS_BLOCK_SIZE_BITS;
    struct {
        INDEX_ROOT root;
        INDEX_ENTRY_HEADER end;
    } value;
    const uint32_t n = sizeof(INDEX_HEADER) + sizeof(INDEX_ENTRY_HEADER);

    memset(&value, 0, sizeof(value));
    value.root.type = AT_FILE_NAME;
    value.root.collation_rule = COLLATION_FILE_NAME;
    value.root.index_block_size = cpu_to_le32(block);
    value.root.clusters_per_index_block = (s8)(block >> unit_bits);
    value.root.index.entries_offset = const_cpu_to_le32(sizeof(INDEX_HEADER));
    value.root.index.index_length = cpu_to_le32(n);
    value.root.index.allocated_size = cpu_to_le32(n);
    value.end.length = const_cpu_to_le16(sizeof(INDEX_ENTRY_HEADER));
    value.end.flags = INDEX_ENTRY_END;
    return ntfs_attr_add(inode, AT_INDEX_ROOT, NTFS_INDEX_I30, 4, (const u8 *)&value,
                         (s64)sizeof(value));
}

static int fill(ntfs_inode *inode, const struct backend_ntfs_traits *traits, bool is_folder)
{
    inode->flags = 0;
    errno = 0;
    if (add_standard_information(inode, traits) != 0 || add_security(inode, traits) != 0)
        return backend_ntfs_inode_errno();
    if (!is_folder)
        return 0;
    if (add_index(inode) != 0)
        return backend_ntfs_inode_errno();
    inode->mrec->flags |= MFT_RECORD_IS_DIRECTORY;
    return 0;
}

int backend_ntfs_make_begin(struct backend_ntfs *b, const struct backend_ntfs_traits *traits,
                            bool is_folder, ntfs_inode **inode_ret)
{
    ntfs_inode *inode;
    int why;

    errno = 0;
    inode = ntfs_mft_record_alloc(b->volume, NULL);
    if (!inode)
        return backend_ntfs_volume_fail(b, backend_ntfs_inode_errno());
    why = fill(inode, traits, is_folder);
    if (why) {
        backend_ntfs_inode_abandon(inode);
        return backend_ntfs_volume_fail(b, why);
    }
    *inode_ret = inode;
    return 0;
}

/* ---- Ending ---- */

static void set_traits(ntfs_inode *inode, const struct backend_ntfs_traits *traits)
{
    inode->flags = (FILE_ATTR_FLAGS)cpu_to_le32(traits->attributes);
    if (traits->has_times) {
        inode->creation_time = cpu_to_le64(traits->created);
        inode->last_data_change_time = cpu_to_le64(traits->modified);
        if (!traits->is_changed_now)
            inode->last_mft_change_time = cpu_to_le64(traits->changed);
        inode->last_access_time = cpu_to_le64(traits->accessed);
    }
    /* There is no entry yet that could be old. */
    backend_ntfs_inode_clear(inode, NI_FileNameDirty);
    ntfs_inode_mark_dirty(inode);
}

int backend_ntfs_make_end(struct backend_ntfs *b, int why, ntfs_inode *inode, ntfs_inode *folder,
                          const struct backend_ntfs_name *name,
                          const struct backend_ntfs_traits *traits, struct backend_made *made_ret)
{
    const uint64_t reference = backend_ntfs_inode_reference(inode);

    if (!why) {
        set_traits(inode, traits);
        errno = 0;
        if (ntfs_link(inode, folder, name->units, name->n) != 0)
            why = backend_ntfs_inode_errno();
    }
    if (!why)
        why = backend_ntfs_shelf_add(&b->shelf, inode);
    if (why) {
        backend_ntfs_inode_abandon(inode);
        return backend_ntfs_volume_fail(b, why);
    }
    made_ret->reference = reference;
    return 0;
}
