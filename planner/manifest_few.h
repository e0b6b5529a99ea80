/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many different values a column has, as far as they are few: what they take then.
 *
 *   struct manifest_few few = {0};
 *   manifest_few_add(&few, value);                          once a row
 *   bytes = manifest_few_bytes(&few, nrows, ngroups, 4);
 */
#ifndef PLANNER_MANIFEST_FEW_H
#define PLANNER_MANIFEST_FEW_H

#include <stdbool.h>
#include <stdint.h>

enum {
    MANIFEST_FEW_SLOTS = 1024,
    MANIFEST_FEW_MAX = 512,
    MANIFEST_FEW_TWICE = 2, /* where a column has fewer than twice as many values, each row has its
                               own */
};

struct manifest_few {
    uint64_t slots[MANIFEST_FEW_SLOTS]; /* values plus one; 0 for an empty slot */
    uint32_t n;
    bool is_many; /* more than MANIFEST_FEW_MAX: nothing is known but that */
};

/* Is VALUE (less than 2^64 - 1) one that was not there? */
bool manifest_few_add(struct manifest_few *few, uint64_t value);

/* At most what the numbers of the values take in NROWS rows. */
uint64_t manifest_few_places(const struct manifest_few *few, uint64_t nrows);

/* At most what a column of NROWS in NGROUPS takes, whose values have VALUE_BYTES. */
uint64_t manifest_few_bytes(const struct manifest_few *few, uint64_t nrows, uint64_t ngroups,
                            uint64_t value_bytes);

#endif
