/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Owners by number: each SID is stored once, and the files name it by its place.
 *
 *   struct export_sqlite_owners owners = {0};
 *   id = export_sqlite_owner_id(&owners, sid)       0: none, or no memory (owners.is_short)
 *   owners.sids[id - 1]
 *   export_sqlite_owner_free(&owners);
 *
 * Numbers are given in the order of asking. The texts are borrowed. For one thread.
 */
#ifndef SRC_EXPORT_SQLITE_OWNER_H
#define SRC_EXPORT_SQLITE_OWNER_H

#include "mft/text.h"

struct export_sqlite_owners {
    struct str *sids;
    uint32_t n;
    uint32_t *places; /* hash table: number, or 0 for an empty place */
    uint32_t nplaces; /* a power of two, at least twice N; or 0 */
    struct str last;  /* the last one asked for, which is mostly the next one too */
    uint32_t last_id;
    bool is_short;
};

/* The number of SID, from 1; 0 for an empty one. */
uint32_t export_sqlite_owner_id(struct export_sqlite_owners *owners, struct str sid);

void export_sqlite_owner_free(struct export_sqlite_owners *owners);

#endif
