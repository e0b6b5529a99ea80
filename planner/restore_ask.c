/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rule decides of each name of the store. The matcher goes down each "C$" as if it were C:,
 * so that patterns are those of the old places.
 */
#include "planner/matcher.h"
#include "planner/restore_place.h"

struct asking {
    struct comeback *r;
    struct matcher_rule *rules;
    uint32_t *numbers; /* of each of these: of the relocation */
    uint32_t nrules;
    const struct machine_drive *drive;
    uint32_t *names; /* of the drive */
};

static const struct expand_rule *rule_of(const struct asking *a, uint32_t rule)
{
    return &a->r->job->expansion->rules[a->r->job->moves->at[a->numbers[rule]].rule];
}

static enum status take_rules(struct asking *a)
{
    const struct relocations *moves = a->r->job->moves;
    size_t n = (size_t)moves->n + 1;

    a->rules = arena_array(&a->r->arena, n, sizeof *a->rules);
    a->numbers = arena_array(&a->r->arena, n, sizeof *a->numbers);
    if (!a->rules || !a->numbers)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < moves->n; i++) {
        const struct expand_rule *rule = &a->r->job->expansion->rules[moves->at[i].rule];

        a->numbers[a->nrules] = i;
        a->rules[a->nrules++] = (struct matcher_rule){
            .pattern = &rule->pattern, .is_conditional = expand_is_conditional(rule)};
    }
    return STATUS_OK;
}

/* Of those that match the most specific comes first. */
static enum status see(void *context, const struct matcher_match *match)
{
    struct asking *a = context;

    for (uint32_t i = 0; i < match->nrules && a->names[match->name] == 0; i++)
        if (!a->rules[match->rules[i]].is_conditional ||
            expand_applies(rule_of(a, match->rules[i]), a->drive, match->name))
            a->names[match->name] = a->numbers[match->rules[i]] + 1;
    return STATUS_OK;
}

static enum status ask_top(struct asking *a, const struct matcher *matcher,
                           const struct comeback_folder *top)
{
    const char drive[] = {(char)('A' + top->letter), ':'};
    const struct index *index = comeback_index(a->r, top->drive);
    uint32_t **names = &a->r->moves[top->drive];

    if (!*names)
        *names = arena_array(&a->r->arena, (size_t)index->names.n + 1, sizeof **names);
    if (!*names)
        return STATUS_NO_MEMORY;
    a->names = *names;
    a->drive = &a->r->machine->drives[top->drive];
    return matcher_walk_from(matcher, index, index->names.file[top->name],
                             (struct str){drive, sizeof drive}, &(struct matcher_visitor){see, a});
}

/* Patterns are matched without regard to case as each volume has it. */
static enum status ask_drive(struct asking *a, uint32_t drive)
{
    struct matcher *matcher = NULL;
    enum status status = matcher_new(a->rules, a->nrules, comeback_upcase(a->r, drive), &matcher);

    for (uint32_t i = 0; i < a->r->nfolders && status == STATUS_OK; i++) {
        const struct comeback_folder *top = &a->r->folders[i];

        if (top->parent == COMEBACK_NONE && top->drive == drive && top->reason == PLAN_AS_USUAL)
            status = ask_top(a, matcher, top);
    }
    matcher_free(matcher);
    return status;
}

enum status restore_ask(struct comeback *r)
{
    struct asking a = {.r = r};
    enum status status;

    r->moves = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *r->moves);
    if (!r->moves)
        return STATUS_NO_MEMORY;
    if (!r->job->moves || r->job->moves->n == 0)
        return STATUS_OK;
    status = take_rules(&a);
    for (uint32_t i = 0; i < r->machine->ndrives && status == STATUS_OK; i++)
        if (restoring_is_usable(r, i))
            status = ask_drive(&a, i);
    return status;
}
