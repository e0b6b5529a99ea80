/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faults of a plan as lines, for tests that say what they must be. */
#ifndef TESTS_SUPPORT_FAULTLIST_H
#define TESTS_SUPPORT_FAULTLIST_H

#include "planner/check.h"

/* A line for each fault: "5 drift size", "volume no-volume"; valid until the next call. Without
 * memory it aborts. */
const char *faultlist_of(const struct plan *plan, const struct machine *machine);

/* The same of a plan that was begun. */
const char *faultlist_of_begun(const struct plan *plan, const bool *is_begun,
                               const struct machine *machine);

#endif
