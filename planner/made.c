/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table with open addressing beside the names: see made.h. */
#include "planner/made.h"

#include "planner/lookup.h"

enum { SLOTS_MIN = 64 };

/* At most three quarters are used. */
static size_t slots_for(uint32_t n)
{
    size_t nslots = SLOTS_MIN;

    while (nslots / 4 * 3 < n)
        nslots *= 2;
    return nslots;
}

/* Slots are used here and there: in large pages, which do not have to be fetched one by one. */
enum status made_begin(struct made *made, uint32_t most, struct arena *arena)
{
    size_t nslots = slots_for(most);

    if (nslots > UINT32_MAX)
        return STATUS_NO_MEMORY;
    *made = (struct made){.nslots = (uint32_t)nslots};
    made->names = arena_grow(arena, NULL, ((size_t)most + 1) * sizeof *made->names);
    made->slots = arena_grow(arena, NULL, nslots * sizeof *made->slots);
    if (!made->names || !made->slots)
        return STATUS_NO_MEMORY;
    memset(made->slots, 0, nslots * sizeof *made->slots);
    return STATUS_OK;
}

static void ask(struct made *made, uint32_t folder, struct str name, const uint16_t *upcase)
{
    struct made_asked *asked = &made->asked;

    if (asked->name == name.at && asked->nname == name.n && asked->folder == folder)
        return;
    *asked = (struct made_asked){name.at, name.n, folder, lookup_hash(folder, name, upcase), 0};
    asked->slot = asked->hash & (made->nslots - 1);
}

static bool is_it(const struct made_name *made, uint32_t folder, struct str name,
                  const uint16_t *upcase)
{
    return made->folder == folder && text_same_folded(made->name, name, upcase);
}

/* The slot of NAME in FOLDER, or the free one where it would be. */
static struct made_slot *find_slot(struct made *made, uint32_t folder, struct str name,
                                   const uint16_t *upcase)
{
    struct made_asked *asked = &made->asked;

    ask(made, folder, name, upcase);
    for (;; asked->slot = (asked->slot + 1) & (made->nslots - 1)) {
        struct made_slot *slot = &made->slots[asked->slot];

        if (slot->name == 0 || (slot->hash == asked->hash &&
                                is_it(&made->names[slot->name - 1], folder, name, upcase)))
            return slot;
    }
}

struct made_name *made_find(struct made *made, uint32_t folder, struct str name,
                            const uint16_t *upcase)
{
    const struct made_slot *slot = find_slot(made, folder, name, upcase);

    return slot->name == 0 ? NULL : &made->names[slot->name - 1];
}

void made_add(struct made *made, const struct made_name *name, const uint16_t *upcase)
{
    struct made_slot *slot = find_slot(made, name->folder, name->name, upcase);

    made->names[made->n++] = *name;
    *slot = (struct made_slot){made->n, made->asked.hash};
}
