/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open-addressing hash over the SIDs' bytes. */
#include "mft/owners.h"

#include <assert.h>

enum { FIRST_SLOTS = 64, SID_HEADER_BYTES = 8, SID_NSUBS = 1 };

struct bytes owners_sid(const struct owners *owners, uint32_t id)
{
    const uint8_t *sid = owners->sids[id - 1];

    return (struct bytes){sid, SID_HEADER_BYTES + 4 * (size_t)sid[SID_NSUBS]};
}

static uint32_t hash(const uint8_t *sid)
{
    uint32_t h = 2166136261;

    for (size_t i = 0; i < OWNERS_SID_BYTES; i++)
        h = (h ^ sid[i]) * 16777619;
    return h;
}

/* The slot of SID, or the empty one where it belongs. */
static uint32_t *slot_of(const struct owners *owners, const uint8_t *sid)
{
    for (uint32_t i = hash(sid);; i++) {
        uint32_t *slot = &owners->slots[i & (owners->nslots - 1)];

        if (*slot == 0 || memcmp(owners->sids[*slot - 1], sid, OWNERS_SID_BYTES) == 0)
            return slot;
    }
}

static enum status grow(struct owners *owners, struct arena *arena)
{
    uint32_t nslots = owners->nslots ? 2 * owners->nslots : FIRST_SLOTS;
    uint32_t *slots = arena_grow(arena, NULL, nslots * sizeof *slots);
    void *sids = arena_grow(arena, owners->sids, nslots / 2 * sizeof *owners->sids);

    if (!slots || !sids)
        return STATUS_NO_MEMORY;
    memset(slots, 0, nslots * sizeof *slots);
    arena_drop(arena, owners->slots);
    owners->sids = sids;
    owners->slots = slots;
    owners->nslots = nslots;
    owners->capacity = nslots / 2 - 1;
    for (uint32_t id = 1; id <= owners->n; id++)
        *slot_of(owners, owners->sids[id - 1]) = id;
    return STATUS_OK;
}

enum status owners_add(struct owners *owners, struct arena *arena, struct bytes sid,
                       uint32_t *id_ret)
{
    uint8_t padded[OWNERS_SID_BYTES] = {0};

    assert(sid.n >= SID_HEADER_BYTES && sid.n <= sizeof padded);
    memcpy(padded, sid.at, sid.n);
    if (owners->n == owners->capacity) {
        enum status status = grow(owners, arena);

        if (status != STATUS_OK)
            return status;
    }

    uint32_t *slot = slot_of(owners, padded);
    if (*slot == 0) {
        memcpy(owners->sids[owners->n], padded, sizeof padded);
        *slot = ++owners->n;
    }
    *id_ret = *slot;
    return STATUS_OK;
}
