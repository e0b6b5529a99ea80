/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz input as changes to the values and metadata of a table, which is written anew with hashes
 * that are right.
 *
 *   const struct rackedits_meta meta = {keys, nkeys, words, nwords};
 *   rackedits_change(&rack, &meta, &edits);
 */
#ifndef TESTS_FUZZ_RACKEDITS_H
#define TESTS_FUZZ_RACKEDITS_H

#include "tests/fuzz/edits.h"
#include "tests/support/rack.h"

/* Which metadata change, and what they can become beside something shorter, or nothing. */
struct rackedits_meta {
    const char *const *keys;
    size_t nkeys;
    const char *const *words;
    size_t nwords;
};

/* Carries out all changes that are left. */
void rackedits_change(struct rack *rack, const struct rackedits_meta *meta, struct edits *edits);

#endif
