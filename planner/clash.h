/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names in one folder that differ only by case: NTFS can hold them, Windows finds one of them.
 *
 *   struct clash clash = {.arena = &arena};
 *   for each folder:
 *       clash_begin(&clash)
 *       status = clash_add(&clash, name, upcase, &units);           every name in it
 *       n = clash_count(&clash);
 *
 * The cost is at worst that of sorting each folder's names, whatever they are. One thread
 * at a time; the room for names is kept from folder to folder. Names are borrowed.
 */
#ifndef PLANNER_CLASH_H
#define PLANNER_CLASH_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct clash_name {
    uint64_t hash; /* of its folded units */
    struct str text;
    const uint16_t *upcase;
};

struct clash {
    struct arena *arena;
    struct clash_name *names;
    uint64_t *slots; /* twice as many as there is room for names, which is a power of two */
    uint32_t n, capacity;
};

static inline void clash_begin(struct clash *clash)
{
    clash->n = 0;
}

/* Adds a name, and counts its UTF-16 units. STATUS_NO_MEMORY. */
enum status clash_add(struct clash *clash, struct str name, const uint16_t *upcase,
                      uint32_t *units_ret);

/* How many names are the same as another one but for case, the first of each left out. */
uint32_t clash_count(struct clash *clash);

#endif
