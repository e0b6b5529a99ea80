/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules for tests of the matcher, from patterns as text.
 *
 *   struct rulebook book = {0};
 *   rulebook_add(&book, "C:\\Data\\* [*]", 1, false);
 *   matcher_new(book.rules, book.n, NULL)
 *   rulebook_free(&book);
 *
 * What does not parse aborts with a sentence.
 */
#ifndef TESTS_SUPPORT_RULEBOOK_H
#define TESTS_SUPPORT_RULEBOOK_H

#include "planner/matcher.h"

enum { RULEBOOK_MAX = 64 };

struct rulebook {
    struct matcher_rule rules[RULEBOOK_MAX];
    uint32_t n;
    struct arena arena;
};

/* Adds a rule; it can be changed until the matcher is made. */
struct matcher_rule *rulebook_add(struct rulebook *book, const char *text, uint32_t set,
                                  bool is_exclude);

void rulebook_free(struct rulebook *book);

#endif
