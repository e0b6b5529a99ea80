/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Manifests by chance, the same for the same seed, for tests of what is done with one.
 *
 *   struct manifest manifest;
 *   manifestmaker(seed, nrows, &manifest);
 *   ... manifestmaker_are_equal(&manifest, &back) ...
 *   manifest_free(&manifest);
 *
 * Names of all kinds, sources there and not, every field with values that it can have. Without
 * memory it aborts.
 */
#ifndef TESTS_SUPPORT_MANIFESTMAKER_H
#define TESTS_SUPPORT_MANIFESTMAKER_H

#include "planner/manifest.h"

void manifestmaker(uint64_t seed, uint32_t nrows, struct manifest *manifest_ret);

/* The same, as ordinary volumes have it: Western names in a tree, times of some years. */
void manifestmaker_plain(uint64_t seed, uint32_t nrows, struct manifest *manifest_ret);

/* Its file in ARENA, made by NWORKERS. */
struct bytes manifestmaker_bytes(const struct manifest *manifest, unsigned nworkers,
                                 struct arena *arena);

/* Writes the file NAME. */
void manifestmaker_save(const struct manifest *manifest, const char *name);

/* Field by field. */
bool manifestmaker_are_equal(const struct manifest *a, const struct manifest *b);

#endif
