/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May this volume be written at all? Asked before anything is, of the volume as it is now.
 *
 *   if (!mayapply_volume(&target, &may)) ...          it has said what was found and what to do
 *   if (!mayapply_open(&target, &fd)) ...             the same; FD is open for writing and locked
 *
 * Every refusal is one sentence with its way out. What a plan needs of it (serial number, drift,
 * space) is asked elsewhere: this is about the volume alone.
 */
#ifndef SRC_MAYAPPLY_H
#define SRC_MAYAPPLY_H

#include "src/target.h"

/*
 * For a volume that is not mounted: not an inventory or a bare $MFT; a device or file that is not
 * mounted, also not through a loop device or as part of a mounted disk; version 3.1; not dirty, not
 * hibernated (fast start-up is), $LogFile clean or empty; no open redo log, be it of PLAN, the
 * plan's own file or NULL, or of another one. A log of PLAN that was only begun does not matter.
 */
bool mayapply_volume(const struct target *target, const char *plan);

/* Of that, whether nobody else uses it; for a volume that may be written half (target_find). */
bool mayapply_unused(const struct target *target);

/* Opens the target's file or device for writing, locked against others (O_EXCL of a device, a lock
 * of a file). False after it has said why not. The caller closes *FD_RET. */
bool mayapply_open(const struct target *target, int *fd_ret);

#endif
