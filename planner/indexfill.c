/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The B-tree of a folder's index, without the names: see indexfill.h. An entry looks for its leaf;
 * where that is full, the leaf is split, and everything begins anew, as libntfs-3g does it.
 */
#include "planner/indexfill.h"

#include "mft/index.h"

#include <string.h>

enum {
    ENTRY_HEADER = 16, /* of an entry; the last one has nothing else */
    CHILD_BYTES = 8,   /* what an entry with a node below it is longer */
    ENTRY_BYTES_MIN = 88,
    NODE_HEADER = 16,         /* of a node in root and block */
    BLOCK_HEADER = 24,        /* before it */
    ROOT_HEADER = 16,         /* before the node in the root */
    INDEX_BYTES_USUAL = 4096, /* smaller ones than half of this are not used by anybody */
    INDEX_BYTES_MAX = 65536,
    NODES_FIRST = 64,
    ALLOCATION_BYTES = RECORDFILL_AWAY + RECORDFILL_I30_NAME,
    BITMAP_HEADER = RECORDFILL_HEADER + RECORDFILL_I30_NAME,
    BITMAP_STEP = 8,
    BLOCKS_PER_STEP = 8 * BITMAP_STEP,
};

/* Where a descent came through. */
struct way {
    uint32_t node[INDEXFILL_DEPTH_MAX], at[INDEXFILL_DEPTH_MAX];
    uint32_t depth; /* of the node that it ended in; the root's is 0 */
};

uint32_t indexfill_entry_bytes(uint32_t units)
{
    return (ENTRY_HEADER + FN_NAME + 2 * units + 7) & ~UINT32_C(7);
}

static struct indexfill_entry *entries_of(const struct indexfill *fill, uint32_t node)
{
    return fill->entries + (size_t)node * fill->width;
}

static uint32_t *children_of(const struct indexfill *fill, uint32_t node)
{
    return fill->children + (size_t)node * (fill->width + (size_t)1);
}

/* ---- Nodes ---- */

static bool reserve(struct indexfill *fill)
{
    uint32_t capacity = fill->capacity ? 2 * fill->capacity : NODES_FIRST;
    size_t width = fill->width;
    struct arena *arena = fill->record.arena;
    struct indexfill_node *nodes;
    struct indexfill_entry *entries;
    uint32_t *children;

    if (fill->nnodes < fill->capacity)
        return true;
    if (fill->capacity > UINT32_MAX / 4)
        return false;
    nodes = arena_grow(arena, fill->nodes, capacity * sizeof *nodes);
    fill->nodes = nodes ? nodes : fill->nodes;
    entries = arena_grow(arena, fill->entries, capacity * width * sizeof *entries);
    fill->entries = entries ? entries : fill->entries;
    children = arena_grow(arena, fill->children, capacity * (width + 1) * sizeof *children);
    fill->children = children ? children : fill->children;
    if (!nodes || !entries || !children)
        return false;
    fill->capacity = capacity;
    return true;
}

/* A new node, or 0 without memory. */
static uint32_t make_node(struct indexfill *fill, bool is_leaf)
{
    if (!reserve(fill)) {
        fill->is_short = true;
        return 0;
    }
    fill->nodes[fill->nnodes] = (struct indexfill_node){.is_leaf = is_leaf};
    return fill->nnodes++;
}

void indexfill_begin(struct indexfill *fill, uint32_t units)
{
    struct recordfill *record = &fill->record;
    uint32_t root = RECORDFILL_HEADER + RECORDFILL_I30_NAME + ROOT_HEADER + NODE_HEADER;

    if (fill->index_bytes < INDEX_BYTES_USUAL / 2 || fill->index_bytes > INDEX_BYTES_MAX)
        fill->index_bytes = INDEX_BYTES_USUAL;
    fill->width = (fill->index_bytes > RECORD_BYTES_MAX ? fill->index_bytes : RECORD_BYTES_MAX) /
                  ENTRY_BYTES_MIN;
    fill->nnodes = fill->nblocks = fill->bitmap_bytes = 0;
    fill->bitmap_clusters = 0;
    fill->is_bitmap_away = false;
    make_node(fill, true);

    recordfill_begin(record, recordfill_capacity(record->record_bytes));
    recordfill_add(record, RECORDFILL_STANDARD, RECORDFILL_UNNAMED);
    recordfill_add_root(record, root + ENTRY_HEADER);
    recordfill_add_name(record, recordfill_name_bytes(units));
}

/* ---- The record of the folder ---- */

/* Bytes of the index root with BYTES of entries. */
static uint32_t root_bytes(uint32_t bytes, bool is_leaf)
{
    return RECORDFILL_HEADER + RECORDFILL_I30_NAME + ROOT_HEADER + NODE_HEADER + bytes +
           ENTRY_HEADER + (is_leaf ? 0 : CHILD_BYTES);
}

/* A bit for one more block: in the record, or in a cluster when that is full. */
static void grow_bitmap(struct indexfill *fill)
{
    uint64_t cluster_bytes = fill->record.cluster_bytes;

    if (fill->nblocks < fill->bitmap_bytes * (uint64_t)8)
        return;
    fill->bitmap_bytes += BITMAP_STEP;
    if (!fill->is_bitmap_away && fill->record.room >= BITMAP_STEP)
        fill->record.room -= BITMAP_STEP;
    else
        fill->is_bitmap_away = true;
    if (fill->is_bitmap_away)
        fill->bitmap_clusters = (fill->bitmap_bytes + cluster_bytes - 1) / cluster_bytes;
}

/* A block, or 0 without memory. */
static uint32_t make_block(struct indexfill *fill, bool is_leaf)
{
    uint32_t block = make_node(fill, is_leaf);

    if (block == 0)
        return 0;
    grow_bitmap(fill);
    fill->nblocks++;
    return block;
}

/* All entries of the root move to a block of their own, the only one below it. */
static bool push_root_down(struct indexfill *fill)
{
    struct indexfill_node *root = &fill->nodes[0];
    uint32_t block;

    if (fill->bitmap_bytes == 0) {
        recordfill_add(&fill->record, BITMAP_HEADER + BITMAP_STEP, RECORDFILL_I30_ENTRY);
        recordfill_add(&fill->record, ALLOCATION_BYTES, RECORDFILL_I30_ENTRY);
        fill->bitmap_bytes = BITMAP_STEP;
    }
    block = make_block(fill, root->is_leaf);
    if (block == 0)
        return false;
    root = &fill->nodes[0];
    fill->nodes[block] = *root;
    memcpy(entries_of(fill, block), entries_of(fill, 0), root->n * sizeof *fill->entries);
    if (!root->is_leaf)
        memcpy(children_of(fill, block), children_of(fill, 0),
               (root->n + (size_t)1) * sizeof *fill->children);
    *root = (struct indexfill_node){.is_leaf = false};
    children_of(fill, 0)[0] = block;
    recordfill_resize_root(&fill->record, root_bytes(0, false));
    return true;
}

/* ---- Putting an entry in ---- */

/* The place of RANK among the entries of NODE. */
static uint32_t place_of(const struct indexfill *fill, uint32_t node, uint32_t rank)
{
    const struct indexfill_entry *entries = entries_of(fill, node);
    uint32_t low = 0, high = fill->nodes[node].n;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (entries[middle].rank < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void descend(const struct indexfill *fill, uint32_t rank, struct way *way)
{
    uint32_t node = 0;

    for (way->depth = 0;; way->depth++) {
        way->node[way->depth] = node;
        way->at[way->depth] = place_of(fill, node, rank);
        if (fill->nodes[node].is_leaf || way->depth + 1 == INDEXFILL_DEPTH_MAX)
            return;
        node = children_of(fill, node)[way->at[way->depth]];
    }
}

/* Puts ENTRY into NODE at AT; RIGHT: the node that comes behind it, in one that is no leaf. */
static void put(struct indexfill *fill, uint32_t node, uint32_t at, struct indexfill_entry entry,
                uint32_t right)
{
    struct indexfill_entry *entries = entries_of(fill, node);
    uint32_t *children = children_of(fill, node), n = fill->nodes[node].n;

    if (n == fill->width)
        return;
    memmove(entries + at + 1, entries + at, (n - at) * sizeof *entries);
    entries[at] = entry;
    fill->nodes[node].bytes += entry.bytes;
    fill->nodes[node].n++;
    if (fill->nodes[node].is_leaf)
        return;
    fill->nodes[node].bytes += CHILD_BYTES;
    memmove(children + at + 2, children + at + 1, (n - at) * sizeof *children);
    children[at + 1] = right;
}

/* Has BLOCK room for BYTES more? */
static bool has_room(const struct indexfill *fill, uint32_t block, uint32_t bytes)
{
    const struct indexfill_node *node = &fill->nodes[block];
    uint32_t usa_bytes = 2 * (fill->index_bytes / FIXUP_STRIDE + 1);
    uint32_t header = (NODE_HEADER + usa_bytes + 7) & ~UINT32_C(7);
    uint32_t end = ENTRY_HEADER + (node->is_leaf ? 0 : CHILD_BYTES);

    return header + node->bytes + end + bytes <= fill->index_bytes - BLOCK_HEADER;
}

/* What stands behind the entry at MIDDLE of BLOCK goes to a new block, which is returned. */
static uint32_t cut(struct indexfill *fill, uint32_t block, uint32_t middle)
{
    uint32_t right = make_block(fill, fill->nodes[block].is_leaf);
    struct indexfill_node *from = &fill->nodes[block], *to = &fill->nodes[right];
    struct indexfill_entry *entries = entries_of(fill, block);
    uint32_t each = from->is_leaf ? 0 : CHILD_BYTES;

    if (right == 0)
        return 0;
    to->n = from->n - middle - 1;
    memcpy(entries_of(fill, right), entries + middle + 1, to->n * sizeof *entries);
    if (!from->is_leaf)
        memcpy(children_of(fill, right), children_of(fill, block) + middle + 1,
               (to->n + (size_t)1) * sizeof *fill->children);
    for (uint32_t i = 0; i < to->n; i++)
        to->bytes += entries[middle + 1 + i].bytes + each;
    from->bytes -= to->bytes + entries[middle].bytes + each;
    from->n = middle;
    return right;
}

/*
 * Splits the block at DEPTH of WAY: the entry in its middle, by number, goes up. Where that has no
 * room, what is above is split or pushed down, and this block stays as it is. False without memory.
 */
static bool split(struct indexfill *fill, const struct way *way, uint32_t depth)
{
    for (;; depth--) {
        uint32_t block = way->node[depth], up = way->node[depth - 1], right;
        const struct indexfill_node *root = &fill->nodes[0], *node = &fill->nodes[block];
        uint32_t middle = node->n / 2, each = node->is_leaf ? 0 : CHILD_BYTES;
        struct indexfill_entry entry = entries_of(fill, block)[middle];

        if (up == 0) {
            if (!recordfill_resize_root(&fill->record,
                                        root_bytes(root->bytes + entry.bytes + CHILD_BYTES, false)))
                return push_root_down(fill);
        } else if (!has_room(fill, up, entry.bytes + each + CHILD_BYTES)) {
            continue;
        }
        right = cut(fill, block, middle);
        if (right == 0)
            return false;
        put(fill, up, way->at[depth - 1], entry, right);
        return true;
    }
}

/* One step towards ENTRY being there; *IS_DONE_RET: it is. False without memory. */
static bool advance(struct indexfill *fill, struct indexfill_entry entry, bool *is_done_ret)
{
    const struct indexfill_node *root = &fill->nodes[0];
    struct way way;
    uint32_t leaf;

    descend(fill, entry.rank, &way);
    leaf = way.node[way.depth];
    *is_done_ret = leaf == 0 ? recordfill_resize_root(&fill->record,
                                                      root_bytes(root->bytes + entry.bytes, true))
                             : has_room(fill, leaf, entry.bytes);
    if (!*is_done_ret)
        return leaf == 0 ? push_root_down(fill) : split(fill, &way, way.depth);
    put(fill, leaf, way.at[way.depth], entry, 0);
    return true;
}

void indexfill_add(struct indexfill *fill, uint32_t rank, uint32_t units)
{
    const struct indexfill_entry entry = {rank, indexfill_entry_bytes(units)};
    bool is_done = fill->is_short || fill->nnodes == 0;

    while (!is_done)
        if (!advance(fill, entry, &is_done)) {
            fill->is_short = true;
            return;
        }
}

uint64_t indexfill_clusters(const struct indexfill *fill)
{
    uint64_t cluster_bytes = fill->record.cluster_bytes;
    uint64_t bytes = (uint64_t)fill->nblocks * fill->index_bytes;

    return (bytes + cluster_bytes - 1) / cluster_bytes + fill->bitmap_clusters +
           fill->record.clusters;
}
