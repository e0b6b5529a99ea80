/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $MFT's own $STANDARD_INFORMATION, which the library never reads, since it opens $MFT before it
 * can open anything: when it writes that record it puts zeros in place of times and security.
 *
 *   why = backend_ntfs_mft_know(volume);            once, when the volume is mounted
 */
#ifndef SRC_BACKEND_NTFS_MFT_H
#define SRC_BACKEND_NTFS_MFT_H

#include "src/overlay_ntfs3g.h"

/* 0, or an errno: ENOMEM; EIO: $MFT has none, or one that is too short. */
int backend_ntfs_mft_know(ntfs_volume *volume);

#endif
