/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks by their numbers, and their memory. For overlay.c alone.
 *
 *   overlay_map_begin(&map, end, limit_blocks);
 *   status = overlay_map_reserve(&map, first, last);         all that can fail
 *   struct overlay_map_block *block = overlay_map_add(&map, number);
 *   for (number = 0; (block = overlay_map_seek(&map, &number, last)); number++) ...
 *   overlay_map_forget(&map);                                 all of them
 *   overlay_map_free(&map);                                   and their memory
 *
 * A map stays where it is from overlay_map_begin to overlay_map_free: a thread may look at it.
 */
#ifndef SRC_OVERLAY_MAP_H
#define SRC_OVERLAY_MAP_H

#include "mft/arena.h"
#include "mft/status.h"
#include "src/blockhash.h"

#include <stdalign.h>

struct overlay_map_block {
    alignas(void *) uint8_t bytes[BLOCKHASH_BLOCK_BYTES]; /* or, of no number, a spare */
    uint32_t prints[BLOCKHASH_SECTORS]; /* of what the base holds, once that was asked */
    bool is_same;                       /* and is it the same? */
};

struct overlay_map_slab;
struct overlay_map_spare;
struct pool;

struct overlay_map {
    uint64_t end; /* behind the last number */
    uint64_t limit_blocks, nblocks;
    unsigned top_shift; /* of the first node's digit */
    void *top;          /* the first node */
    struct arena nodes;
    struct overlay_map_slab *slabs; /* the newest first */
    uint64_t nfresh;                /* blocks at the end of the newest that nobody had yet */
    struct overlay_map_spare *spares;
    uint64_t nspares;
    struct overlay_map_block *ahead; /* what TOUCHER touches */
    struct pool *toucher;            /* NULL: nobody does */
};

void overlay_map_begin(struct overlay_map *map, uint64_t end, uint64_t limit_blocks);

/* Drops all blocks; the memory of each is there for others. */
void overlay_map_forget(struct overlay_map *map);

/* Drops all blocks and gives their memory back. */
void overlay_map_free(struct overlay_map *map);

/* The first block of the numbers *BLOCK_REF to LAST, whose number it becomes; NULL for none. */
struct overlay_map_block *overlay_map_seek(const struct overlay_map *map, uint64_t *block_ref,
                                           uint64_t last);

/* How many of the numbers FIRST to LAST have a block. */
uint64_t overlay_map_count(const struct overlay_map *map, uint64_t first, uint64_t last);

/* Sees to it that every number of these can be given a block. STATUS_TOO_LARGE: the limit;
 * STATUS_NO_MEMORY. */
enum status overlay_map_reserve(struct overlay_map *map, uint64_t first, uint64_t last);

/* The block of a number that was reserved, or has one; *IS_NEW_RET: it had none, and its bytes are
 * whatever they are. */
struct overlay_map_block *overlay_map_add(struct overlay_map *map, uint64_t block,
                                          bool *is_new_ret);

/* Drops the block that this number has. */
void overlay_map_drop(struct overlay_map *map, uint64_t block);

#endif
