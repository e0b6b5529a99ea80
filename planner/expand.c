/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules to patterns: see expand.h.
 *
 * Components and, within them, turns are gone through once. Of what is around a group (the
 * components and roles that it stands in) each gives its variables first and is then asked whether
 * it is there.
 */
#include "planner/expand.h"

#include "planner/condition.h"
#include "planner/objects.h"
#include "planner/privacy.h"

enum { RULES_MAX = 1 << 24 };

struct expander {
    struct turn_book book;
    struct expansion *to;
    uint32_t rules_capacity, scopes_capacity;
    struct lexicon parsed;   /* texts to the rule that has their pattern */
    struct patternlist list; /* of the rule at hand */
    struct arena scratch;
};

/* ---- Rows ---- */

static void *grown(struct expander *x, void *column, uint32_t n, uint32_t *capacity, size_t size)
{
    uint32_t wanted = *capacity ? 2 * *capacity : 64;
    void *at;

    if (n < *capacity)
        return column;
    at = wanted <= RULES_MAX ? arena_grow(&x->to->arena, column, wanted * size) : NULL;
    if (!at) {
        turn_goes_on(&x->book, wanted <= RULES_MAX ? STATUS_NO_MEMORY : STATUS_TOO_LARGE);
        return NULL;
    }
    *capacity = wanted;
    return at;
}

static struct expand_scope *add_scope(struct expander *x, const struct rules_component *component,
                                      uint32_t user)
{
    struct expansion *to = x->to;
    struct expand_scope *at =
        grown(x, to->scopes, to->nscopes, &x->scopes_capacity, sizeof *to->scopes);

    if (!at)
        return NULL;
    to->scopes = at;
    to->scopes[to->nscopes] = (struct expand_scope){component, user, false};
    return &to->scopes[to->nscopes++];
}

static void note_bad(struct expander *x, const struct patternlist_text *text, const char *why)
{
    struct phrase phrase = {0};

    phrase_word(&phrase, "The pattern '");
    phrase_add(&phrase, text->text);
    phrase_word(&phrase, "' matches nothing: it ");
    phrase_word(&phrase, why);
    phrase_word(&phrase, ".");
    turn_note(&x->book, RULES_BAD_PATTERN, text->what, text->place, &phrase);
    phrase_free(&phrase);
}

/* The pattern of TEXT, of which there is one for all rules that have it. */
static bool parse(struct expander *x, const struct patternlist_text *text,
                  struct pattern *pattern_ret)
{
    const char *why = "";
    enum status status;
    uint32_t rule;

    if (lexicon_find(&x->parsed, text->text, &rule)) {
        *pattern_ret = x->to->rules[rule].pattern;
        return true;
    }
    status = pattern_parse(text->text, &x->to->arena, pattern_ret, &why);
    if (status == STATUS_DAMAGED)
        note_bad(x, text, why);
    else if (turn_goes_on(&x->book, status))
        turn_goes_on(&x->book, lexicon_put(&x->parsed, text->text, x->to->nrules));
    return status == STATUS_OK;
}

/* Adds RULE with one of its patterns. False where that is none. */
static bool add_rule(struct expander *x, const struct rule *rule, const struct filter *filter,
                     const struct patternlist_text *text)
{
    struct expansion *to = x->to;
    struct expand_rule *at = grown(x, to->rules, to->nrules, &x->rules_capacity, sizeof *to->rules);
    struct pattern pattern;

    if (!at)
        return false;
    to->rules = at;
    if (!parse(x, text, &pattern))
        return false;
    to->rules[to->nrules++] = (struct expand_rule){
        .rule = rule,
        .place = text->place,
        .text = text->text,
        .pattern = pattern,
        .filter = *filter,
        .scope = to->nscopes - 1,
        .spares_hidden_system = text->spares_hidden_system,
    };
    return true;
}

/* ---- One rule ---- */

/* The filter of RULE, with a note where it cannot be read or asked. */
static struct filter filter_of(struct expander *x, const struct rule *rule)
{
    bool has_filter = rule->kind == RULES_INCLUDE || rule->kind == RULES_EXCLUDE ||
                      rule->kind == RULES_DESTINATION_CLEANUP;
    const struct rules_call *call = has_filter ? rule->call : NULL;
    const struct turn_place at = {rule, rule->place, RULES_USER_AND_SYSTEM, "This rule"};
    struct filter filter;
    const char *wrong = filter_parse(call, &filter);

    if (wrong)
        turn_say(&x->book, RULES_UNKNOWN_VALUE, &at, "This rule has no effect. ", str_of(wrong),
                 "");
    else if (call && call->helper->use == HELPER_FOR_SETTINGS)
        turn_say(&x->book, RULES_UNANSWERED, &at, "", str_of(call->helper->name),
                 " asks what files or settings contain, which is not looked into: the rule is "
                 "meant for all that its patterns match.");
    return filter;
}

/* Adds RULE; true where it has patterns in this turn. */
static bool expand_one(struct expander *x, const struct turn *turn, const struct rules_group *group,
                       const struct rule *rule)
{
    struct filter filter = filter_of(x, rule);
    bool has_patterns = false;

    x->list.n = 0;
    objects_list(turn, rule->sets, group->context, &x->list);
    for (uint32_t i = 0; i < x->list.n && x->book.status == STATUS_OK; i++)
        has_patterns = add_rule(x, rule, &filter, &x->list.at[i]) || has_patterns;
    return has_patterns;
}

/* ---- What is around a group ---- */

static bool enter(struct privacy *privacy, const struct rules_environment *environments,
                  const struct rules_condition *detection)
{
    privacy_enter(privacy, environments);
    return condition_holds(&privacy->turn, detection);
}

static bool enter_role(struct privacy *privacy, const struct rules_role *role)
{
    return !role || (enter_role(privacy, role->parent) &&
                     enter(privacy, role->environments, role->detection));
}

static bool enter_component(struct privacy *privacy, const struct rules_component *component)
{
    return !component ||
           (enter_component(privacy, component->parent) && enter_role(privacy, component->role) &&
            enter(privacy, component->environments, component->detection));
}

static bool is_wanted(const struct turn *turn, const struct rules_group *group)
{
    for (; group; group = group->parent)
        if (!condition_holds(turn, group->condition))
            return false;
    return true;
}

/* ---- One component in one turn ---- */

/* What a component's rules came to. */
struct outcome {
    const struct rule *first_exclude;
    bool has_include;
};

static void expand_group(struct expander *x, const struct turn *turn,
                         const struct rules_group *group, struct outcome *outcome)
{
    for (const struct rule *rule = group->rules; rule && x->book.status == STATUS_OK;
         rule = rule->next) {
        if (!expand_one(x, turn, group, rule))
            continue;
        outcome->has_include |= rule->kind == RULES_INCLUDE;
        if (rule->kind == RULES_EXCLUDE && !outcome->first_exclude)
            outcome->first_exclude = rule;
    }
}

/* Groups of one role stand side by side mostly: what is around them is entered once. */
static void expand_groups(struct expander *x, const struct privacy *around,
                          const struct rules_component *component, struct outcome *outcome)
{
    unsigned context = turn_context(around->turn.user);
    const struct rules_role *role = NULL;
    struct privacy inside = {.turn = around->turn};
    bool is_there = true;

    for (const struct rules_group *group = component->groups; group && x->book.status == STATUS_OK;
         group = group->next) {
        if (!(group->context & context))
            continue;
        if (group->role != role) {
            privacy_free(&inside);
            inside = (struct privacy){.turn = around->turn};
            is_there = enter_role(&inside, group->role);
            role = group->role;
        }
        if (is_there && is_wanted(&inside.turn, group))
            expand_group(x, &inside.turn, group, outcome);
    }
    privacy_free(&inside);
}

static void note_dead(struct expander *x, const struct rules_component *component,
                      const struct rule *exclude)
{
    const struct turn_place at = {component, exclude->place, RULES_USER_AND_SYSTEM, "This rule"};

    turn_say(&x->book, RULES_DEAD_EXCLUDE, &at, "Component '", component->name,
             "' includes nothing here, so that its excludes exclude nothing: other components do "
             "not heed them. <unconditionalExclude> is heeded by all.");
}

static void expand_turn(struct expander *x, const struct rules_component *component, uint32_t user)
{
    struct privacy around = {.turn = {&x->book, user, turn_variables(&x->book, user)}};
    struct outcome outcome = {0};
    struct expand_scope *scope = NULL;

    if (enter_component(&around, component) && x->book.status == STATUS_OK)
        scope = add_scope(x, component, user);
    if (scope) {
        uint32_t no = x->to->nscopes - 1;

        expand_groups(x, &around, component, &outcome);
        x->to->scopes[no].has_include = outcome.has_include;
        if (outcome.first_exclude && !outcome.has_include)
            note_dead(x, component, outcome.first_exclude);
    }
    privacy_free(&around);
}

/* ---- All ---- */

/* Config.xml leaves out a component with all in it. */
static bool is_taken(const struct config *config, const struct rules_component *component)
{
    for (; config && component; component = component->parent)
        if (!config_takes(config, component->file->urlid, component->name))
            return false;
    return true;
}

static void expand_component(struct expander *x, const struct rules_component *component)
{
    if (component->context & RULES_SYSTEM)
        expand_turn(x, component, EXPAND_SYSTEM);
    if (component->context & RULES_USER)
        for (uint32_t user = 0; user < x->book.machine->profiles->n; user++)
            if (x->book.users[user] && x->book.status == STATUS_OK)
                expand_turn(x, component, user);
}

enum status expand(const struct expand_job *job, struct expansion *expansion_ret)
{
    struct expander x = {.to = expansion_ret};
    enum status status;

    *expansion_ret = (struct expansion){0};
    expansion_ret->notes.arena = &expansion_ret->arena;
    x.parsed.arena = x.list.arena = &x.scratch;
    turn_open(&x.book, job->machine, &expansion_ret->arena, &expansion_ret->notes);
    for (const struct rules_component *it = job->rules->components;
         it && x.book.status == STATUS_OK; it = it->next)
        if (is_taken(job->config, it))
            expand_component(&x, it);
    status = x.book.status;
    turn_close(&x.book);
    arena_free(&x.scratch);
    if (status != STATUS_OK)
        expand_free(expansion_ret);
    return status;
}

void expand_free(struct expansion *expansion)
{
    arena_free(&expansion->arena);
    *expansion = (struct expansion){0};
}

bool expand_applies(const struct expand_rule *rule, const struct machine_drive *drive,
                    uint32_t name)
{
    const struct index *index = drive->index;
    uint32_t file = index->names.file[name];
    bool is_file = !(index->files.flags[file] & FILE_DIRECTORY);

    if (rule->spares_hidden_system && is_file && filter_is_out_of_sight(index, file))
        return false;
    return filter_agrees(&rule->filter, index, file);
}

bool expand_is_conditional(const struct expand_rule *rule)
{
    return rule->spares_hidden_system || rule->filter.kind != FILTER_YES;
}
