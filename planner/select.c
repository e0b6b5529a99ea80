/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each scope is a set of the matcher, and so are all unconditional excludes together: theirs is the
 * set 0, so that they are seen before what they take away.
 */
#include "planner/select.h"

enum { SET_EVERYWHERE = 0, SET_FIRST_SCOPE = 1, FIRST_CAPACITY = 1024 };

struct selecting {
    const struct expansion *expansion;
    const struct machine_drive *drive;
    struct matcher_rule *rules;
    uint32_t *ids; /* of the expansion, for each of these */
    uint32_t nrules;
    uint32_t capacity; /* of selection->at */
    struct selection *selection;
};

/* Rules that say what is taken; those of a scope without any include say nothing. */
static bool takes_part(const struct expansion *expansion, const struct expand_rule *rule)
{
    return rule->rule->kind == RULES_UNCONDITIONAL_EXCLUDE ||
           ((rule->rule->kind == RULES_INCLUDE || rule->rule->kind == RULES_EXCLUDE) &&
            expansion->scopes[rule->scope].has_include);
}

static void add_rule(struct selecting *s, uint32_t id)
{
    const struct expand_rule *rule = &s->expansion->rules[id];
    bool is_everywhere = rule->rule->kind == RULES_UNCONDITIONAL_EXCLUDE;

    s->rules[s->nrules] = (struct matcher_rule){
        .pattern = &rule->pattern,
        .set = is_everywhere ? SET_EVERYWHERE : SET_FIRST_SCOPE + rule->scope,
        .is_exclude = rule->rule->kind != RULES_INCLUDE,
        .is_conditional = expand_is_conditional(rule),
    };
    s->ids[s->nrules++] = id;
}

static enum status take_rules(struct selecting *s, struct arena *arena)
{
    const struct expansion *expansion = s->expansion;

    s->rules = arena_array(arena, (size_t)expansion->nrules + 1, sizeof *s->rules);
    s->ids = arena_array(arena, (size_t)expansion->nrules + 1, sizeof *s->ids);
    if (!s->rules || !s->ids)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < expansion->nrules; i++)
        if (takes_part(expansion, &expansion->rules[i]))
            add_rule(s, i);
    return STATUS_OK;
}

/* Who wins in the set that begins at *AT, which is moved behind it: a position in s->rules, or
 * INDEX_NONE where no rule of the set applies. */
static uint32_t winner_of_set(const struct selecting *s, const struct matcher_match *match,
                              uint32_t *at)
{
    uint32_t set = s->rules[match->rules[*at]].set, winner = INDEX_NONE;

    for (; *at < match->nrules && s->rules[match->rules[*at]].set == set; ++*at) {
        uint32_t id = match->rules[*at];

        if (winner == INDEX_NONE &&
            (!s->rules[id].is_conditional ||
             expand_applies(&s->expansion->rules[s->ids[id]], s->drive, match->name)))
            winner = id;
    }
    return winner;
}

static enum status add_row(struct selecting *s, struct select_row row)
{
    struct selection *selection = s->selection;

    if (selection->n == s->capacity) {
        uint32_t capacity = s->capacity ? 2 * s->capacity : FIRST_CAPACITY;
        struct select_row *at =
            arena_grow(&selection->arena, selection->at, (size_t)capacity * sizeof *at);

        if (!at)
            return STATUS_NO_MEMORY;
        selection->at = at;
        s->capacity = capacity;
    }
    selection->at[selection->n++] = row;
    return STATUS_OK;
}

static enum status see(void *context, const struct matcher_match *match)
{
    struct selecting *s = context;
    uint32_t taken_by = INDEX_NONE;
    bool is_excluded = false;

    for (uint32_t at = 0; at < match->nrules && taken_by == INDEX_NONE;) {
        uint32_t winner = winner_of_set(s, match, &at);

        if (winner == INDEX_NONE)
            continue;
        is_excluded |= s->rules[winner].set == SET_EVERYWHERE;
        if (!s->rules[winner].is_exclude)
            taken_by = winner;
    }
    s->selection->nmatched++;
    if (taken_by == INDEX_NONE)
        return STATUS_OK;
    s->selection->nexcluded += is_excluded;
    return is_excluded ? STATUS_OK : add_row(s, (struct select_row){match->name, s->ids[taken_by]});
}

enum status select_names(const struct expansion *expansion, const struct machine *machine,
                         uint32_t drive, struct selection *selection_ret)
{
    struct selection selection = {0};
    struct arena arena = {0};
    struct selecting s = {.expansion = expansion, .selection = &selection};
    struct matcher *matcher = NULL;
    enum status status = take_rules(&s, &arena);

    s.drive = &machine->drives[drive];
    if (status == STATUS_OK)
        status = matcher_new(s.rules, s.nrules, s.drive->upcase, &matcher);
    if (status == STATUS_OK)
        status = matcher_walk(matcher, s.drive->index, s.drive->name,
                              &(struct matcher_visitor){see, &s});
    matcher_free(matcher);
    arena_free(&arena);
    if (status == STATUS_OK)
        *selection_ret = selection;
    else
        arena_free(&selection.arena);
    return status;
}

void select_free(struct selection *selection)
{
    arena_free(&selection->arena);
    *selection = (struct selection){0};
}
