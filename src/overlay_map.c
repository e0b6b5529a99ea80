/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks by their numbers: see overlay_map.h.
 *
 * A tree leads from block numbers to blocks: each node takes 6 bits of the number, the first of
 * them the highest, and there are as many levels as the source needs. No layout of a volume makes
 * it slow, whole stretches without a block are passed in one step, and blocks come out in order.
 */
#include "src/overlay_map.h"

#include "mft/pages.h"
#include "mft/pool.h"

#include <assert.h>
#include <stdlib.h>

enum {
    DIGIT_BITS = 6,
    NODE_CHILDREN = 1 << DIGIT_BITS,
    FIRST_BLOCKS = (1 << 20) / BLOCKHASH_BLOCK_BYTES, /* of the first slab; each next has twice */
    SLAB_BLOCKS = (1 << 26) / BLOCKHASH_BLOCK_BYTES,  /* at most */
    AHEAD_BLOCKS = (1 << 23) / BLOCKHASH_BLOCK_BYTES, /* that are touched in one go */
};

struct node {
    void *child[NODE_CHILDREN]; /* nodes; in those of the last level, blocks */
};

/* Memory that no number has. */
struct overlay_map_spare {
    struct overlay_map_spare *next;
};

struct overlay_map_slab {
    struct overlay_map_slab *next;
    size_t nblocks;
    struct overlay_map_block blocks[];
};

/* ---- From numbers to blocks ---- */

static unsigned digit(uint64_t block, unsigned shift)
{
    return (unsigned)(block >> shift) % NODE_CHILDREN;
}

/* The first block of the numbers *BLOCK_REF to LAST below NODE, whose number it becomes. NULL for
 * none: then it is behind LAST, or the first number behind the node. */
static void *seek_below(const struct node *node, unsigned shift, uint64_t *block_ref, uint64_t last)
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

struct overlay_map_block *overlay_map_seek(const struct overlay_map *map, uint64_t *block_ref,
                                           uint64_t last)
{
    if (!map->top || *block_ref >= map->end)
        return NULL;
    return seek_below(map->top, map->top_shift, block_ref, last);
}

/* Where the block with this number belongs; NULL without memory for the way to it. */
static void **find_place(struct overlay_map *map, uint64_t block)
{
    void **place = &map->top;

    for (unsigned shift = map->top_shift + DIGIT_BITS; shift > 0;) {
        struct node *node;

        if (!*place)
            *place = arena_alloc(&map->nodes, sizeof(struct node));
        if (!*place)
            return NULL;
        node = *place;
        shift -= DIGIT_BITS;
        place = &node->child[digit(block, shift)];
    }
    return place;
}

/* The same for a number that was reserved, or has a block. */
static void **get_place(struct overlay_map *map, uint64_t block)
{
    void **place = find_place(map, block);

    assert(place);
    return place;
}

uint64_t overlay_map_count(const struct overlay_map *map, uint64_t first, uint64_t last)
{
    uint64_t n = 0;

    for (uint64_t block = first; overlay_map_seek(map, &block, last); block++)
        n++;
    return n;
}

/* ---- Memory ---- */

static void give_back(struct overlay_map *map, void *block)
{
    struct overlay_map_spare *spare = block;

    spare->next = map->spares;
    map->spares = spare;
    map->nspares++;
}

static void *take_spare(struct overlay_map *map)
{
    struct overlay_map_spare *spare = map->spares;

    assert(spare);
    map->spares = spare->next;
    map->nspares--;
    return spare;
}

/* ---- Touching ahead ---- */

static enum status touch(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    const struct overlay_map *map = context;

    (void)worker;
    (void)slot;
    (void)task;
    pages_populate(map->ahead, (size_t)AHEAD_BLOCKS * sizeof *map->ahead);
    return STATUS_OK;
}

static void finish_ahead(struct overlay_map *map)
{
    if (map->toucher)
        pool_finish(map->toucher);
    map->toucher = NULL;
}

/* The system clears memory that is touched for the first time, which takes about as long as what is
 * then put there: a thread goes ahead through what comes after the next. */
static void touch_ahead(struct overlay_map *map)
{
    const struct pool_job job = {map, 1, touch, NULL};
    const size_t at = map->slabs->nblocks - (size_t)map->nfresh;

    if (at % AHEAD_BLOCKS != 0 || map->nfresh < (uint64_t)2 * AHEAD_BLOCKS)
        return;
    finish_ahead(map);
    map->ahead = &map->slabs->blocks[at + AHEAD_BLOCKS];
    if (pool_start(&job, 1, &map->toucher) != STATUS_OK)
        map->toucher = NULL;
}

/* ---- Blocks of slabs ---- */

/* From the newest slab's front on, so that the system gives memory as it is needed. */
static void *take_fresh(struct overlay_map *map)
{
    assert(map->slabs && map->nfresh > 0);
    touch_ahead(map);
    return &map->slabs->blocks[map->slabs->nblocks - map->nfresh--];
}

/* Large ones, which the C library gives back to the system when they are freed. */
static bool add_slab(struct overlay_map *map)
{
    size_t n = !map->slabs                             ? FIRST_BLOCKS
               : map->slabs->nblocks < SLAB_BLOCKS / 2 ? 2 * map->slabs->nblocks
                                                       : SLAB_BLOCKS;
    struct overlay_map_slab *slab;

    if (n > map->limit_blocks)
        n = (size_t)map->limit_blocks;
    slab = malloc(sizeof(*slab) + n * sizeof(slab->blocks[0]));
    if (!slab)
        return false;
    pages_prefer_large(slab, sizeof(*slab) + n * sizeof(slab->blocks[0]));
    while (map->nfresh > 0)
        give_back(map, take_fresh(map));
    *slab = (struct overlay_map_slab){.next = map->slabs, .nblocks = n};
    map->slabs = slab;
    map->nfresh = n;
    return true;
}

enum status overlay_map_reserve(struct overlay_map *map, uint64_t first, uint64_t last)
{
    const uint64_t missing = last - first + 1 - overlay_map_count(map, first, last);

    if (missing > map->limit_blocks - map->nblocks)
        return STATUS_TOO_LARGE;
    if (missing == 0)
        return STATUS_OK;
    while (map->nspares + map->nfresh < missing)
        if (!add_slab(map))
            return STATUS_NO_MEMORY;
    for (uint64_t block = first; block <= last; block++)
        if (!find_place(map, block))
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

struct overlay_map_block *overlay_map_add(struct overlay_map *map, uint64_t block, bool *is_new_ret)
{
    void **place = get_place(map, block);

    *is_new_ret = !*place;
    if (!*place) {
        *place = map->nspares > 0 ? take_spare(map) : take_fresh(map);
        map->nblocks++;
    }
    return *place;
}

void overlay_map_drop(struct overlay_map *map, uint64_t block)
{
    void **place = get_place(map, block);

    assert(*place);
    give_back(map, *place);
    map->nblocks--;
    *place = NULL;
}

void overlay_map_begin(struct overlay_map *map, uint64_t end, uint64_t limit_blocks)
{
    *map = (struct overlay_map){.end = end, .limit_blocks = limit_blocks};
    while (end >> map->top_shift > NODE_CHILDREN)
        map->top_shift += DIGIT_BITS;
}

/* How many blocks of SLAB somebody had. */
static size_t count_used(const struct overlay_map *map, const struct overlay_map_slab *slab)
{
    return slab->nblocks - (slab == map->slabs ? (size_t)map->nfresh : 0);
}

void overlay_map_forget(struct overlay_map *map)
{
    finish_ahead(map);
    arena_free(&map->nodes);
    map->top = NULL;
    map->nblocks = 0;
    map->spares = NULL;
    map->nspares = 0;
    for (struct overlay_map_slab *slab = map->slabs; slab; slab = slab->next)
        for (size_t i = count_used(map, slab); i-- > 0;)
            give_back(map, &slab->blocks[i]);
}

void overlay_map_free(struct overlay_map *map)
{
    finish_ahead(map);
    for (struct overlay_map_slab *slab = map->slabs, *next; slab; slab = next) {
        next = slab->next;
        free(slab);
    }
    arena_free(&map->nodes);
    *map = (struct overlay_map){0};
}
