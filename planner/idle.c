/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns that match nothing: see idle.h. */
#include "planner/idle.h"

#include "planner/matcher.h"

struct marks {
    bool *matches; /* of each rule */
};

static enum status mark(void *context, const struct matcher_match *match)
{
    const struct marks *marks = context;

    for (uint32_t i = 0; i < match->nrules; i++)
        marks->matches[match->rules[i]] = true;
    return STATUS_OK;
}

static enum status walk(const struct matcher_rule *rules, uint32_t n,
                        const struct machine_drive *drive, struct marks *marks)
{
    const struct matcher_visitor visitor = {mark, marks};
    struct matcher *matcher;
    enum status status = matcher_new(rules, n, drive->upcase, &matcher);

    if (status != STATUS_OK)
        return status;
    status = matcher_walk(matcher, drive->index, drive->name, &visitor);
    matcher_free(matcher);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; /* without a root there is nothing */
}

enum status idle_find(const struct expansion *expansion, const struct machine *machine,
                      struct arena *arena, const bool **matches_ret)
{
    struct arena own = {0};
    struct matcher_rule *rules = arena_array(&own, (size_t)expansion->nrules + 1, sizeof *rules);
    bool *matches = arena_array(arena, (size_t)expansion->nrules + 1, sizeof *matches);
    enum status status = rules && matches ? STATUS_OK : STATUS_NO_MEMORY;

    /* Each in a set of its own, so that none hides another. */
    for (uint32_t i = 0; rules && i < expansion->nrules; i++)
        rules[i] = (struct matcher_rule){.pattern = &expansion->rules[i].pattern, .set = i};
    for (uint32_t i = 0; status == STATUS_OK && i < machine->ndrives; i++)
        status = walk(rules, expansion->nrules, &machine->drives[i], &(struct marks){matches});
    arena_free(&own);
    if (status == STATUS_OK)
        *matches_ret = matches;
    return status;
}
