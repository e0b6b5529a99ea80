/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $Secure:$SDS, the list of all security descriptors of a volume. docs/ON-DISK.md, "Security".
 *
 *   status = sds_walk(volume, context, visit);
 */
#ifndef MFT_SDS_H
#define MFT_SDS_H

#include "mft/volume.h"

/* Gives each descriptor with its id to VISIT, in order, from the mirror blocks where the first copy
 * is damaged; borrowed for the call. What VISIT says other than STATUS_OK ends it and is handed on.
 * STATUS_NOT_FOUND where there is no $SDS, STATUS_DAMAGED where it cannot be one. */
enum status sds_walk(const struct volume *volume, void *context,
                     enum status (*visit)(void *context, uint32_t id, struct bytes descriptor));

#endif
