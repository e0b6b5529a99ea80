/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two doubly linked lists of malloc'ed blocks. A packed block serves small allocations from its
 * start; a column block holds one column and may be resized in place.
 */
#include "mft/arena.h"

#include "mft/pages.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PACKED_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *next, *prev;
    size_t used, size; /* bytes behind the header; of packed blocks only */
};

enum {
    ALIGN = alignof(max_align_t),
    HEADER = (sizeof(struct arena_block) + ALIGN - 1) / ALIGN * ALIGN,
};

static void *payload(struct arena_block *block)
{
    return (char *)block + HEADER;
}

static struct arena_block *header_of(void *payload_at)
{
    return (struct arena_block *)(void *)((char *)payload_at - HEADER);
}

static void link_first(struct arena_block **list, struct arena_block *block)
{
    block->prev = NULL;
    block->next = *list;
    if (block->next)
        block->next->prev = block;
    *list = block;
}

static void unlink_from(struct arena_block **list, struct arena_block *block)
{
    if (block->next)
        block->next->prev = block->prev;
    if (block->prev)
        block->prev->next = block->next;
    else
        *list = block->next;
}

static struct arena_block *new_packed(struct arena *arena, size_t n)
{
    size_t size = n > PACKED_BYTES ? n : PACKED_BYTES;
    struct arena_block *block = size > SIZE_MAX - HEADER ? NULL : calloc(1, HEADER + size);

    if (!block)
        return NULL;
    block->size = size;
    link_first(&arena->blocks, block);
    return block;
}

void *arena_alloc(struct arena *arena, size_t n)
{
    if (n > SIZE_MAX - ALIGN)
        return NULL;
    n = (n + ALIGN - 1) / ALIGN * ALIGN;

    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < n)
        block = new_packed(arena, n);
    if (!block)
        return NULL;

    void *at = (char *)payload(block) + block->used;
    block->used += n;
    return at;
}

void *arena_array(struct arena *arena, size_t nmemb, size_t size)
{
    if (size != 0 && nmemb > SIZE_MAX / size)
        return NULL;
    return arena_alloc(arena, nmemb * size);
}

void *arena_grow(struct arena *arena, void *column, size_t n)
{
    if (n > SIZE_MAX - HEADER)
        return NULL;

    struct arena_block *old = column ? header_of(column) : NULL;
    if (old)
        unlink_from(&arena->columns, old);

    struct arena_block *block = realloc(old, HEADER + n);
    if (block || old)
        link_first(&arena->columns, block ? block : old);
    if (!block)
        return NULL;
    pages_prefer_large(payload(block), n);
    return payload(block);
}

void arena_drop(struct arena *arena, void *column)
{
    if (!column)
        return;

    struct arena_block *block = header_of(column);
    unlink_from(&arena->columns, block);
    free(block);
}

static void free_list(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    free_list(arena->blocks);
    free_list(arena->columns);
    *arena = (struct arena){0};
}
