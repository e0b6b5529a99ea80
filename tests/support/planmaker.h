/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans by chance: every kind and reason, names with and without lone surrogates, deep folders,
 * several volumes. They hold together as a planner's do, but mean nothing.
 *
 *   struct plan plan;
 *   planmaker(&(struct planmaker){.seed = 1, .nops = 1000}, &plan);
 *   cr_expect(planmaker_are_equal(&plan, &other));
 *   plan_free(&plan);
 *
 * Without memory it aborts.
 */
#ifndef TESTS_SUPPORT_PLANMAKER_H
#define TESTS_SUPPORT_PLANMAKER_H

#include "planner/plan.h"

struct planmaker {
    uint64_t seed;
    uint32_t nfolders; /* at least 2: the roots of both volumes */
    uint32_t nops, nrefusals;
    bool is_plain; /* names as most are: no surrogates, nothing else that is odd */
};

void planmaker(const struct planmaker *maker, struct plan *plan_ret);

/* Is every field of A that of B? */
bool planmaker_are_equal(const struct plan *a, const struct plan *b);

#endif
