/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables of components: see privacy.h. */
#include "planner/privacy.h"

#include "planner/condition.h"
#include "planner/objects.h"

/* What the patterns of a set say, as values. */
static struct environment_texts values_of(const struct turn *turn, const struct rules_set *sets,
                                          unsigned context)
{
    struct turn_book *book = turn->book;
    struct arena arena = {0};
    struct patternlist list = {.arena = &arena};
    struct str *at = NULL;

    objects_list(turn, sets, context, &list);
    if (book->status == STATUS_OK) {
        at = arena_array(book->arena, (size_t)list.n + 1, sizeof *at);
        turn_goes_on(book, at ? STATUS_OK : STATUS_NO_MEMORY);
    }
    for (uint32_t i = 0; at && i < list.n; i++)
        at[i] = list.at[i].text;
    arena_free(&arena);
    return (struct environment_texts){at, at ? list.n : 0};
}

static void define(const struct turn *turn, const struct rules_variable *variable, unsigned context,
                   struct environment *environment)
{
    const struct turn_place at = {variable, variable->place, context, "This variable"};
    struct environment_texts values = {NULL, 0};

    switch (variable->kind) {
    case RULES_TEXT:
        values = turn_expand(turn, variable->text, &at);
        break;
    case RULES_OBJECTS:
        values = values_of(turn, variable->set, context);
        break;
    case RULES_SCRIPT:
        turn_say(turn->book, RULES_UNKNOWN_VARIABLE, &at, "The value of %", variable->name,
                 "% is a setting, which is not looked up: patterns with it have no effect.");
        break;
    }
    if (values.n > 0)
        environment_set(environment, variable->name, values);
    else
        environment_set_absent(environment, variable->name, ENVIRONMENT_NOT_HERE);
}

/* Variables of another turn, or whose condition does not hold, are known and have no value. */
static void define_all(const struct turn *turn, const struct rules_environment *list,
                       struct environment *environment)
{
    bool is_asked = list->context & turn_context(turn->user);
    bool holds = is_asked && condition_holds(turn, list->condition);

    for (const struct rules_variable *it = list->variables;
         it && turn_goes_on(turn->book, environment->status); it = it->next)
        if (holds)
            define(turn, it, list->context, environment);
        else
            environment_set_absent(environment, it->name,
                                   is_asked ? ENVIRONMENT_NOT_HERE : ENVIRONMENT_OTHER_TURN);
    turn_goes_on(turn->book, environment->status);
}

void privacy_enter(struct privacy *privacy, const struct rules_environment *list)
{
    struct environment *environment;

    if (!list || privacy->turn.book->status != STATUS_OK)
        return;
    environment = arena_alloc(&privacy->arena, sizeof *environment);
    if (!turn_goes_on(privacy->turn.book, environment ? STATUS_OK : STATUS_NO_MEMORY))
        return;
    *environment = (struct environment){.outer = privacy->turn.variables, .arena = &privacy->arena};
    privacy->turn.variables = environment;
    for (; list; list = list->next)
        define_all(&privacy->turn, list, environment);
}

void privacy_free(struct privacy *privacy)
{
    arena_free(&privacy->arena);
}
