/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan will cost a volume, before anything is written: clusters that $MFT, attribute lists,
 * folder indexes and copied data grow by. From the sizes of NTFS's structures and the way in which
 * libntfs-3g fills them; tests hold it against $Bitmap before and after.
 *
 *   status = growth_of(&plan, &machine, drive, &growth);
 *
 * Pure, O(names): a million operations take a third of a second. The index needs WANT_CHILDREN and
 * WANT_ROOM; with WANT_SECURITY it is known which files have a descriptor of their own, which must
 * leave a full record before names do. A drive without an index, or that is none of the plan's
 * volumes, costs what its operations alone tell.
 */
#ifndef PLANNER_GROWTH_H
#define PLANNER_GROWTH_H

#include "planner/machine.h"
#include "planner/plan.h"

/* Of one volume; clusters are newly used ones. */
struct growth {
    uint64_t records;           /* of $MFT: folders, copies, extension records */
    uint64_t records_reused;    /* of these, in records that are free already */
    uint64_t mft_clusters;      /* $MFT itself, and its bitmap */
    uint64_t list_clusters;     /* attribute lists that no longer fit their records, and values that
                                   leave records for them */
    uint64_t index_clusters;    /* folders: those made, and those that get names */
    uint64_t data_clusters;     /* contents of copies, streams too */
    uint64_t security_clusters; /* of $Secure: descriptors that operations give */
    uint64_t clusters;          /* all of them */
};

/* The growth of DRIVE. STATUS_NO_MEMORY. */
enum status growth_of(const struct plan *plan, const struct machine *machine, uint32_t drive,
                      struct growth *growth_ret);

#endif
