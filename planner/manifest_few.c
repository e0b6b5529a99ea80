/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Few values: see manifest_few.h. */
#include "planner/manifest_few.h"

enum { PLACE_BYTES_MAX = 3 /* of a number below 32,768, and what leads to it */ };

static uint32_t slot_of(uint64_t value)
{
    return (uint32_t)(value * UINT64_C(0x9E3779B97F4A7C15) >> 54) % MANIFEST_FEW_SLOTS;
}

bool manifest_few_add(struct manifest_few *few, uint64_t value)
{
    uint32_t at = slot_of(value);

    if (few->is_many)
        return false;
    for (; few->slots[at] != 0; at = (at + 1) % MANIFEST_FEW_SLOTS)
        if (few->slots[at] == value + 1)
            return false;
    few->is_many = few->n == MANIFEST_FEW_MAX;
    if (few->is_many)
        return false;
    few->slots[at] = value + 1;
    few->n++;
    return true;
}

/* One more value than there are: NULL, or what is told where there is no source. Each 504 of them
 * have a byte that leads. */
uint64_t manifest_few_places(const struct manifest_few *few, uint64_t nrows)
{
    uint32_t bits = 1;

    if (few->is_many)
        return nrows * PLACE_BYTES_MAX;
    while (few->n >> bits != 0)
        bits++;
    return nrows * bits / 8 + nrows / 64 + bits;
}

uint64_t manifest_few_bytes(const struct manifest_few *few, uint64_t nrows, uint64_t ngroups,
                            uint64_t value_bytes)
{
    uint64_t once = MANIFEST_FEW_TWICE * ngroups * (few->n + (uint64_t)1) * value_bytes;

    if (few->is_many || once > nrows * value_bytes)
        once = nrows * value_bytes;
    return once + manifest_few_places(few, nrows);
}
