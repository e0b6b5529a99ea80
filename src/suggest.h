/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean ...?": the name nearest to a word that somebody mistyped.
 */
#ifndef SRC_SUGGEST_H
#define SRC_SUGGEST_H

#include <stddef.h>

/* How many letters must be put in, taken out or replaced to make B of A; words of up to 63 bytes,
 * the rest is passed over. */
size_t suggest_distance(const char *a, const char *b);

/* The nearest to WORD among NAMES (ends with NULL), borrowed; NULL where none is near. */
const char *suggest_nearest(const char *word, const char *const *names);

#endif
