/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rule decides of each name of the store. The matcher goes down each "C$" as if it were C:,
 * so that patterns are those of the old places.
 */
#include "planner/matcher.h"
#include "planner/restore_place.h"

/* What decides of a name: each kind on its own; what takes files, in each scope on its own. */
enum { SET_MOVE, SET_MERGE, SET_ATTRIBUTES, SET_FIRST_SCOPE, NSETS = SET_FIRST_SCOPE };

/* What takes a name: nothing that is known; a rule that leaves out shortcuts which lead nowhere;
 * another one. */
enum taken { BY_NOTHING, BY_RELEVANCE, AT_ONCE };

struct asking {
    struct comeback *r;
    struct matcher_rule *rules;
    uint32_t *ids;     /* of each of these: its rule of the expansion */
    uint32_t *numbers; /* the same: of moves that of the relocation, of merges that of the rule */
    uint32_t nrules;
    const struct machine_drive *drive;
    uint32_t *names[NSETS]; /* of the drive */
    uint32_t *links;        /* the same; NULL: they are not asked for */
};

/* Does it take a shortcut only if that leads anywhere? */
static bool asks_for_relevance(const struct rule *rule)
{
    return rule->kind == RULES_INCLUDE && rule->call &&
           rule->call->helper->id == HELPER_IGNORE_IRRELEVANT_LINKS;
}

static void add_rule(struct asking *a, uint32_t set, uint32_t id, uint32_t number)
{
    const struct expand_rule *rule = &a->r->job->expansion->rules[id];

    a->ids[a->nrules] = id;
    a->numbers[a->nrules] = number;
    a->rules[a->nrules++] = (struct matcher_rule){
        .pattern = &rule->pattern,
        .set = set,
        .is_exclude =
            rule->rule->kind == RULES_EXCLUDE || rule->rule->kind == RULES_EXCLUDE_ATTRIBUTES,
        .is_conditional = expand_is_conditional(rule) || asks_for_relevance(rule->rule)};
}

static bool is_merge(const struct rule *rule)
{
    return rule->kind == RULES_MERGE && rule->call &&
           rule->call->helper->place == HELPER_IN_MERGE &&
           rule->call->helper->use == HELPER_FOR_RESTORE;
}

/* Descriptors are left out as a whole, or stay. */
static bool is_security(const struct rule *rule)
{
    return (rule->kind == RULES_EXCLUDE_ATTRIBUTES &&
            (rule->attributes & RULES_SECURITY) == RULES_SECURITY) ||
           (rule->kind == RULES_INCLUDE_ATTRIBUTES && rule->attributes & RULES_SECURITY);
}

static enum status take_rules(struct asking *a)
{
    const struct relocations *moves = a->r->job->moves;
    const struct expansion *expansion = a->r->job->expansion;
    size_t n = (size_t)moves->n + 2 * (size_t)expansion->nrules + 1;

    a->rules = arena_array(&a->r->arena, n, sizeof *a->rules);
    a->ids = arena_array(&a->r->arena, n, sizeof *a->ids);
    a->numbers = arena_array(&a->r->arena, n, sizeof *a->numbers);
    if (!a->rules || !a->ids || !a->numbers)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < moves->n; i++)
        add_rule(a, SET_MOVE, moves->at[i].rule, i);
    for (uint32_t i = 0; i < expansion->nrules; i++)
        if (is_merge(expansion->rules[i].rule))
            add_rule(a, SET_MERGE, i, i);
    for (uint32_t i = 0; i < expansion->nrules; i++)
        if (is_security(expansion->rules[i].rule))
            add_rule(a, SET_ATTRIBUTES, i, i);
    for (uint32_t i = 0; i < expansion->nrules && a->r->job->links; i++)
        if (expansion->rules[i].rule->kind == RULES_INCLUDE ||
            expansion->rules[i].rule->kind == RULES_EXCLUDE)
            add_rule(a, SET_FIRST_SCOPE + expansion->rules[i].scope, i, i);
    return STATUS_OK;
}

static bool applies(const struct asking *a, uint32_t rule, uint32_t name)
{
    return !a->rules[rule].is_conditional ||
           expand_applies(&a->r->job->expansion->rules[a->ids[rule]], a->drive, name);
}

/* What takes a shortcut that leads nowhere: of each scope the most specific rule that is meant for
 * it, for which those that ask for relevance stand aside. */
static enum taken taken_by(const struct asking *a, const struct matcher_match *match, uint32_t at)
{
    enum taken taken = BY_NOTHING;
    uint32_t decided = UINT32_MAX; /* set */

    for (; at < match->nrules && taken != AT_ONCE; at++) {
        const uint32_t rule = match->rules[at];

        if (a->rules[rule].set == decided || !applies(a, rule, match->name))
            continue;
        if (asks_for_relevance(a->r->job->expansion->rules[a->ids[rule]].rule)) {
            taken = BY_RELEVANCE;
            continue;
        }
        decided = a->rules[rule].set;
        if (!a->rules[rule].is_exclude)
            taken = AT_ONCE;
    }
    return taken;
}

/* Of those of a set that match the most specific comes first; scopes come last. */
static enum status see(void *context, const struct matcher_match *match)
{
    struct asking *a = context;
    uint32_t i = 0;

    for (; i < match->nrules && a->rules[match->rules[i]].set < NSETS; i++) {
        uint32_t rule = match->rules[i];
        uint32_t *number = &a->names[a->rules[rule].set][match->name];

        if (*number == 0 && applies(a, rule, match->name))
            *number = a->numbers[rule] + 1;
    }
    if (a->links)
        a->links[match->name] = taken_by(a, match, i) == BY_RELEVANCE;
    return STATUS_OK;
}

static enum status begin_names(struct asking *a, uint32_t **column, uint32_t drive,
                               uint32_t **names_ret)
{
    if (!column[drive])
        column[drive] = arena_array(&a->r->arena, (size_t)comeback_index(a->r, drive)->names.n + 1,
                                    sizeof *column[drive]);
    *names_ret = column[drive];
    return column[drive] ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status ask_top(struct asking *a, const struct matcher *matcher,
                           const struct comeback_folder *top)
{
    const char drive[] = {(char)('A' + top->letter), ':'};
    const struct index *index = comeback_index(a->r, top->drive);
    enum status status = begin_names(a, a->r->moves, top->drive, &a->names[SET_MOVE]);

    if (status == STATUS_OK)
        status = begin_names(a, a->r->merges, top->drive, &a->names[SET_MERGE]);
    if (status == STATUS_OK)
        status = begin_names(a, a->r->attributes, top->drive, &a->names[SET_ATTRIBUTES]);
    if (status == STATUS_OK && a->r->job->links)
        status = begin_names(a, a->r->links, top->drive, &a->links);
    if (status != STATUS_OK)
        return status;
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
    r->merges = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *r->merges);
    r->links = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *r->links);
    r->attributes = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *r->attributes);
    if (!r->moves || !r->merges || !r->links || !r->attributes)
        return STATUS_NO_MEMORY;
    if (!r->job->moves)
        return STATUS_OK;
    status = take_rules(&a);
    for (uint32_t i = 0; i < r->machine->ndrives && a.nrules > 0 && status == STATUS_OK; i++)
        if (restoring_is_usable(r, i))
            status = ask_drive(&a, i);
    return status;
}
