/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The price of a plan, volume by volume: what it links, copies and grows, what space is left, and
 * what a store of copies would have cost instead.
 *
 *   status = estimate_plan(&plan, &machine, &estimate);
 *   for (uint32_t i = 0; i < estimate.n; i++) ... estimate.volumes[i] ...
 *   estimate_free(&estimate);
 *
 * Pure. The indexes need what growth.h says.
 */
#ifndef PLANNER_ESTIMATE_H
#define PLANNER_ESTIMATE_H

#include "planner/growth.h"

/* The free space that a migration needs beside its store: 250 MB, taken as 250 * 2^20 bytes, the
 * larger of what the unit can mean; on the volume of the master store. */
#define ESTIMATE_RESERVE_BYTES (UINT64_C(250) << 20)

/* Links and copies are told of the volume that they come from. Bytes are those of the unnamed and
 * of all named streams. */
struct estimate_volume {
    uint64_t folders;                           /* made on this volume */
    uint64_t links, linked_files, linked_bytes; /* a file with several links counts once */
    uint64_t copies, copied_bytes;
    uint64_t copy_store_bytes; /* what copying all of it would take: whole clusters of the master
                                  volume for each stream, once for each name */
    struct growth growth;
    uint64_t free_bytes, free_bytes_after; /* 0 where the free space is not known */
    bool has_space;                        /* it is known */
    bool is_enough; /* it is known that the growth fits and leaves 64 clusters, on the master volume
                       the reserve too; or nothing is done on the volume */
};

struct estimate {
    struct estimate_volume *volumes; /* as the plan's */
    uint32_t n;
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status estimate_plan(const struct plan *plan, const struct machine *machine,
                          struct estimate *estimate_ret);

void estimate_free(struct estimate *estimate);

#endif
