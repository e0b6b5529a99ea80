/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records to facts, each record alone. The hot path of the scan: no allocation, no growth, and no
 * reading but for the tag of the rare reparse point that lies in clusters.
 */
#ifndef MFT_PARSE_H
#define MFT_PARSE_H

#include "mft/facts.h"
#include "mft/volume.h"

struct parse_chunk {
    const struct volume *volume;
    uint64_t first; /* number of the first record */
    uint32_t n;
    uint8_t *records; /* n records as volume_read_records gave them; fixed up in place */
    const struct volume_gaps *gaps;
};

/*
 * Appends the facts of CHUNK to FACTS, which has room for them (facts_reserve). Files and findings
 * come in the order of the records. STATUS_NO_MEMORY.
 */
enum status parse_chunk(const struct parse_chunk *chunk, struct facts *facts);

#endif
