/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of a plan on one of its volumes, carried out: in proved batches where it is not
 * mounted, in groups where it is. */
#ifndef SRC_APPLYVOLUME_H
#define SRC_APPLYVOLUME_H

#include "src/applybar.h"
#include "src/applyjob.h"
#include "src/transact.h"

/* Adds to TOTALS. False after it has said what failed and what state the volume is in. */
bool applyvolume_run(struct applyjob *job, uint32_t volume, struct applybar *bar,
                     struct transact_totals *totals);

#endif
