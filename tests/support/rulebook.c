/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules from patterns as text: see rulebook.h. */
#include "tests/support/rulebook.h"

#include <stdio.h>
#include <stdlib.h>

struct matcher_rule *rulebook_add(struct rulebook *book, const char *text, uint32_t set,
                                  bool is_exclude)
{
    struct pattern *pattern = arena_alloc(&book->arena, sizeof *pattern);
    const char *why = "";

    if (!pattern || book->n == RULEBOOK_MAX ||
        pattern_parse(str_of(text), &book->arena, pattern, &why) != STATUS_OK) {
        fprintf(stderr, "no rule can be made of <%s>: %s\n", text, why);
        abort();
    }
    book->rules[book->n] = (struct matcher_rule){pattern, set, is_exclude, false};
    return &book->rules[book->n++];
}

void rulebook_free(struct rulebook *book)
{
    arena_free(&book->arena);
    book->n = 0;
}
