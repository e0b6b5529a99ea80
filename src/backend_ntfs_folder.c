/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of a plan on the volume: see backend_ntfs_folder.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_folder.h"

#include "src/backend_ntfs_file.h"
#include "src/backend_ntfs_make.h"

#include <errno.h>

/* ---- Finding ---- */

/* May names be made in it? */
static int check_folder(const ntfs_inode *inode)
{
    if (inode->mft_no != FILE_root && backend_ntfs_volume_owns(inode->mft_no))
        return EPERM;
    if (!backend_ntfs_inode_is_folder(inode))
        return ENOTDIR;
    return (inode->flags & FILE_ATTR_REPARSE_POINT) != 0 ? ELOOP : 0;
}

static int get_folder(struct backend_ntfs *b, uint64_t reference, ntfs_inode **folder_ret)
{
    ntfs_inode *inode;
    int why = backend_ntfs_shelf_get(&b->shelf, reference, &inode);

    if (!why)
        why = check_folder(inode);
    if (!why)
        *folder_ret = inode;
    return why;
}

/* Finds folder ID in its parent, of reference PARENT. */
static int find_child(struct backend_ntfs *b, uint32_t id, uint64_t parent, uint64_t *reference_ret)
{
    struct backend_ntfs_name name;
    ntfs_inode *folder;
    int why = backend_ntfs_shelf_trim(&b->shelf);

    if (why)
        return backend_ntfs_volume_fail(b, why);
    why = backend_ntfs_text_name(b->folders[id].name, &name);
    if (!why)
        why = get_folder(b, parent, &folder);
    return why ? why : backend_ntfs_name_find(folder, &name, reference_ret);
}

/* A folder without a parent and without a name is the root itself. */
static bool is_root(const struct backend_ntfs *b, uint32_t id)
{
    return id == BACKEND_NONE ||
           (b->folders[id].parent == BACKEND_NONE && b->folders[id].name.n == 0);
}

/* Sets the references of ID and of the folders that lead to it. */
static int find_folder(struct backend_ntfs *b, uint32_t id, uint64_t *reference_ret)
{
    uint64_t reference;
    uint32_t n = 0;
    int why = 0;

    for (; !is_root(b, id) && b->references[id] == 0; id = b->folders[id].parent)
        b->way[n++] = id;
    reference = is_root(b, id) ? MK_MREF(FILE_root, FILE_root) : b->references[id];
    if (id != BACKEND_NONE)
        b->references[id] = reference;
    while (!why && n > 0) {
        why = find_child(b, b->way[--n], reference, &reference);
        if (!why)
            b->references[b->way[n]] = reference;
    }
    if (!why)
        *reference_ret = reference;
    return why;
}

/* Another folder may have come by the name of one that was taken away: it is found anew. */
static int forget_stale(struct backend_ntfs *b, uint32_t id)
{
    bool had_any = false;

    for (; id != BACKEND_NONE; id = b->folders[id].parent) {
        had_any |= b->references[id] != 0;
        b->references[id] = 0;
    }
    return had_any ? 0 : ESTALE;
}

int backend_ntfs_folder_open(struct backend_ntfs *b, uint32_t id, ntfs_inode **folder_ret)
{
    uint64_t reference;
    int why;

    if (id != BACKEND_NONE && id >= b->nfolders)
        return EINVAL;
    why = find_folder(b, id, &reference);
    if (!why)
        why = get_folder(b, reference, folder_ret);
    if (why != ESTALE || forget_stale(b, id) != 0)
        return why;
    why = find_folder(b, id, &reference);
    return why ? why : get_folder(b, reference, folder_ret);
}

/* ---- Making ---- */

/* What only the library may say of a folder. */
static const uint32_t not_taken = 0x00000200 | /* sparse */
                                  0x00000400 | /* reparse point */
                                  0x00000800 | /* compressed */
                                  0x00004000;  /* encrypted */

/* The source's attributes and times, and its security or that of LIKE. */
static int take_source(struct backend_ntfs *b, const struct backend_item *item, ntfs_inode *like,
                       struct backend_ntfs_traits *traits_ret)
{
    ntfs_inode *source;
    int why = backend_ntfs_file_source(b, item, &source);

    if (!why && !backend_ntfs_inode_is_folder(source))
        why = ENOTDIR;
    if (!why)
        why = backend_ntfs_make_inherit(like ? like : source, traits_ret);
    if (why)
        return why;
    traits_ret->attributes = le32_to_cpu((le32)source->flags);
    traits_ret->has_times = true;
    traits_ret->created = le64_to_cpu(source->creation_time);
    traits_ret->modified = le64_to_cpu(source->last_data_change_time);
    traits_ret->changed = le64_to_cpu(source->last_mft_change_time);
    traits_ret->accessed = le64_to_cpu(source->last_access_time);
    return 0;
}

/* A descriptor that $Secure has no more leaves the parent's in its place. */
static void take_item(struct backend_ntfs *b, const struct backend_item *item,
                      struct backend_ntfs_traits *traits)
{
    traits->attributes = item->attributes;
    traits->is_changed_now = true;
    traits->has_times = item->created != 0 && item->modified != 0;
    traits->created = item->created;
    traits->modified = traits->accessed = item->modified;
    if (item->security_id != 0 && backend_ntfs_make_has_security(b, item->security_id)) {
        backend_ntfs_make_release(traits);
        traits->security_id = item->security_id;
    }
}

static int take_traits(struct backend_ntfs *b, const struct backend_item *item, ntfs_inode *parent,
                       struct backend_ntfs_traits *traits_ret)
{
    int why;

    if (item->reference != 0) {
        why = take_source(b, item, item->is_like_parent ? parent : NULL, traits_ret);
    } else {
        why = backend_ntfs_make_inherit(parent, traits_ret);
        if (!why)
            take_item(b, item, traits_ret);
    }
    if (!why)
        traits_ret->attributes &= ~not_taken;
    return why;
}

int backend_ntfs_folder_make(struct backend *backend, const struct backend_item *item,
                             struct backend_made *made_ret)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct backend_ntfs_traits traits = {0};
    struct backend_ntfs_name name;
    ntfs_inode *parent, *inode = NULL;
    int why = backend_ntfs_volume_begin(b);

    if (!why)
        why = backend_ntfs_text_name(item->name, &name);
    if (!why)
        why = backend_ntfs_folder_open(b, item->folder, &parent);
    if (!why)
        why = backend_ntfs_name_absent(parent, &name);
    if (!why)
        why = take_traits(b, item, parent, &traits);
    if (!why) {
        backend_ntfs_make_expect(&traits, item->given);
        why = backend_ntfs_make_begin(b, &traits, true, &inode);
    }
    if (!why)
        why = backend_ntfs_make_end(b, backend_ntfs_make_secure(inode, item->given), inode, parent,
                                    &name, &traits, made_ret);
    backend_ntfs_make_release(&traits);
    return why;
}

/* ---- Taking away ---- */

static int stop_at_entry(void *context, const ntfschar *name, const int n, const int type,
                         const s64 position, const MFT_REF reference, const unsigned kind)
{
    const bool is_dot = n == 1 && name[0] == const_cpu_to_le16('.');
    const bool are_dots =
        n == 2 && name[0] == const_cpu_to_le16('.') && name[1] == const_cpu_to_le16('.');

    (void)type;
    (void)position;
    (void)reference;
    (void)kind;
    if (is_dot || are_dots)
        return 0;
    *(bool *)context = true;
    return -1;
}

/* Windows leaves blocks without entries in an index: its size says nothing. */
static int check_empty(ntfs_inode *folder)
{
    bool has_entry = false;
    s64 position = 0;

    errno = 0;
    if (ntfs_readdir(folder, &position, &has_entry, stop_at_entry) == 0)
        return 0;
    return has_entry ? ENOTEMPTY : backend_ntfs_inode_errno();
}

int backend_ntfs_folder_remove(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct backend_ntfs_name name;
    ntfs_inode *parent = NULL, *inode = NULL;
    int why = backend_ntfs_volume_begin(b);

    if (!why)
        why = backend_ntfs_text_name(item->name, &name);
    if (!why)
        why = backend_ntfs_folder_open(b, item->folder, &parent);
    if (!why)
        why = backend_ntfs_file_source(b, item, &inode);
    if (!why && !backend_ntfs_inode_is_folder(inode))
        why = ENOTDIR;
    if (!why)
        why = check_empty(inode);
    return why ? why : backend_ntfs_file_destroy(b, inode, parent, &name);
}
