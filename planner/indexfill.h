/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder's index as names are put into it one after the other, with libntfs-3g's rule for full
 * blocks: docs/ON-DISK.md, "How libntfs-3g fills indexes".
 *
 *   struct indexfill fill = {.record = {.record_bytes = 1024, ...}, .index_bytes = 4096};
 *   indexfill_begin(&fill, units of the folder's own name);
 *   for (i = 0; i < n; i++) indexfill_add(&fill, ranks[i], units[i]);    in the order of time
 *   ... fill.nblocks, fill.record.records, indexfill_clusters(&fill), fill.is_short ...
 *
 * Ranks are those of indexorder.h: only which of two names comes first counts. Pure; the memory is
 * the arena's, and is used for all folders one after the other. O(n log n) for n names.
 */
#ifndef PLANNER_INDEXFILL_H
#define PLANNER_INDEXFILL_H

#include "planner/recordfill.h"

enum { INDEXFILL_DEPTH_MAX = 40 };

/* An entry: the name's rank, and its bytes in a leaf. */
struct indexfill_entry {
    uint32_t rank;
    uint32_t bytes;
};

/* Root (node 0) or block: entries, and the nodes between them. */
struct indexfill_node {
    uint32_t n;
    uint32_t bytes; /* of all entries, as they are there */
    bool is_leaf;
};

struct indexfill {
    struct recordfill record;
    uint32_t index_bytes;
    uint32_t width; /* entries that a node has room for */
    struct indexfill_node *nodes;
    struct indexfill_entry *entries; /* WIDTH for each node */
    uint32_t *children;              /* WIDTH + 1 for each node */
    uint32_t nnodes, capacity;
    uint32_t nblocks; /* index blocks: nodes but the root */
    uint64_t bitmap_clusters;
    uint32_t bitmap_bytes; /* of $BITMAP's value; 0: there is none */
    bool is_bitmap_away;
    bool is_short; /* without memory: what is counted is too little */
};

/* Bytes of an entry in an index of names, for a name of UNITS. */
uint32_t indexfill_entry_bytes(uint32_t units);

/* A folder as libntfs-3g makes it, whose own name has UNITS. */
void indexfill_begin(struct indexfill *fill, uint32_t units);

/* A name of UNITS comes in; no two have the same RANK. */
void indexfill_add(struct indexfill *fill, uint32_t rank, uint32_t units);

/* Clusters of the index blocks, and of what else has left the folder's records. */
uint64_t indexfill_clusters(const struct indexfill *fill);

#endif
