/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that one file must have against those that it has, in any order; for predict_compare.c.
 *
 *   status = predict_match_begin(&match, after, file, most);      zeroed before the first file
 *   predict_match_expect(&match, parent, name, number);           MOST times at most
 *   predict_match_run(&match);
 *   ... match.expected[i].is_met, match.present[i].is_met ...
 *   arena_free(&match.arena);                                     behind the last file
 */
#ifndef PLANNER_PREDICT_MATCH_H
#define PLANNER_PREDICT_MATCH_H

#include "mft/index.h"

struct predict_expected {
    uint64_t parent; /* reference */
    struct str name;
    uint64_t hash;
    uint32_t number; /* the caller's */
    bool is_met;
};

struct predict_present {
    uint64_t hash;
    uint32_t name; /* row */
    bool is_met;
};

struct predict_match {
    const struct index *index;
    struct predict_expected *expected;
    struct predict_present *present;
    uint32_t nexpected, npresent, expected_capacity, present_capacity;
    struct arena arena;
};

/* All names of FILE (row) of INDEX are there; up to MOST will be expected. STATUS_NO_MEMORY. */
enum status predict_match_begin(struct predict_match *match, const struct index *index,
                                uint32_t file, uint32_t most);

void predict_match_expect(struct predict_match *match, uint64_t parent, struct str name,
                          uint32_t number);

/* Marks on both sides those that have each other. May put them in another order. */
void predict_match_run(struct predict_match *match);

uint64_t predict_match_hash(uint64_t parent, struct str name);

/* Is the name of ROW this one? */
bool predict_match_is(const struct index *index, uint32_t row, uint64_t parent, struct str name);

#endif
