/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The security descriptors of a volume as a value for the planner.
 *
 *   struct descriptors *list;
 *   status = descriptorlist_load(volume, &list);
 *   ... drive.descriptors = list ...
 *   descriptorlist_free(list);
 */
#ifndef SRC_DESCRIPTORLIST_H
#define SRC_DESCRIPTORLIST_H

#include "mft/volume.h"
#include "planner/descriptors.h"

/* Reads all of $Secure:$SDS; an empty list where there is none. Of several of one id the first
 * counts. STATUS_NO_MEMORY, STATUS_IO, STATUS_DAMAGED. */
enum status descriptorlist_load(const struct volume *volume, struct descriptors **list_ret);

/* NULL is allowed. */
void descriptorlist_free(struct descriptors *list);

#endif
