/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which drives of the command line are the volumes of a plan. */
#ifndef SRC_PLANVOLUMES_H
#define SRC_PLANVOLUMES_H

#include "src/drives.h"

/* The drive that VOLUME of the plan must be on, by its letter; MACHINE_NONE. */
uint32_t planvolumes_drive(const struct drives *drives, const struct plan_volume *volume);

/* Is every volume of PLAN given, under its letter? False after it has said which one is not. NAME
 * is the plan's. */
bool planvolumes_are_given(const struct plan *plan, const struct drives *drives, const char *name);

#endif
