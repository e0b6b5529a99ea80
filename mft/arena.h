/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All memory of one value, freed at once.
 *
 *   struct arena arena = {0};
 *   p = arena_alloc(&arena, n)          small and short-lived things: packed into blocks
 *   col = arena_grow(&arena, NULL, n)   a column: a block of its own, which arena_grow can resize
 *   arena_free(&arena)                  everything
 *
 * An arena is used by one thread at a time. Pointers live until arena_free, or until the same
 * column grows again. No call here aborts: NULL means that the system has no memory.
 */
#ifndef MFT_ARENA_H
#define MFT_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
    struct arena_block *blocks;  /* packed blocks, newest first */
    struct arena_block *columns; /* one column each */
};

/* N zeroed bytes, aligned for any type; NULL without memory. */
void *arena_alloc(struct arena *arena, size_t n);

/* NMEMB * SIZE zeroed bytes, as arena_alloc; NULL also where the product overflows. */
void *arena_array(struct arena *arena, size_t nmemb, size_t size);

/*
 * Resizes COLUMN (NULL: a new one) to N bytes. The old bytes stay, new ones are undefined. NULL
 * without memory: the old column is then still valid. Large columns move by page tables, not by
 * copying, and cost memory only once touched.
 */
void *arena_grow(struct arena *arena, void *column, size_t n);

/* Gives back one COLUMN made by arena_grow; NULL is allowed. */
void arena_drop(struct arena *arena, void *column);

/* Frees everything; the arena can be used again. */
void arena_free(struct arena *arena);

#endif
