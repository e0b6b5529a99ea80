/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a folder there twice among those of a plan that was read? */
#ifndef SRC_PLANFILE_TWICE_H
#define SRC_PLANFILE_TWICE_H

#include "planner/plan.h"

/* STATUS_DAMAGED where two folders of PLAN have one path on one volume; parents stand before what
 * is in them. STATUS_NO_MEMORY. */
enum status planfile_twice(const struct plan *plan);

#endif
