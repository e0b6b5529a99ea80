/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of growth.c share: the plan's operations on one volume, sorted by the folder that
 * a name comes into and by the file that gets it. Each part adds its share to GROWTH.
 */
#ifndef PLANNER_GROWTH_JOB_H
#define PLANNER_GROWTH_JOB_H

#include "planner/growth.h"
#include "planner/recordfill.h"

/* Operations by what they share: those of K are list[first[k]] to list[first[k + 1] - 1], in the
 * plan's order. */
struct growth_groups {
    uint32_t *first, *list;
    uint32_t n;
};

struct growth_job {
    const struct plan *plan;
    const struct machine *machine;
    uint32_t drive, volume;    /* of the machine, of the plan */
    const struct index *index; /* of the drive; NULL: nothing is known of it */
    uint32_t record_bytes, cluster_bytes, index_bytes;
    uint8_t *units; /* of each operation's name */
    struct arena arena;
    struct growth growth; /* but for its sums */
};

/* UTF-16 units of a name; 255 where it has more than NTFS allows. */
static inline uint32_t growth_job_units(struct str name)
{
    uint32_t n = 0;

    for (size_t i = 0; i < name.n; i++) {
        uint8_t byte = (uint8_t)name.at[i];

        n += (byte & 0xC0) != 0x80;
        n += byte >= 0xF0;
    }
    return n < NAME_UNITS_MAX ? n : NAME_UNITS_MAX;
}

static inline uint64_t growth_job_clusters(const struct growth_job *job, uint64_t bytes)
{
    return bytes / job->cluster_bytes + (bytes % job->cluster_bytes != 0);
}

#endif
