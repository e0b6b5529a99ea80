/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Object sets: see objects.h. */
#include "planner/objects.h"

#include "planner/condition.h"
#include "planner/generate.h"

static void add_pattern(const struct turn *turn, const struct rules_pattern *pattern,
                        unsigned context, struct patternlist *list)
{
    const struct turn_place at = {pattern, pattern->place, context, "This pattern"};
    struct environment_texts texts = turn_expand(turn, pattern->text, &at);

    for (uint32_t i = 0; i < texts.n && turn->book->status == STATUS_OK; i++) {
        const struct patternlist_text made = {
            .text = texts.at[i], .place = pattern->place, .what = pattern};

        turn_goes_on(turn->book, patternlist_add(list, &made));
    }
}

static void add_set(const struct turn *turn, const struct rules_set *set, unsigned context,
                    struct patternlist *list)
{
    for (const struct rules_pattern *it = set->patterns; it; it = it->next)
        if (it->type == RULES_FILE)
            add_pattern(turn, it, context, list);
    for (const struct rules_call *it = set->scripts; it; it = it->next)
        generate_patterns(turn, it, context, list);
}

void objects_list(const struct turn *turn, const struct rules_set *sets, unsigned context,
                  struct patternlist *list)
{
    for (const struct rules_set *set = sets; set && turn->book->status == STATUS_OK;
         set = set->next)
        if (condition_holds(turn, set->condition))
            add_set(turn, set, context, list);
}
