/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts to index: the files of several records are put together, every name is held against its
 * parent, and what is wrong becomes findings.
 */
#ifndef MFT_JOIN_H
#define MFT_JOIN_H

#include "mft/facts.h"
#include "mft/volume.h"

/*
 * Makes the index of FACTS, whose memory it takes over (on failure, frees). VOLUME is read only for
 * the attribute lists of files whose names disagree with their header. STATUS_NO_MEMORY,
 * STATUS_TOO_LARGE.
 */
enum status join(const struct volume *volume, struct facts *facts, struct index **index_ret);

/* What an earlier join found, beside its rows. */
struct join_kept {
    uint64_t nrecords; /* of the volume; more than the largest record in the rows */
    struct index_counts counts;
    const struct finding *findings; /* borrowed */
    uint32_t nfindings;
};

/*
 * Makes the index of rows that were read from an inventory: FACTS holds all of them and nothing
 * held. Parents are traced again, so that no row can mislead a walk; the findings are those KEPT.
 * Otherwise as join.
 */
enum status join_kept(const struct join_kept *kept, struct facts *facts, struct index **index_ret);

#endif
