/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Owners by number: see export_sqlite_owner.h. Open addressing; a volume has a few dozen owners,
 * a hostile one as many as files.
 */
#include "src/export_sqlite_owner.h"

#include <stdlib.h>

enum { FIRST_PLACES = 64 };

/* FNV-1a. */
static uint32_t hash(struct str sid)
{
    uint32_t value = UINT32_C(2166136261);

    for (size_t i = 0; i < sid.n; i++)
        value = (value ^ (uint8_t)sid.at[i]) * UINT32_C(16777619);
    return value;
}

/* The place of SID, or the empty one where it belongs. */
static uint32_t *find(const struct export_sqlite_owners *owners, struct str sid)
{
    uint32_t at = hash(sid) & (owners->nplaces - 1);

    while (owners->places[at] != 0 && !str_equal(owners->sids[owners->places[at] - 1], sid))
        at = (at + 1) & (owners->nplaces - 1);
    return &owners->places[at];
}

/* Doubles the room; SIDS always has place for half of NPLACES. */
static bool grow(struct export_sqlite_owners *owners)
{
    uint32_t nplaces = owners->nplaces ? 2 * owners->nplaces : FIRST_PLACES;
    struct str *sids = realloc(owners->sids, nplaces / 2 * sizeof *sids);
    uint32_t *places = calloc(nplaces, sizeof *places);

    if (sids)
        owners->sids = sids;
    if (!sids || !places) {
        free(places);
        return false;
    }
    free(owners->places);
    owners->places = places;
    owners->nplaces = nplaces;
    for (uint32_t i = 0; i < owners->n; i++)
        *find(owners, sids[i]) = i + 1;
    return true;
}

static uint32_t number(struct export_sqlite_owners *owners, struct str sid)
{
    uint32_t *place;

    if (2 * owners->n >= owners->nplaces && !grow(owners)) {
        owners->is_short = true;
        return 0;
    }
    place = find(owners, sid);
    if (*place == 0) {
        owners->sids[owners->n] = sid;
        *place = ++owners->n;
    }
    return *place;
}

uint32_t export_sqlite_owner_id(struct export_sqlite_owners *owners, struct str sid)
{
    if (sid.n == 0)
        return 0;
    if (sid.at != owners->last.at || sid.n != owners->last.n) {
        owners->last_id = number(owners, sid);
        owners->last = sid;
    }
    return owners->last_id;
}

void export_sqlite_owner_free(struct export_sqlite_owners *owners)
{
    free(owners->sids);
    free(owners->places);
    *owners = (struct export_sqlite_owners){0};
}
