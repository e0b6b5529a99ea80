/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which descriptors become others, for who writes the plan: see comeback.h. */
#ifndef PLANNER_RESTORE_SECURE_H
#define PLANNER_RESTORE_SECURE_H

#include "planner/comeback.h"

/* What the descriptor of FILE, on DRIVE, becomes; HAD and GIVEN are 0 where it stays.
 * STATUS_NO_MEMORY. */
enum status restore_secure_of(struct comeback *r, uint32_t drive, uint32_t file,
                              struct comeback_descriptor *becomes_ret);

/* Writes the descriptors to PLAN, in whose arena they are then. STATUS_NO_MEMORY. */
enum status restore_secure_list(const struct comeback *r, struct plan *plan);

#endif
