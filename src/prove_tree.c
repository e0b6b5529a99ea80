/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk goes down as deep as the tree is and keeps the nodes on its way. That each block is met
 * once bounds it, and a limit of its own the depth: with two entries in a node a volume is full
 * before it.
 *
 * Order is that of NTFS: the units of the names by $UpCase, and where these are the same, the units
 * themselves.
 */
#include "src/prove_tree.h"

#include "mft/attribute.h"
#include "mft/fixup.h"
#include "mft/layout_index.h"
#include "mft/stream.h"
#include "mft/text.h"

#include <stdlib.h>

enum { DEPTH_MAX = 24 };

struct name {
    unsigned n;
    uint16_t folded[NAME_UNITS_MAX], exact[NAME_UNITS_MAX];
};

struct prove_tree {
    const struct volume *volume;
    const uint16_t *upcase;
    uint8_t *record;
    uint8_t *nodes[DEPTH_MAX]; /* blocks on the way down; each when first needed */
    struct name names[2];      /* the last one and the one in hand, in turn */
    unsigned turn;
    void (*see)(void *context, const struct prove_tree_entry *entry);
    void *context;

    /* Of the folder in hand. */
    struct arena arena;
    uint64_t number;
    bool has_list;
    struct stream blocks; /* $INDEX_ALLOCATION, where nblocks > 0 */
    struct bytes bitmap;
    uint8_t *is_met; /* a bit for each block */
    uint32_t block_bytes;
    uint64_t nblocks;
    bool has_last; /* names[!turn] is the name before */
};

/* ---- One node ---- */

static enum status walk_block(struct prove_tree *t, uint64_t vcn, unsigned depth);

static int compare_units(const uint16_t *a, unsigned na, const uint16_t *b, unsigned nb)
{
    const unsigned n = na < nb ? na : nb;

    for (unsigned i = 0; i < n; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return (na > nb) - (na < nb);
}

static bool is_behind(const struct name *name, const struct name *last)
{
    const int order = compare_units(name->folded, name->n, last->folded, last->n);

    if (order != 0)
        return order > 0;
    return compare_units(name->exact, name->n, last->exact, last->n) > 0;
}

/* Is the entry's name behind the one before? Then it is the last one now. */
static bool take_name(struct prove_tree *t, const uint8_t *key)
{
    struct name *name = &t->names[t->turn];

    name->n = key[FN_NAME_UNITS];
    for (unsigned i = 0; i < name->n; i++) {
        name->exact[i] = bytes_u16(key + FN_NAME + 2 * (size_t)i);
        name->folded[i] = t->upcase[name->exact[i]];
    }
    if (t->has_last && !is_behind(name, &t->names[!t->turn]))
        return false;
    t->has_last = true;
    t->turn = !t->turn;
    return true;
}

static bool see_entry(struct prove_tree *t, const uint8_t *p, size_t length)
{
    const size_t nkey = bytes_u16(p + ENTRY_KEY_BYTES);
    const struct prove_tree_entry entry = {bytes_u64(p + ENTRY_REFERENCE), {p + ENTRY_KEY, nkey}};

    if (!bytes_fit(ENTRY_KEY, nkey, length) || nkey < FN_NAME ||
        nkey != FN_NAME + 2 * (size_t)entry.key.at[FN_NAME_UNITS] || nkey == FN_NAME ||
        !take_name(t, entry.key.at))
        return false;
    t->see(t->context, &entry);
    return true;
}

/* One entry of LENGTH bytes, what is below it first. */
static enum status walk_entry(struct prove_tree *t, const uint8_t *p, size_t length, unsigned depth)
{
    const unsigned flags = bytes_u16(p + ENTRY_FLAGS);

    if (flags & ENTRY_HAS_CHILD) {
        enum status status;

        if (length < ENTRY_KEY + ENTRY_CHILD_BYTES)
            return STATUS_DAMAGED;
        length -= ENTRY_CHILD_BYTES;
        status = walk_block(t, bytes_u64(p + length), depth + 1);
        if (status != STATUS_OK)
            return status;
    }
    return flags & ENTRY_LAST || see_entry(t, p, length) ? STATUS_OK : STATUS_DAMAGED;
}

/* The node whose header is at HEADER; LIMIT bytes lie from there on. Its entries all have nodes
 * below them, or none has. */
static enum status walk_node(struct prove_tree *t, const uint8_t *header, size_t limit,
                             unsigned depth)
{
    const size_t first = limit < NODE_HEADER_BYTES ? 0 : bytes_u32(header + NODE_ENTRIES_OFF);
    const size_t used = first == 0 ? 0 : bytes_u32(header + NODE_USED);
    enum status status = STATUS_OK;
    unsigned flags = 0;

    if (first < NODE_HEADER_BYTES || first > used || used > limit)
        return STATUS_DAMAGED;
    for (size_t at = first, length; !(flags & ENTRY_LAST); at += length) {
        const unsigned before = flags;

        if (status != STATUS_OK || used - at < ENTRY_KEY)
            return status != STATUS_OK ? status : STATUS_DAMAGED;
        length = bytes_u16(header + at + ENTRY_LENGTH);
        flags = bytes_u16(header + at + ENTRY_FLAGS);
        if (length < ENTRY_KEY || length > used - at || length % 8 != 0 ||
            (at > first && (flags & ENTRY_HAS_CHILD) != (before & ENTRY_HAS_CHILD)) ||
            ((flags & ENTRY_LAST) != 0) != (at + length == used))
            return STATUS_DAMAGED;
        status = walk_entry(t, header + at, length, depth);
    }
    return status;
}

/* ---- Blocks ---- */

/* VCNs count clusters, or 512 bytes where a cluster is larger than a block. */
static bool find_block(const struct prove_tree *t, uint64_t vcn, uint64_t *block_ret)
{
    const uint32_t cluster = t->volume->geometry.cluster_bytes;
    const uint32_t step =
        t->block_bytes >= cluster ? t->block_bytes / cluster : t->block_bytes / FIXUP_STRIDE;

    *block_ret = vcn / step;
    return vcn % step == 0 && *block_ret < t->nblocks;
}

static bool has_bit(const uint8_t *bits, uint64_t i)
{
    return bits[i / 8] >> i % 8 & 1;
}

static enum status read_block(struct prove_tree *t, uint64_t block, uint64_t vcn, unsigned depth)
{
    uint8_t *at = t->nodes[depth];
    size_t got = 0;
    enum status status;

    if (!at)
        at = t->nodes[depth] = malloc(BLOCK_BYTES_MAX);
    if (!at)
        return STATUS_NO_MEMORY;
    status = stream_read(&t->blocks, block * t->block_bytes, at, t->block_bytes, &got);
    if (status != STATUS_OK)
        return status;
    return got == t->block_bytes && memcmp(at, "INDX", 4) == 0 && fixup_undo(at, t->block_bytes) &&
                   bytes_u64(at + BLOCK_VCN) == vcn
               ? STATUS_OK
               : STATUS_DAMAGED;
}

static enum status walk_block(struct prove_tree *t, uint64_t vcn, unsigned depth)
{
    enum status status;
    uint64_t block;

    if (depth >= DEPTH_MAX || !find_block(t, vcn, &block) || has_bit(t->is_met, block))
        return STATUS_DAMAGED;
    t->is_met[block / 8] |= (uint8_t)(1U << block % 8);
    status = read_block(t, block, vcn, depth);
    if (status != STATUS_OK)
        return status;
    return walk_node(t, t->nodes[depth] + BLOCK_NODE, t->block_bytes - BLOCK_NODE, depth);
}

/* Are the blocks in use those that were met? */
static bool is_complete(const struct prove_tree *t)
{
    for (uint64_t i = 0; i < t->nblocks; i++)
        if (has_bit(t->is_met, i) != (i / 8 < t->bitmap.n && has_bit(t->bitmap.at, i)))
            return false;
    for (uint64_t i = t->nblocks; i / 8 < t->bitmap.n; i++)
        if (has_bit(t->bitmap.at, i))
            return false;
    return true;
}

/* ---- One folder ---- */

static enum status open_attribute(struct prove_tree *t, uint32_t type, struct stream *stream_ret)
{
    struct attribute a;
    enum status status;

    if (t->has_list)
        return stream_open(t->volume, t->number, type, "$I30", &t->arena, stream_ret);
    status = attribute_find(t->record, type, "$I30", &a);
    return status == STATUS_OK ? stream_open_attribute(t->volume, &a, &t->arena, stream_ret)
                               : status;
}

static bool is_possible_block_size(uint32_t n)
{
    return n >= BLOCK_BYTES_MIN && n <= BLOCK_BYTES_MAX && (n & (n - 1)) == 0;
}

/* A small folder has no blocks. */
static enum status open_blocks(struct prove_tree *t)
{
    struct stream bitmap;
    enum status status = open_attribute(t, ATTR_INDEX_ALLOCATION, &t->blocks);

    t->nblocks = 0;
    t->bitmap = (struct bytes){0};
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (!is_possible_block_size(t->block_bytes) || t->blocks.flags != 0 ||
        t->blocks.size_bytes > t->volume->source->size_bytes)
        return STATUS_DAMAGED;
    status = open_attribute(t, ATTR_BITMAP, &bitmap);
    if (status == STATUS_OK)
        status = stream_load(&bitmap, t->volume->source->size_bytes, &t->arena, &t->bitmap);
    if (status == STATUS_NOT_FOUND || status == STATUS_TOO_LARGE ||
        (status == STATUS_OK && bitmap.flags != 0))
        return STATUS_DAMAGED;
    if (status != STATUS_OK)
        return status;
    t->nblocks = t->blocks.size_bytes / t->block_bytes;
    t->is_met = arena_alloc(&t->arena, (size_t)(t->nblocks / 8) + 1);
    return t->is_met ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status read_folder(struct prove_tree *t)
{
    struct attribute list;
    enum record_state state;
    enum status status = volume_read_record(t->volume, t->number, t->record, &state);

    if (status != STATUS_OK)
        return status;
    if (state != RECORD_USED)
        return STATUS_DAMAGED;
    t->has_list = attribute_find(t->record, ATTR_LIST, "", &list) == STATUS_OK;
    return STATUS_OK;
}

static enum status walk_folder(struct prove_tree *t)
{
    struct stream stream;
    struct bytes root;
    enum status status = read_folder(t);

    if (status == STATUS_OK)
        status = open_attribute(t, ATTR_INDEX_ROOT, &stream);
    if (status == STATUS_OK)
        status = stream_load(&stream, t->volume->geometry.record_bytes, &t->arena, &root);
    if (status != STATUS_OK)
        return status == STATUS_TOO_LARGE ? STATUS_DAMAGED : status;
    if (root.n < ROOT_NODE || stream.flags & ~(unsigned)ATTR_COMPRESSED ||
        bytes_u32(root.at + ROOT_TYPE) != ATTR_FILE_NAME ||
        bytes_u32(root.at + ROOT_COLLATION) != COLLATION_FILE_NAME)
        return STATUS_DAMAGED;
    t->block_bytes = bytes_u32(root.at + ROOT_BLOCK_BYTES);
    status = open_blocks(t);
    if (status == STATUS_OK)
        status = walk_node(t, root.at + ROOT_NODE, root.n - ROOT_NODE, 0);
    return status == STATUS_OK && !is_complete(t) ? STATUS_DAMAGED : status;
}

enum status prove_tree_walk(struct prove_tree *tree, uint64_t number,
                            void (*see)(void *context, const struct prove_tree_entry *entry),
                            void *context)
{
    enum status status;

    tree->number = number;
    tree->see = see;
    tree->context = context;
    tree->has_last = false;
    status = walk_folder(tree);
    arena_free(&tree->arena);
    return status == STATUS_TRUNCATED ? STATUS_DAMAGED : status;
}

enum status prove_tree_new(const struct volume *volume, const uint16_t *upcase,
                           struct prove_tree **tree_ret)
{
    struct prove_tree *tree = calloc(1, sizeof *tree);

    if (tree)
        tree->record = malloc(volume->geometry.record_bytes);
    if (!tree || !tree->record) {
        free(tree);
        return STATUS_NO_MEMORY;
    }
    tree->volume = volume;
    tree->upcase = upcase;
    *tree_ret = tree;
    return STATUS_OK;
}

void prove_tree_free(struct prove_tree *tree)
{
    if (!tree)
        return;
    for (unsigned i = 0; i < DEPTH_MAX; i++)
        free(tree->nodes[i]);
    free(tree->record);
    free(tree);
}
