/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index is a B-tree whose inner nodes carry entries too: the root in $INDEX_ROOT, each further
 * node in a block of $INDEX_ALLOCATION that $BITMAP marks as used. Going through the blocks in
 * their order needs no stack and cannot loop.
 */
#include "mft/directory.h"

#include <stdlib.h>

#include "mft/fixup.h"
#include "mft/layout_index.h"
#include "mft/stream.h"

struct directory {
    const struct volume *volume;
    struct arena arena;
    struct stream blocks; /* $INDEX_ALLOCATION, where nblocks > 0 */
    struct bytes bitmap;
    uint32_t block_bytes;
    uint64_t nblocks, next_block;
    uint8_t *block;    /* the block in hand */
    struct bytes node; /* entries not yet given, in the root's value or the block */
};

/* The entries of the node whose header is at HEADER; LIMIT bytes lie from there on. */
static bool take_node(struct directory *d, const uint8_t *header, size_t limit)
{
    if (limit < NODE_HEADER_BYTES)
        return false;

    uint32_t first = bytes_u32(header + NODE_ENTRIES_OFF);
    uint32_t used = bytes_u32(header + NODE_USED);
    if (first < NODE_HEADER_BYTES || first > used || used > limit)
        return false;
    d->node = (struct bytes){header + first, used - first};
    return true;
}

static enum status open_root(struct directory *d, uint64_t number)
{
    struct stream stream;
    struct bytes root;
    enum status status =
        stream_open(d->volume, number, ATTR_INDEX_ROOT, "$I30", &d->arena, &stream);

    if (status == STATUS_OK)
        status = stream_load(&stream, d->volume->geometry.record_bytes, &d->arena, &root);
    if (status == STATUS_TOO_LARGE)
        return STATUS_DAMAGED;
    if (status != STATUS_OK)
        return status;
    if (root.n < ROOT_NODE || bytes_u32(root.at + ROOT_TYPE) != ATTR_FILE_NAME ||
        !take_node(d, root.at + ROOT_NODE, root.n - ROOT_NODE))
        return STATUS_DAMAGED;
    d->block_bytes = bytes_u32(root.at + ROOT_BLOCK_BYTES);
    return STATUS_OK;
}

static bool is_possible_block_size(uint32_t n)
{
    return n >= BLOCK_BYTES_MIN && n <= BLOCK_BYTES_MAX && (n & (n - 1)) == 0;
}

/* A small directory has no blocks at all. */
static enum status open_blocks(struct directory *d, uint64_t number)
{
    struct stream bitmap;
    enum status status =
        stream_open(d->volume, number, ATTR_INDEX_ALLOCATION, "$I30", &d->arena, &d->blocks);

    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (!is_possible_block_size(d->block_bytes) ||
        d->blocks.size_bytes > d->volume->source->size_bytes)
        return STATUS_DAMAGED;

    status = stream_open(d->volume, number, ATTR_BITMAP, "$I30", &d->arena, &bitmap);
    if (status == STATUS_OK)
        status = stream_load(&bitmap, SIZE_MAX, &d->arena, &d->bitmap);
    if (status == STATUS_NOT_FOUND || status == STATUS_TOO_LARGE)
        return STATUS_DAMAGED;
    if (status != STATUS_OK)
        return status;
    d->nblocks = d->blocks.size_bytes / d->block_bytes;
    d->block = arena_alloc(&d->arena, d->block_bytes);
    return d->block ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status directory_open(const struct volume *volume, uint64_t number,
                           struct directory **directory_ret)
{
    struct directory *d = calloc(1, sizeof *d);

    if (!d)
        return STATUS_NO_MEMORY;
    d->volume = volume;

    enum status status = open_root(d, number);
    if (status == STATUS_OK)
        status = open_blocks(d, number);
    if (status == STATUS_OK)
        *directory_ret = d;
    else
        directory_close(d);
    return status;
}

static bool is_block_used(const struct directory *d, uint64_t i)
{
    return i / 8 < d->bitmap.n && (d->bitmap.at[i / 8] >> i % 8 & 1);
}

/* A block carries its own VCN, in clusters, or in 512 bytes where a cluster is larger than it. */
static uint64_t vcn_of_block(const struct directory *d, uint64_t i)
{
    uint32_t cluster = d->volume->geometry.cluster_bytes;

    return i *
           (d->block_bytes >= cluster ? d->block_bytes / cluster : d->block_bytes / FIXUP_STRIDE);
}

/* Reads block I and takes its entries. */
static enum status read_block(struct directory *d, uint64_t i)
{
    size_t got = 0;
    enum status status =
        stream_read(&d->blocks, i * d->block_bytes, d->block, d->block_bytes, &got);

    if (status != STATUS_OK)
        return status;
    if (got < d->block_bytes || memcmp(d->block, "INDX", 4) != 0 ||
        !fixup_undo(d->block, d->block_bytes) ||
        bytes_u64(d->block + BLOCK_VCN) != vcn_of_block(d, i) ||
        !take_node(d, d->block + BLOCK_NODE, d->block_bytes - BLOCK_NODE))
        return STATUS_DAMAGED;
    return STATUS_OK;
}

/* Takes the entry whose key is the $FILE_NAME value KEY. */
static bool take_entry(const uint8_t *entry, struct bytes key, struct directory_entry *entry_ret)
{
    if (key.n < FN_NAME)
        return false;

    size_t nunits = key.at[FN_NAME_UNITS];
    if (nunits == 0 || 2 * nunits > key.n - FN_NAME)
        return false;
    entry_ret->reference = bytes_u64(entry + ENTRY_REFERENCE);
    entry_ret->parent = bytes_u64(key.at + FN_PARENT);
    entry_ret->name_space = key.at[FN_NAMESPACE];
    entry_ret->name_bytes = text_from_utf16(key.at + FN_NAME, nunits, entry_ret->name);
    entry_ret->name[entry_ret->name_bytes] = '\0';
    return true;
}

/* The next entry of the node in hand; STATUS_NOT_FOUND at its end. */
static enum status next_in_node(struct directory *d, struct directory_entry *entry_ret)
{
    const uint8_t *p = d->node.at;
    size_t room = d->node.n;

    d->node.n = 0;
    if (room < ENTRY_KEY)
        return room == 0 ? STATUS_NOT_FOUND : STATUS_DAMAGED;

    size_t length = bytes_u16(p + ENTRY_LENGTH), key_bytes = bytes_u16(p + ENTRY_KEY_BYTES);
    if (bytes_u16(p + ENTRY_FLAGS) & ENTRY_LAST)
        return STATUS_NOT_FOUND;
    if (length > room || !bytes_fit(ENTRY_KEY, key_bytes, length) ||
        !take_entry(p, (struct bytes){p + ENTRY_KEY, key_bytes}, entry_ret))
        return STATUS_DAMAGED;
    d->node = (struct bytes){p + length, room - length};
    return STATUS_OK;
}

enum status directory_next(struct directory *directory, struct directory_entry *entry_ret)
{
    for (;;) {
        enum status status = next_in_node(directory, entry_ret);

        if (status != STATUS_NOT_FOUND)
            return status;
        while (directory->next_block < directory->nblocks &&
               !is_block_used(directory, directory->next_block))
            directory->next_block++;
        if (directory->next_block == directory->nblocks)
            return STATUS_NOT_FOUND;
        status = read_block(directory, directory->next_block++);
        if (status != STATUS_OK)
            return status;
    }
}

void directory_close(struct directory *directory)
{
    if (!directory)
        return;
    arena_free(&directory->arena);
    free(directory);
}
