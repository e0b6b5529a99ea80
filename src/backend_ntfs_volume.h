/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the ntfs back-end share: the volume that is mounted, and how a call begins.
 *
 *   struct backend_ntfs *b = backend_ntfs_volume_of(backend);
 *   int why = backend_ntfs_volume_begin(b);             refused: read-only, finished, or failed
 *   ...
 *   return changed ? 0 : backend_ntfs_volume_fail(b, errno);
 *
 * A call looks at everything before it changes anything, so that what it refuses (EEXIST, ESTALE,
 * EMLINK, ENOTEMPTY, EINVAL, ...) has changed nothing. Where a change fails, the call says so by
 * backend_ntfs_volume_fail: from then on nothing more is written.
 */
#ifndef SRC_BACKEND_NTFS_VOLUME_H
#define SRC_BACKEND_NTFS_VOLUME_H

#include "src/backend_ntfs_shelf.h"

#include "src/backend.h"

struct overlay;

struct backend_ntfs {
    struct backend backend;
    struct overlay *overlay;
    ntfs_volume *volume; /* NULL: no longer mounted */
    const struct backend_folder *folders;
    uint64_t *references; /* of the folders that were found; 0: not yet */
    uint32_t *way;        /* room for the folders that lead to one */
    uint32_t nfolders;
    bool is_readonly, has_failed;
    struct backend_ntfs_shelf shelf;
};

static inline struct backend_ntfs *backend_ntfs_volume_of(struct backend *backend)
{
    return (struct backend_ntfs *)(void *)backend;
}

/* Closes inodes that are in the way. EROFS; EIO: an earlier call failed, or finish was called;
 * ENOSPC: see below. */
int backend_ntfs_volume_begin(struct backend_ntfs *b);

/*
 * Is there room in the overlay for BYTES of data, for what one call writes besides, and for the
 * inodes that are open? ENOSPC. So that the library does not see a write fail: there it loses
 * memory, and says other things than ENOSPC, or nothing.
 */
int backend_ntfs_volume_require(struct backend_ntfs *b, uint64_t bytes);

/* A change has failed: WHY, which is returned. Nothing is written from now on. */
int backend_ntfs_volume_fail(struct backend_ntfs *b, int why);

/* Is the record of REFERENCE one of NTFS's own? */
static inline bool backend_ntfs_volume_owns(uint64_t reference)
{
    return MREF(reference) < 24; /* those from 16 on are for extensions of $MFT */
}

#endif
