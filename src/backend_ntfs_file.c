/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names given to files and taken away: see backend_ntfs_file.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_file.h"

#include "src/backend_ntfs_folder.h"
#include "src/backend_ntfs_make.h"
#include "src/backend_ntfs_manynames.h"

#include <errno.h>
#include <stdlib.h>

/* ---- Sources ---- */

/* One rule a line. A folder has no size: the library keeps that of its index in its place. And its
 * time of the last change is that of any name in it. */
static bool is_as_expected(const ntfs_inode *inode, const struct backend_item *item)
{
    const uint16_t links = le16_to_cpu(inode->mrec->link_count);
    const bool is_folder = backend_ntfs_inode_is_folder(inode);

    if (item->is_just_made)
        return true;
    return (is_folder || (uint64_t)inode->data_size == item->size) &&
           le64_to_cpu(inode->creation_time) == item->created &&
           (is_folder || le64_to_cpu(inode->last_data_change_time) == item->modified) &&
           le32_to_cpu((le32)inode->flags) == item->attributes &&
           (item->links == 0 || links == item->links);
}

enum { SEEN = -1 };

static int look_at_parent(void *context, uint64_t parent)
{
    (void)context;
    return MREF(parent) == FILE_Extend ? EPERM : SEEN;
}

/* Indexes of NTFS's own, and what lies in $Extend: its first name tells. */
static int refuse_own(ntfs_inode *inode)
{
    int why;

    if (inode->mrec->flags & (MFT_RECORD_IS_4 | MFT_RECORD_IS_VIEW_INDEX))
        return EPERM;
    why = backend_ntfs_name_parents(inode, look_at_parent, NULL);
    return why == SEEN ? 0 : why;
}

int backend_ntfs_file_source(struct backend_ntfs *b, const struct backend_item *item,
                             ntfs_inode **inode_ret)
{
    const bool is_root = MREF(item->reference) == FILE_root;
    ntfs_inode *inode;
    int why;

    if (backend_ntfs_volume_owns(item->reference) && !is_root)
        return EPERM;
    why = backend_ntfs_shelf_get(&b->shelf, item->reference, &inode);
    if (!why && !item->is_just_made && !is_as_expected(inode, item))
        why = ESTALE;
    if (!why && !is_root)
        why = refuse_own(inode);
    if (!why)
        *inode_ret = inode;
    return why;
}

/* The same of a source that is no folder. */
static int open_file(struct backend_ntfs *b, const struct backend_item *item,
                     ntfs_inode **inode_ret)
{
    ntfs_inode *inode;
    int why = backend_ntfs_file_source(b, item, &inode);

    if (!why && backend_ntfs_inode_is_folder(inode))
        why = EISDIR;
    if (!why)
        *inode_ret = inode;
    return why;
}

/* The name that ITEM is about, its folder, and its file. */
static int open_named(struct backend_ntfs *b, const struct backend_item *item,
                      struct backend_ntfs_name *name_ret, ntfs_inode **folder_ret,
                      ntfs_inode **inode_ret)
{
    int why = backend_ntfs_volume_begin(b);

    if (!why)
        why = backend_ntfs_text_name(item->name, name_ret);
    if (!why)
        why = backend_ntfs_folder_open(b, item->folder, folder_ret);
    return why ? why : open_file(b, item, inode_ret);
}

/* ---- Giving names ---- */

/* A name that is there already was found before anything was changed. */
static int give_name(struct backend_ntfs *b, ntfs_inode *inode, ntfs_inode *folder,
                     const struct backend_ntfs_name *name)
{
    int why;

    errno = 0;
    if (backend_ntfs_manynames_link(inode, folder, name->units, name->n) == 0)
        return 0;
    why = backend_ntfs_inode_errno();
    return why == EEXIST ? why : backend_ntfs_volume_fail(b, why);
}

static bool has_all_names(const ntfs_inode *inode)
{
    return le16_to_cpu(inode->mrec->link_count) >= BACKEND_NTFS_FILE_NAMES_MAX;
}

int backend_ntfs_file_link(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct backend_ntfs_name name;
    ntfs_inode *folder, *inode;
    int why = open_named(b, item, &name, &folder, &inode);

    if (!why && has_all_names(inode))
        why = EMLINK;
    return why ? why : give_name(b, inode, folder, &name);
}

/* ---- Moving ---- */

struct move {
    ntfs_inode *inode, *folder, *from;
    struct backend_ntfs_name name, from_name, alias;
};

/* The folder that was opened first may have been closed when the other was looked for. */
static int open_both(struct backend_ntfs *b, const struct backend_item *item, struct move *move)
{
    uint64_t from = 0;
    int why = backend_ntfs_folder_open(b, item->from_folder, &move->from);

    if (!why) {
        from = backend_ntfs_inode_reference(move->from);
        why = backend_ntfs_folder_open(b, item->folder, &move->folder);
    }
    return why ? why : backend_ntfs_shelf_get(&b->shelf, from, &move->from);
}

/* Is FOLDER of the plan what is moved, or inside it? */
static bool is_inside(const struct backend_ntfs *b, uint32_t folder, uint64_t reference)
{
    for (; folder != BACKEND_NONE; folder = b->folders[folder].parent)
        if (b->references[folder] == reference)
            return true;
    return false;
}

static int begin_move(struct backend_ntfs *b, const struct backend_item *item, struct move *move)
{
    int why = backend_ntfs_volume_begin(b);

    if (!why)
        why = backend_ntfs_text_name(item->name, &move->name);
    if (!why)
        why = backend_ntfs_text_name(item->from_name, &move->from_name);
    if (!why)
        why = open_both(b, item, move);
    if (!why)
        why = backend_ntfs_file_source(b, item, &move->inode);
    if (!why)
        why = backend_ntfs_name_check(move->inode, move->from, &move->from_name);
    if (!why)
        why = backend_ntfs_name_alias(move->inode, move->from, &move->from_name, &move->alias);
    if (!why && is_inside(b, item->folder, item->reference))
        why = EINVAL;
    return why ? why : backend_ntfs_name_absent(move->folder, &move->name);
}

/* Whoever looks for it by its DOS name finds it in its new place. */
int backend_ntfs_file_move(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct move move;
    int why = begin_move(b, item, &move);

    if (!why)
        why = give_name(b, move.inode, move.folder, &move.name);
    if (why)
        return why;
    why = backend_ntfs_name_remove(move.inode, move.from, &move.from_name);
    if (!why && move.alias.n > 0)
        why = backend_ntfs_name_give_alias(move.inode, move.folder, &move.name, &move.alias);
    return why ? backend_ntfs_volume_fail(b, why) : 0;
}

/* ---- Taking names away ---- */

/* A header that counts other than there are names belongs to a file that is damaged. */
static int count_names(ntfs_inode *inode, uint32_t *nfiles_ret)
{
    struct backend_ntfs_count count;
    int why = backend_ntfs_name_count(inode, &count);

    if (why)
        return why;
    *nfiles_ret = count.files;
    return count.all == le16_to_cpu(inode->mrec->link_count) ? 0 : ESTALE;
}

int backend_ntfs_file_unlink(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct backend_ntfs_name name;
    ntfs_inode *folder, *inode;
    uint32_t nfiles;
    int why = open_named(b, item, &name, &folder, &inode);

    if (!why)
        why = count_names(inode, &nfiles);
    if (!why && nfiles < 2)
        why = EMLINK;
    if (why)
        return why;
    why = backend_ntfs_name_remove(inode, folder, &name);
    return why && why != ESTALE ? backend_ntfs_volume_fail(b, why) : why;
}

/* ---- Taking files away ---- */

static int free_clusters(ntfs_inode *inode, const ATTR_RECORD *attribute)
{
    runlist_element *runs;
    int why = 0;

    if (!attribute->non_resident)
        return 0;
    errno = 0;
    runs = ntfs_mapping_pairs_decompress(inode->vol, attribute, NULL);
    if (!runs || ntfs_cluster_free_from_rl(inode->vol, runs) != 0)
        why = backend_ntfs_inode_errno();
    free(runs);
    return why;
}

/* Of all attributes; their records are open then. */
static int free_all_clusters(ntfs_inode *inode)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(inode, NULL);
    int why = 0;

    if (!ctx)
        return backend_ntfs_inode_errno();
    while (!why && ntfs_attrs_walk(ctx) == 0)
        why = free_clusters(inode, ctx->attr);
    if (!why && errno != ENOENT)
        why = backend_ntfs_inode_errno();
    ntfs_attr_put_search_ctx(ctx);
    return why;
}

/* The base record goes last, and INODE with it. */
static int free_records(ntfs_inode *inode)
{
    ntfs_volume *volume = inode->vol;

    errno = 0;
    if (ntfs_inode_attach_all_extents(inode) != 0)
        return backend_ntfs_inode_errno();
    while (inode->nr_extents > 0)
        if (ntfs_mft_record_free(volume, inode->extent_nis[inode->nr_extents - 1]) != 0)
            return backend_ntfs_inode_errno();
    inode->mrec->link_count = 0;
    return ntfs_mft_record_free(volume, inode) == 0 ? 0 : backend_ntfs_inode_errno();
}

/* The indexes of reparse points and object ids. */
static int leave_extend(ntfs_inode *inode)
{
    errno = 0;
    if (ntfs_delete_reparse_index(inode) != 0 || ntfs_delete_object_id_index(inode) != 0)
        return backend_ntfs_inode_errno();
    return 0;
}

static int destroy(ntfs_inode *inode, ntfs_inode *folder, const struct backend_ntfs_name *name)
{
    int why = backend_ntfs_name_unindex(inode, folder, name);

    if (!why)
        why = leave_extend(inode);
    if (!why)
        why = free_all_clusters(inode);
    return why ? why : free_records(inode);
}

int backend_ntfs_file_destroy(struct backend_ntfs *b, ntfs_inode *inode, ntfs_inode *folder,
                              const struct backend_ntfs_name *name)
{
    uint32_t nfiles;
    int why = count_names(inode, &nfiles);

    if (!why && nfiles != 1)
        why = ESTALE;
    if (!why)
        why = backend_ntfs_name_check(inode, folder, name);
    if (!why)
        why = backend_ntfs_shelf_take(&b->shelf, inode);
    if (why)
        return why;
    why = destroy(inode, folder, name);
    if (!why)
        return 0;
    backend_ntfs_inode_abandon(inode);
    return backend_ntfs_volume_fail(b, why);
}

int backend_ntfs_file_delete(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    struct backend_ntfs_name name;
    ntfs_inode *folder, *inode;
    int why = open_named(b, item, &name, &folder, &inode);

    return why ? why : backend_ntfs_file_destroy(b, inode, folder, &name);
}

/* ---- Descriptors ---- */

/* Is the descriptor of INODE that of WANTED? */
static int check_secured(ntfs_inode *inode, struct bytes wanted)
{
    struct SECURITY_CONTEXT context = {.vol = inode->vol};
    const int n = ntfs_get_ntfs_acl(&context, inode, NULL, 0);
    char *has;
    int why = 0;

    if (n < 0 || (size_t)n != wanted.n || n == 0)
        return n < 0 ? -n : ESTALE;
    has = malloc((size_t)n);
    if (!has)
        return ENOMEM;
    if (ntfs_get_ntfs_acl(&context, inode, has, (size_t)n) != n)
        why = EIO;
    else if (memcmp(has, wanted.at, wanted.n) != 0)
        why = ESTALE;
    free(has);
    return why;
}

int backend_ntfs_file_secure(struct backend *backend, const struct backend_item *item)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    ntfs_inode *inode = NULL;
    int why = backend_ntfs_volume_begin(b);

    if (!why)
        why = open_file(b, item, &inode);
    if (!why)
        why = check_secured(inode, item->had);
    if (why)
        return why;
    why = item->given.n > 0 ? backend_ntfs_make_secure(inode, item->given) : EINVAL;
    return why ? backend_ntfs_volume_fail(b, why) : 0;
}
