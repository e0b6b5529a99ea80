/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIDs of owners, each kept once and numbered from 1. */
#ifndef MFT_OWNERS_H
#define MFT_OWNERS_H

#include "mft/arena.h"
#include "mft/bytes.h"
#include "mft/status.h"

enum { OWNERS_SID_BYTES = 68 }; /* 8 + 4 * 15 sub-authorities */

struct owners {
    uint8_t (*sids)[OWNERS_SID_BYTES]; /* the bytes of each SID, then zeros */
    uint32_t n, capacity;
    uint32_t *slots; /* hash: ids, 0 for an empty slot */
    uint32_t nslots; /* a power of two, more than 2 * n */
};

/* Finds or adds SID (1 to OWNERS_SID_BYTES bytes); *ID_RET is its id. */
enum status owners_add(struct owners *owners, struct arena *arena, struct bytes sid,
                       uint32_t *id_ret);

/* The bytes of the SID with ID, 1 to n. */
struct bytes owners_sid(const struct owners *owners, uint32_t id);

#endif
