/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $SDS comes in pairs of 256 KiB: a block of entries, then its copy. An entry is a 20-byte header
 * (hash, id, its offset in $SDS, its length) and a self-relative security descriptor; entries begin
 * at multiples of 16 and never cross a block. Offset and hash prove an entry, so that a good one is
 * found again behind a damaged one.
 */
#include "mft/sds.h"

#include "mft/stream.h"

enum {
    SDS_BLOCK_BYTES = 0x40000,
    SDS_PAIR_BYTES = 2 * SDS_BLOCK_BYTES, /* a block and its mirror */
    SDS_ALIGN = 16,

    SDS_HASH = 0x00,
    SDS_ID = 0x04,
    SDS_OFFSET = 0x08,
    SDS_LENGTH = 0x10,
    SDS_HEADER_BYTES = 0x14,
};

struct walk {
    void *context;
    enum status (*visit)(void *context, uint32_t id, struct bytes descriptor);
};

static uint32_t hash_of(struct bytes descriptor)
{
    uint32_t hash = 0;

    for (size_t i = 0; i + 4 <= descriptor.n; i += 4)
        hash = (hash << 3 | hash >> 29) + bytes_u32(descriptor.at + i);
    return hash;
}

/* The descriptor of the entry at AT, which is to lie at OFFSET of $SDS; n == 0 where there is none.
 * ROOM bytes are there. */
static struct bytes descriptor_at(const uint8_t *at, size_t room, uint64_t offset)
{
    struct bytes none = {at, 0};

    if (room < SDS_HEADER_BYTES || bytes_u64(at + SDS_OFFSET) != offset)
        return none;

    uint32_t length = bytes_u32(at + SDS_LENGTH);
    if (length <= SDS_HEADER_BYTES || length > room)
        return none;

    struct bytes descriptor = {at + SDS_HEADER_BYTES, length - SDS_HEADER_BYTES};
    return hash_of(descriptor) == bytes_u32(at + SDS_HASH) ? descriptor : none;
}

/* Takes the entries of the block at BASE of $SDS; COPY is its mirror. */
static enum status take_block(const struct walk *walk, struct bytes block, struct bytes copy,
                              uint64_t base)
{
    for (size_t at = 0; at < block.n || at < copy.n;) {
        const uint8_t *entry = at < block.n ? block.at + at : NULL;
        struct bytes descriptor = {0};

        if (entry)
            descriptor = descriptor_at(entry, block.n - at, base + at);
        if (descriptor.n == 0 && at < copy.n) {
            entry = copy.at + at;
            descriptor = descriptor_at(entry, copy.n - at, base + at);
        }
        if (descriptor.n == 0) {
            at += SDS_ALIGN;
            continue;
        }

        enum status status = walk->visit(walk->context, bytes_u32(entry + SDS_ID), descriptor);
        if (status != STATUS_OK)
            return status;
        at += (SDS_HEADER_BYTES + descriptor.n + SDS_ALIGN - 1) / SDS_ALIGN * SDS_ALIGN;
    }
    return STATUS_OK;
}

/* One block, as much of it as there is; nothing where it cannot be read. */
static struct bytes read_block(const struct stream *sds, uint64_t offset, uint8_t *buffer)
{
    size_t got = 0;

    if (stream_read(sds, offset, buffer, SDS_BLOCK_BYTES, &got) != STATUS_OK)
        got = 0;
    return (struct bytes){buffer, got};
}

static enum status take_blocks(const struct walk *walk, const struct stream *sds, uint8_t *buffers)
{
    enum status status = STATUS_OK;

    for (uint64_t base = 0; base < sds->size_bytes && status == STATUS_OK; base += SDS_PAIR_BYTES)
        status =
            take_block(walk, read_block(sds, base, buffers),
                       read_block(sds, base + SDS_BLOCK_BYTES, buffers + SDS_BLOCK_BYTES), base);
    return status;
}

enum status sds_walk(const struct volume *volume, void *context,
                     enum status (*visit)(void *context, uint32_t id, struct bytes descriptor))
{
    const struct walk walk = {context, visit};
    struct arena scratch = {0};
    struct stream sds;
    uint8_t *buffers = arena_alloc(&scratch, SDS_PAIR_BYTES);
    enum status status = buffers ? STATUS_OK : STATUS_NO_MEMORY;

    if (status == STATUS_OK)
        status = stream_open(volume, RECORD_SECURE, ATTR_DATA, "$SDS", &scratch, &sds);
    /* A hole of one pair of blocks can be; more would be read for ever and costs no clusters. */
    if (status == STATUS_OK &&
        sds.size_bytes > volume->source->size_bytes + 2 * (uint64_t)SDS_BLOCK_BYTES)
        status = STATUS_DAMAGED;
    if (status == STATUS_OK)
        status = take_blocks(&walk, &sds, buffers);
    arena_free(&scratch);
    return status;
}
