/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of several records on a forged volume: attribute lists and extension records.
 *
 *   struct forge_parts parts = {0};
 *   forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(31, 1), 0);
 *   uint8_t *base = forge_parts_base(v, 30, links, &parts);  ... forge_volume_end(v, 30);
 *   uint8_t *more = forge_parts_extension(v, 31, reference_of(30, 1)); ... forge_volume_end(v, 31);
 */
#ifndef TESTS_SUPPORT_FORGE_PARTS_H
#define TESTS_SUPPORT_FORGE_PARTS_H

#include "tests/support/forge_volume.h"

struct forge_parts {
    uint8_t list[LIST_BYTES_MAX];
    size_t n;
};

/* Adds an entry to the list. */
void forge_parts_list(struct forge_parts *parts, uint32_t type, const char *name, uint64_t vcn,
                      uint64_t reference, uint16_t id);

/* Begins record NUMBER as a base record with $STANDARD_INFORMATION and the list, resident. */
uint8_t *forge_parts_base(struct forge_volume *v, uint64_t number, uint16_t links,
                          const struct forge_parts *parts);

/* The same with the list in clusters of its own. */
uint8_t *forge_parts_base_nonresident(struct forge_volume *v, uint64_t number, uint16_t links,
                                      const struct forge_parts *parts);

/* Begins record NUMBER as an extension of BASE. */
uint8_t *forge_parts_extension(struct forge_volume *v, uint64_t number, uint64_t base);

/* A part of $MFT and the record that describes it; the first is described by record 0 itself. */
struct forge_mft_part {
    uint64_t nclusters;
    uint64_t holder;
};

/*
 * Cuts $MFT, which lies in one run and fills these parts, into extents with an attribute list; all
 * parts but the first are moved to other clusters. Records that were moved cannot be changed
 * afterwards. ORDER says in which order the list names the parts (NULL: as they come).
 */
void forge_parts_spread_mft(struct forge_volume *v, const struct forge_mft_part *parts, size_t n,
                            const size_t *order);

/* Moves each cluster of $MFT, which lies in one run, to a run of its own, from the last to the
 * first with a gap between them. The last change that can be made to V. */
void forge_parts_scatter_mft(struct forge_volume *v);

#endif
