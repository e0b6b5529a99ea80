/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mounting and unmounting: see backend_ntfs.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_volume.h"

#include "src/backend_ntfs.h"
#include "src/backend_ntfs_content.h"
#include "src/backend_ntfs_copy.h"
#include "src/backend_ntfs_file.h"
#include "src/backend_ntfs_folder.h"
#include "src/backend_ntfs_mft.h"
#include "src/overlay_device.h"

#include <errno.h>
#include <stdlib.h>

/* ---- Unmounting ---- */

/* The inodes that the library itself keeps open. */
enum { NKEPT = 5 };

static void list_kept(const ntfs_volume *volume, ntfs_inode *kept[NKEPT])
{
    kept[0] = volume->secure_ni;
    kept[1] = volume->vol_ni;
    kept[2] = volume->lcnbmp_ni;
    kept[3] = volume->mft_ni;
    kept[4] = volume->mftmirr_ni;
}

/* What cannot be written when the library unmounts stays in memory for ever: so it is written
 * before, and where that fails it is as if it had been. */
static int write_kept(const ntfs_volume *volume)
{
    ntfs_inode *kept[NKEPT];
    int why = 0;

    list_kept(volume, kept);
    for (int i = 0; i < NKEPT; i++) {
        errno = 0;
        if (kept[i] && ntfs_inode_sync(kept[i]) != 0 && !why)
            why = backend_ntfs_inode_errno();
    }
    return why;
}

static void forget_kept(const ntfs_volume *volume)
{
    ntfs_inode *kept[NKEPT];

    list_kept(volume, kept);
    for (int i = 0; i < NKEPT; i++)
        backend_ntfs_inode_forget(kept[i]);
}

static int unmount(struct backend_ntfs *b)
{
    ntfs_volume *volume = b->volume;

    b->volume = NULL;
    errno = 0;
    return ntfs_umount(volume, FALSE) == 0 ? 0 : backend_ntfs_inode_errno();
}

static int finish(struct backend *backend)
{
    struct backend_ntfs *b = backend_ntfs_volume_of(backend);
    int why = backend_ntfs_volume_begin(b), failure;

    if (why)
        return why;
    why = backend_ntfs_shelf_end(&b->shelf);
    if (!why)
        why = write_kept(b->volume);
    if (why)
        forget_kept(b->volume);
    failure = unmount(b);
    return why ? why : failure;
}

static void close_backend(struct backend *backend)
{
    struct backend_ntfs *b;

    if (!backend)
        return;
    b = backend_ntfs_volume_of(backend);
    if (b->volume) {
        backend_ntfs_shelf_abandon(&b->shelf);
        forget_kept(b->volume);
        unmount(b);
    }
    free(b->references);
    free(b->way);
    free(b);
}

/* ---- Mounting ---- */

static const struct backend_calls calls = {
    .word = "ntfs",
    .make_folder = backend_ntfs_folder_make,
    .link = backend_ntfs_file_link,
    .open_content = backend_ntfs_content_open,
    .copy = backend_ntfs_copy_content,
    .write = backend_ntfs_copy_bytes,
    .move = backend_ntfs_file_move,
    .unlink = backend_ntfs_file_unlink,
    .delete = backend_ntfs_file_delete,
    .remove_folder = backend_ntfs_folder_remove,
    .secure = backend_ntfs_file_secure,
    .finish = finish,
    .close = close_backend,
};

/*
 * The library finds the indexes of $Extend by a cache of names, without which it forgets to convert
 * those names, or to free them. Its cache of inodes would keep them open behind our back, and frees
 * some that it could not write: that one goes, as long as nothing is in it.
 */
static int add_caches(ntfs_volume *volume)
{
    ntfs_create_lru_caches(volume);
    free(volume->nidata_cache);
    volume->nidata_cache = NULL;
    return volume->lookup_cache ? 0 : ENOMEM;
}

static int mount_volume(struct backend_ntfs *b, struct overlay *overlay)
{
    struct ntfs_device *device = overlay_device_new(overlay);
    int why;

    if (!device)
        return ENOMEM;
    ntfs_log_set_handler(ntfs_log_handler_null);
    errno = 0;
    b->volume = ntfs_device_mount(device, b->is_readonly ? NTFS_MNT_RDONLY : 0);
    if (!b->volume) {
        why = backend_ntfs_inode_errno();
        overlay_device_free(device);
        return why;
    }
    /* Files of any kind are seen; encrypted data are read as they are. */
    NVolSetShowSysFiles(b->volume);
    NVolSetShowHidFiles(b->volume);
    NVolSetCompression(b->volume);
    b->volume->efs_raw = TRUE;
    backend_ntfs_shelf_begin(&b->shelf, b->volume);
    why = add_caches(b->volume);
    return why ? why : backend_ntfs_mft_know(b->volume);
}

static unsigned features_of(const struct backend_ntfs *b)
{
    unsigned features = BACKEND_LINKS | BACKEND_ANY_NAME | BACKEND_STREAMS | BACKEND_SECURITY |
                        BACKEND_ATTRIBUTES | BACKEND_TIMES | BACKEND_REPARSE | BACKEND_SPARSE |
                        BACKEND_RAW | BACKEND_CLOUDS | BACKEND_LONG_STREAMS;

    if (b->volume->cluster_size <= MAX_COMPRESSION_CLUSTER_SIZE)
        features |= BACKEND_COMPRESSED;
    return features;
}

static bool stand_behind_parents(const struct backend_folder *folders, uint32_t nfolders)
{
    for (uint32_t i = 0; i < nfolders; i++)
        if (folders[i].parent != BACKEND_NONE && folders[i].parent >= i)
            return false;
    return true;
}

static int open_backend(struct overlay *overlay, const struct backend_folder *folders,
                        uint32_t nfolders, bool is_readonly, struct backend **backend_ret)
{
    struct backend_ntfs *b;
    int why;

    if (!stand_behind_parents(folders, nfolders))
        return EINVAL;
    b = calloc(1, sizeof(*b));
    if (!b)
        return ENOMEM;
    b->backend.calls = &calls;
    b->folders = folders;
    b->nfolders = nfolders;
    b->overlay = overlay;
    b->is_readonly = is_readonly;
    b->references = calloc(nfolders + (size_t)1, sizeof(*b->references));
    b->way = calloc(nfolders + (size_t)1, sizeof(*b->way));
    why = b->references && b->way ? mount_volume(b, overlay) : ENOMEM;
    if (why) {
        close_backend(&b->backend);
        return why;
    }
    b->backend.features = features_of(b);
    *backend_ret = &b->backend;
    return 0;
}

int backend_ntfs_open(struct overlay *overlay, const struct backend_folder *folders,
                      uint32_t nfolders, struct backend **backend_ret)
{
    return open_backend(overlay, folders, nfolders, false, backend_ret);
}

int backend_ntfs_open_source(struct overlay *overlay, const struct backend_folder *folders,
                             uint32_t nfolders, struct backend **backend_ret)
{
    return open_backend(overlay, folders, nfolders, true, backend_ret);
}
