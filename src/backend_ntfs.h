/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume that is not mounted, written by libntfs-3g through an overlay: backend.h has the calls.
 *
 *   why = backend_ntfs_open(overlay, folders, nfolders, &backend);
 *   ... make_folder, link, copy, ...
 *   why = backend->calls->finish(backend);      unmounts
 *   if (!why && overlay_failure(overlay) == STATUS_OK) ... the overlay holds all of it ...
 *   backend->calls->close(backend);
 *
 * What a call says of a write that the overlay refused need not be ENOSPC: the library hands some
 * on as EBUSY or EIO. So a batch is good only where finish succeeded and overlay_failure says that
 * nothing was refused; else the overlay is to be forgotten as a whole.
 *
 * EINVAL: a name that no file can have, or a folder that is none of the plan's. ENOENT, ENOTDIR,
 * ELOOP (a junction or link) of folders on the way. EPERM: metadata of NTFS, what is below $Extend.
 *
 * The volume's whole state is the back-end's: one back-end for an overlay at a time, and nothing
 * else writes to it. Contents are closed before the back-end that they come from. The library's
 * messages are silenced for the whole process.
 */
#ifndef SRC_BACKEND_NTFS_H
#define SRC_BACKEND_NTFS_H

#include "src/backend.h"

struct overlay;

/* Mounts the volume. EINVAL: a folder stands before its parent. What the library says of a volume
 * that it does not mount: EPERM (hibernated), EOPNOTSUPP ($LogFile), EIO, ... */
int backend_ntfs_open(struct overlay *overlay, const struct backend_folder *folders,
                      uint32_t nfolders, struct backend **backend_ret);

/* The same for reading sources: open_content, and close. Other calls say EROFS. */
int backend_ntfs_open_source(struct overlay *overlay, const struct backend_folder *folders,
                             uint32_t nfolders, struct backend **backend_ret);

#endif
