/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that operations of a plan have made so far, by their folder.
 *
 *   status = made_begin(&made, nops, &arena);
 *   name = made_find(&made, folder, str_of("a.txt"), upcase);     NULL: nothing has made it
 *   made_add(&made, &new_name, upcase);
 *
 * Finding also finds names that differ only by case, and those that are gone. Adding takes the
 * place of one that is found. One thread at a time; names and the arena stay with the caller.
 */
#ifndef PLANNER_MADE_H
#define PLANNER_MADE_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct made_name {
    struct str name;
    uint32_t folder, thing; /* numbers of the caller's: in which folder, what it is */
    uint32_t op;
    bool is_gone; /* a later operation took it away */
};

/* One that is not meant is passed over without a look at its name. */
struct made_slot {
    uint32_t name; /* plus one; 0: a free slot */
    uint32_t hash;
};

/* The last question: where its search has ended, that for the same one goes on. Slots are never
 * freed, so that nothing before it can become right. */
struct made_asked {
    const char *name;
    size_t nname;
    uint32_t folder, hash;
    uint32_t slot;
};

struct made {
    struct made_name *names; /* in the order in which they were added */
    uint32_t n;
    struct made_slot *slots;
    uint32_t nslots; /* a power of two */
    struct made_asked asked;
};

/* Room for MOST names, in ARENA. STATUS_NO_MEMORY. */
enum status made_begin(struct made *made, uint32_t most, struct arena *arena);

/* UPCASE is that of the folder's volume, as in text.h. */
struct made_name *made_find(struct made *made, uint32_t folder, struct str name,
                            const uint16_t *upcase);
void made_add(struct made *made, const struct made_name *name, const uint16_t *upcase);

#endif
