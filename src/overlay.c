/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks over a source: see overlay.h.
 *
 * A tree leads from block numbers to blocks: each node takes 6 bits of the number, the first of
 * them the highest, and there are as many levels as the source needs. No layout of a volume makes
 * it slow, whole stretches without a block are passed in one step, and blocks come out in order.
 *
 * A write makes sure of all that could fail (limit, memory, the rests of blocks) before it copies.
 */
#include "src/overlay.h"

#include "mft/arena.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BLOCK = OVERLAY_BLOCK_BYTES,
    DIGIT_BITS = 6,
    NODE_CHILDREN = 1 << DIGIT_BITS,
    SLAB_BLOCKS = (1 << 20) / BLOCK,
};

struct node {
    void *child[NODE_CHILDREN]; /* nodes; in those of the last level, blocks */
};

/* Memory that no number has. */
struct spare {
    struct spare *next;
};

struct slab {
    struct slab *next;
    uint8_t bytes[SLAB_BLOCKS * BLOCK];
};

struct overlay {
    struct source base;
    uint64_t end; /* number behind the last block of the base */
    uint64_t limit_blocks, nblocks;
    unsigned top_shift; /* of the first node's digit */
    void *top;          /* the first node */
    struct arena nodes;
    struct slab *slabs;
    struct spare *spares;
    uint64_t nspares;
    enum status failure;
};

/* ---- From numbers to blocks ---- */

static unsigned digit(uint64_t block, unsigned shift)
{
    return (unsigned)(block >> shift) % NODE_CHILDREN;
}

/* The first block of the numbers *BLOCK_REF to LAST below NODE, whose number it becomes. NULL for
 * none: then it is behind LAST, or the first number behind the node. */
static uint8_t *seek_below(const struct node *node, unsigned shift, uint64_t *block_ref,
                           uint64_t last)
{
    for (unsigned i = digit(*block_ref, shift); i < NODE_CHILDREN && *block_ref <= last; i++) {
        void *child = node->child[i];

        if (!child) {
            *block_ref = ((*block_ref >> shift) + 1) << shift;
            continue;
        }
        if (shift > 0)
            child = seek_below(child, shift - DIGIT_BITS, block_ref, last);
        if (child)
            return child;
    }
    return NULL;
}

/* The same below the first node. */
static uint8_t *seek(const struct overlay *overlay, uint64_t *block_ref, uint64_t last)
{
    return !overlay->top || *block_ref >= overlay->end
               ? NULL
               : seek_below(overlay->top, overlay->top_shift, block_ref, last);
}

/* Where the block with this number belongs; NULL without memory for the way to it. */
static void **find_place(struct overlay *overlay, uint64_t block)
{
    void **place = &overlay->top;

    for (unsigned shift = overlay->top_shift + DIGIT_BITS; shift > 0;) {
        struct node *node;

        if (!*place)
            *place = arena_alloc(&overlay->nodes, sizeof(struct node));
        if (!*place)
            return NULL;
        node = *place;
        shift -= DIGIT_BITS;
        place = &node->child[digit(block, shift)];
    }
    return place;
}

/* The same for a number that was reserved, or has a block. */
static void **get_place(struct overlay *overlay, uint64_t block)
{
    void **place = find_place(overlay, block);

    assert(place);
    return place;
}

static uint64_t count_blocks(const struct overlay *overlay, uint64_t first, uint64_t last)
{
    uint64_t n = 0;

    for (uint64_t block = first; seek(overlay, &block, last); block++)
        n++;
    return n;
}

/* ---- Memory ---- */

static void give_back(struct overlay *overlay, void *block)
{
    struct spare *spare = block;

    spare->next = overlay->spares;
    overlay->spares = spare;
    overlay->nspares++;
}

static void *take_spare(struct overlay *overlay)
{
    struct spare *spare = overlay->spares;

    assert(spare);
    overlay->spares = spare->next;
    overlay->nspares--;
    return spare;
}

static bool add_slab(struct overlay *overlay)
{
    struct slab *slab = malloc(sizeof(*slab));

    if (!slab)
        return false;
    slab->next = overlay->slabs;
    overlay->slabs = slab;
    for (size_t i = SLAB_BLOCKS; i-- > 0;)
        give_back(overlay, slab->bytes + i * BLOCK);
    return true;
}

/* Sees to it that every number of these can be given a block. */
static enum status reserve(struct overlay *overlay, uint64_t first, uint64_t last)
{
    const uint64_t missing = last - first + 1 - count_blocks(overlay, first, last);

    if (missing == 0 || missing > overlay->limit_blocks - overlay->nblocks)
        return missing == 0 ? STATUS_OK : STATUS_TOO_LARGE;
    while (overlay->nspares < missing)
        if (!add_slab(overlay))
            return STATUS_NO_MEMORY;
    for (uint64_t block = first; block <= last; block++)
        if (!find_place(overlay, block))
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

enum status overlay_new(const struct source *base, uint64_t limit_bytes,
                        struct overlay **overlay_ret)
{
    struct overlay *overlay = calloc(1, sizeof(*overlay));

    if (!overlay)
        return STATUS_NO_MEMORY;
    overlay->base = *base;
    overlay->end = base->size_bytes / BLOCK + (base->size_bytes % BLOCK > 0);
    overlay->limit_blocks = limit_bytes / BLOCK;
    while (overlay->end >> overlay->top_shift > NODE_CHILDREN)
        overlay->top_shift += DIGIT_BITS;
    *overlay_ret = overlay;
    return STATUS_OK;
}

void overlay_forget(struct overlay *overlay)
{
    for (struct slab *slab = overlay->slabs, *next; slab; slab = next) {
        next = slab->next;
        free(slab);
    }
    arena_free(&overlay->nodes);
    overlay->top = NULL;
    overlay->slabs = NULL;
    overlay->spares = NULL;
    overlay->nspares = 0;
    overlay->failure = STATUS_OK;
    overlay->nblocks = 0;
}

void overlay_free(struct overlay *overlay)
{
    if (overlay)
        overlay_forget(overlay);
    free(overlay);
}

enum status overlay_failure(const struct overlay *overlay)
{
    return overlay->failure;
}

static enum status remember(struct overlay *overlay, enum status status)
{
    if (overlay->failure == STATUS_OK)
        overlay->failure = status;
    return status;
}

enum status overlay_require(struct overlay *overlay, uint64_t bytes)
{
    if (bytes <= (overlay->limit_blocks - overlay->nblocks) * BLOCK)
        return STATUS_OK;
    return remember(overlay, STATUS_TOO_LARGE);
}

uint64_t overlay_bytes(const struct overlay *overlay)
{
    return overlay->nblocks * BLOCK;
}

/* ---- Reading ---- */

/* What the bytes [OFFSET, END) have in common with a block: from byte *FROM_RET of the block on. */
static size_t cut(uint64_t block, uint64_t offset, uint64_t end, size_t *from_ret)
{
    const uint64_t first = block * BLOCK;
    const uint64_t from = offset > first ? offset - first : 0;
    const uint64_t to = end - first < BLOCK ? end - first : BLOCK;

    *from_ret = (size_t)from;
    return (size_t)(to - from);
}

enum status overlay_read(const struct overlay *overlay, uint64_t offset, void *buffer, size_t n)
{
    const uint64_t end = offset + n;
    enum status status = STATUS_OK;
    const uint8_t *found;
    uint64_t block, last;

    if (!bytes_fit(offset, n, overlay->base.size_bytes))
        return STATUS_TRUNCATED;
    if (n == 0)
        return STATUS_OK;
    block = offset / BLOCK;
    last = (end - 1) / BLOCK;
    if (count_blocks(overlay, block, last) <= last - block)
        status = source_read_all(&overlay->base, offset, buffer, n);
    for (; status == STATUS_OK && (found = seek(overlay, &block, last)); block++) {
        size_t from, nbytes = cut(block, offset, end, &from);

        memcpy((uint8_t *)buffer + (block * BLOCK + from - offset), found + from, nbytes);
    }
    return status;
}

static enum status read_through(const struct source *source, uint64_t offset, void *buffer,
                                size_t n)
{
    return overlay_read(source->context, offset, buffer, n);
}

struct source overlay_source(const struct overlay *overlay)
{
    return (struct source){.read = read_through,
                           .context = overlay,
                           .fd = -1,
                           .size_bytes = overlay->base.size_bytes,
                           .sector_bytes = overlay->base.sector_bytes};
}

/* ---- Writing ---- */

/* Bytes of the block with this number: fewer at the end of the source. */
static size_t block_bytes(const struct overlay *overlay, uint64_t block)
{
    const uint64_t left = overlay->base.size_bytes - block * BLOCK;

    return left < BLOCK ? (size_t)left : BLOCK;
}

static void *add_block(struct overlay *overlay, void **place)
{
    *place = take_spare(overlay);
    overlay->nblocks++;
    return *place;
}

static void drop_block(struct overlay *overlay, void **place)
{
    give_back(overlay, *place);
    overlay->nblocks--;
    *place = NULL;
}

/* Gives a number that was reserved a block with the base's bytes, unless it has one. */
static enum status fetch(struct overlay *overlay, uint64_t block)
{
    void **place = get_place(overlay, block);
    enum status status;

    if (*place)
        return STATUS_OK;
    add_block(overlay, place);
    status = source_read_all(&overlay->base, block * BLOCK, *place, block_bytes(overlay, block));
    if (status != STATUS_OK)
        drop_block(overlay, place);
    return status;
}

/* Fetches the block in which a write begins or ends, when it does not write it whole. */
static enum status fetch_edge(struct overlay *overlay, uint64_t block, uint64_t offset,
                              uint64_t end)
{
    size_t from;

    if (cut(block, offset, end, &from) == block_bytes(overlay, block))
        return STATUS_OK;
    return fetch(overlay, block);
}

static void copy(struct overlay *overlay, uint64_t offset, uint64_t end, const uint8_t *bytes)
{
    for (uint64_t block = offset / BLOCK; block <= (end - 1) / BLOCK; block++) {
        void **place = get_place(overlay, block);
        uint8_t *to = *place ? *place : add_block(overlay, place);
        size_t from, n = cut(block, offset, end, &from);

        memcpy(to + from, bytes + (block * BLOCK + from - offset), n);
    }
}

static enum status write_all(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n)
{
    const uint64_t end = offset + n;
    enum status status;

    if (!bytes_fit(offset, n, overlay->base.size_bytes))
        return STATUS_TRUNCATED;
    if (n == 0)
        return STATUS_OK;
    status = reserve(overlay, offset / BLOCK, (end - 1) / BLOCK);
    if (status == STATUS_OK)
        status = fetch_edge(overlay, offset / BLOCK, offset, end);
    if (status == STATUS_OK)
        status = fetch_edge(overlay, (end - 1) / BLOCK, offset, end);
    if (status == STATUS_OK)
        copy(overlay, offset, end, bytes);
    return status;
}

enum status overlay_write(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n)
{
    return remember(overlay, write_all(overlay, offset, bytes, n));
}

/* ---- What was written ---- */

bool overlay_extent(const struct overlay *overlay, uint64_t *at, struct overlay_extent *extent_ret)
{
    const uint8_t *found = seek(overlay, at, UINT64_MAX);

    if (!found)
        return false;
    *extent_ret =
        (struct overlay_extent){*at * BLOCK, {.at = found, .n = block_bytes(overlay, *at)}};
    ++*at;
    return true;
}

enum status overlay_settle(struct overlay *overlay)
{
    uint8_t base[BLOCK], *found;

    for (uint64_t block = 0; (found = seek(overlay, &block, UINT64_MAX)); block++) {
        const size_t n = block_bytes(overlay, block);
        const enum status status = source_read_all(&overlay->base, block * BLOCK, base, n);

        if (status != STATUS_OK)
            return status;
        if (memcmp(base, found, n) == 0)
            drop_block(overlay, get_place(overlay, block));
    }
    return STATUS_OK;
}
