/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash of inode numbers: see folderlinks.h. */
#include "src/folderlinks.h"

#include <string.h>

enum { FIRST_SLOTS = 256 };

/* The slot of INODE, or the empty one where it goes. */
static struct folderlinks_slot *slot_of(const struct folderlinks *links, uint64_t inode)
{
    uint32_t mask = links->nslots - 1;
    uint32_t at = (uint32_t)(inode * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;

    while (links->slots[at].file_plus_one && links->slots[at].inode != inode)
        at = (at + 1) & mask;
    return &links->slots[at];
}

uint32_t folderlinks_find(const struct folderlinks *links, uint64_t inode)
{
    return links->nslots ? slot_of(links, inode)->file_plus_one - 1 : FOLDERLINKS_NONE;
}

static enum status widen(struct folderlinks *links, struct arena *arena)
{
    struct folderlinks wider = {.nslots = links->nslots ? 2 * links->nslots : FIRST_SLOTS,
                                .n = links->n};
    size_t nbytes = wider.nslots * sizeof *wider.slots;

    wider.slots = arena_grow(arena, NULL, nbytes);
    if (!wider.slots)
        return STATUS_NO_MEMORY;
    memset(wider.slots, 0, nbytes);
    for (uint32_t i = 0; i < links->nslots; i++)
        if (links->slots[i].file_plus_one)
            *slot_of(&wider, links->slots[i].inode) = links->slots[i];
    arena_drop(arena, links->slots);
    *links = wider;
    return STATUS_OK;
}

enum status folderlinks_add(struct folderlinks *links, struct arena *arena, uint64_t inode,
                            uint32_t file)
{
    if (2 * (uint64_t)links->n >= links->nslots && widen(links, arena) != STATUS_OK)
        return STATUS_NO_MEMORY;
    *slot_of(links, inode) = (struct folderlinks_slot){inode, file + 1};
    links->n++;
    return STATUS_OK;
}
