/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan for the folders in \source of an index, by hand, with all that is expected of its sources:
 * \store and in it the same folders, in each a link for each file; every COPY_EVERY-th file is
 * copied instead (0: none), and a manifest comes last.
 *
 *   struct storeplan maker;
 *   mountplan_make(&maker, index, 10);
 *   folders = mountplan_folders(&maker.plan);          the caller's to free
 *   plan_free(&maker.plan);
 *
 * The index has children and times. Without memory it aborts.
 */
#ifndef TESTS_SUPPORT_MOUNTPLAN_H
#define TESTS_SUPPORT_MOUNTPLAN_H

#include "src/backend.h"
#include "tests/support/storeplan.h"

/* Where the manifest is, below the volume. */
#define MOUNTPLAN_MANIFEST "store/USMT/mftlink-manifest.parquet"

void mountplan_make(struct storeplan *maker, const struct index *index, uint32_t copy_every);

struct backend_folder *mountplan_folders(const struct plan *plan);

#endif
