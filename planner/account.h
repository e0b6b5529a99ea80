/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The volume's own account: what its clusters are used for, held against what $Bitmap marks.
 * docs/REPORT.md, "The volume's account".
 *
 *   account_of(&space, cluster_bytes, used_bytes, &account);
 *
 * Pure. All in bytes.
 */
#ifndef PLANNER_ACCOUNT_H
#define PLANNER_ACCOUNT_H

#include "planner/space.h"

struct account {
    uint64_t lines[USAGE_KINDS]; /* by enum usage_kind; below $Extend all is METADATA */
    uint64_t claimed;            /* their sum */
    uint64_t marked;             /* by $Bitmap */
    uint64_t orphans;            /* of data and streams: what no folder leads to */
    uint64_t unclaimed;          /* marked, but of no file */
    uint64_t unmarked;           /* of files, but not marked */
    uint64_t headers_less;       /* what headers say less than the runs of data and streams */
    uint64_t headers_more;       /* what they say more */
};

/* The index of SPACE knows its usage; CLUSTER_BYTES are those of a cluster, MARKED what $Bitmap
 * marks. */
void account_of(const struct space *space, uint64_t cluster_bytes, uint64_t marked,
                struct account *account_ret);

#endif
