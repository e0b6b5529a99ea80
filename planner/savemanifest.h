/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The last operation on each volume that gets any: its manifest.
 *
 *   status = savemanifest_write(&saving, &draft);          when all other operations are there
 */
#ifndef PLANNER_SAVEMANIFEST_H
#define PLANNER_SAVEMANIFEST_H

#include "planner/draft.h"
#include "planner/saving.h"

/* STATUS_NO_MEMORY. */
enum status savemanifest_write(const struct saving *saving, struct draft *draft);

#endif
