/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of what leads to the rules: see cleanup.h. */
#include "planner/cleanup.h"

struct picking {
    struct arena *arena;
    enum status status;
};

static void *row(struct picking *p, size_t size)
{
    void *at = arena_alloc(p->arena, size);

    if (!at)
        p->status = STATUS_NO_MEMORY;
    return at;
}

static struct rule *pick_rules(struct picking *p, const struct rule *from)
{
    struct rule *first = NULL, **end = &first;

    for (; from && p->status == STATUS_OK; from = from->next) {
        struct rule *at;

        if (from->kind != RULES_DESTINATION_CLEANUP || !(at = row(p, sizeof *at)))
            continue;
        *at = *from;
        at->next = NULL;
        *end = at;
        end = &at->next;
    }
    return first;
}

/* What is around a group, or a component, is looked up from it: that stays what it is. */
static struct rules_group *pick_groups(struct picking *p, const struct rules_group *from)
{
    struct rules_group *first = NULL, **end = &first;

    for (; from && p->status == STATUS_OK; from = from->next) {
        struct rule *rules = pick_rules(p, from->rules);
        struct rules_group *at;

        if (!rules || !(at = row(p, sizeof *at)))
            continue;
        *at = *from;
        at->rules = rules;
        at->next = NULL;
        *end = at;
        end = &at->next;
    }
    return first;
}

enum status cleanup_rules(const struct rules *rules, struct arena *arena, struct rules *only_ret)
{
    struct picking p = {arena, STATUS_OK};
    struct rules_component **end = &only_ret->components;

    *only_ret = (struct rules){.files = rules->files};
    for (const struct rules_component *from = rules->components; from && p.status == STATUS_OK;
         from = from->next) {
        struct rules_group *groups = pick_groups(&p, from->groups);
        struct rules_component *at;

        if (!groups || !(at = row(&p, sizeof *at)))
            continue;
        *at = *from;
        at->groups = groups;
        at->next = NULL;
        *end = at;
        end = &at->next;
    }
    return p.status;
}
