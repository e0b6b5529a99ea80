/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a plan as a table. The same plan gives the same bytes, for any number of workers. */
#ifndef SRC_PLANFILE_WRITE_H
#define SRC_PLANFILE_WRITE_H

#include "planner/plan.h"
#include "src/out.h"

/* NWORKERS threads; 0: one for each processor. STATUS_NO_MEMORY, STATUS_TOO_LARGE. An error of OUT
 * stays in OUT. */
enum status planfile_write(const struct plan *plan, unsigned nworkers, struct out *out);

#endif
