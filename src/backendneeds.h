/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the operations of a plan need of a back-end: held against what it can do before anything is
 * touched.
 *
 *   unsigned missing = backendneeds_of(&plan, ops, nops, &machine, drive_of) & ~backend->features;
 *   if (missing) backendneeds_put(missing, &text);
 */
#ifndef SRC_BACKENDNEEDS_H
#define SRC_BACKENDNEEDS_H

#include "planner/machine.h"
#include "planner/plan.h"
#include "src/backend.h"
#include "src/textbuf.h"

/* enum backend_feature of all of OPS (N of them) of PLAN. DRIVES: of each volume of the plan its
 * drive of MACHINE. */
unsigned backendneeds_of(const struct plan *plan, const struct plan_op *ops, uint32_t n,
                         const struct machine *machine, const uint32_t *drives);

/* The same of who reads what OPS copy from VOLUME of the plan, an NTFS volume with that INDEX. */
unsigned backendneeds_of_reader(const struct plan *plan, const struct plan_op *ops, uint32_t n,
                                uint32_t volume, const struct index *index);

/* Appends FEATURES in words: "named streams, security descriptors". */
void backendneeds_put(unsigned features, struct textbuf *to);

#endif
