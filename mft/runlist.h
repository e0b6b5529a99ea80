/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs: which clusters of the volume (LCN) hold which clusters of an attribute (VCN).
 * docs/ON-DISK.md, "Run lists".
 *
 * A run list is built by appending the mapping pairs of one attribute extent after the other, in
 * VCN order. It lives in its arena.
 */
#ifndef MFT_RUNLIST_H
#define MFT_RUNLIST_H

#include "mft/arena.h"
#include "mft/bytes.h"
#include "mft/status.h"

#define RUN_HOLE UINT64_MAX /* the LCN of a run without clusters */

struct run {
    uint64_t vcn;       /* first cluster within the attribute */
    uint64_t lcn;       /* first cluster on the volume, or RUN_HOLE */
    uint64_t nclusters; /* > 0 */
};

struct runlist {
    struct run *runs; /* ascending and without gaps from VCN 0 */
    size_t n, capacity;
};

/* The first VCN behind the runs. */
uint64_t runlist_end(const struct runlist *list);

/*
 * Decodes one mapping pair at *AT (advanced behind it). *LCN holds the previous run's LCN, 0 before
 * the first, and is updated unless the run is a hole. STATUS_NOT_FOUND at the end mark,
 * STATUS_DAMAGED for a pair that cannot be.
 */
enum status runlist_next(struct bytes pairs, size_t *at, uint64_t *lcn, struct run *run_ret);

/*
 * Appends the runs of the mapping pairs PAIRS, which begin at the list's present end. Every run
 * must lie inside NCLUSTERS_VOLUME. STATUS_DAMAGED leaves the runs before the bad one in the list.
 */
enum status runlist_append(struct runlist *list, struct arena *arena, struct bytes pairs,
                           uint64_t nclusters_volume);

/* The run that holds VCN; NULL behind the end. */
const struct run *runlist_find(const struct runlist *list, uint64_t vcn);

/* Clusters that the mapping pairs PAIRS really occupy; pairs from the first bad one on are left
 * out. */
uint64_t runlist_allocated(struct bytes pairs);

#endif
