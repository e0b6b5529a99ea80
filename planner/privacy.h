/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The variables that components and roles define for themselves, as they are in a turn.
 *
 *   struct privacy privacy = {.turn = {&book, user, turn_variables(&book, user)}};
 *   privacy_enter(&privacy, component->environments);        on top of those around them
 *   ... privacy.turn is now the turn with these variables ...
 *   privacy_free(&privacy);
 *
 * A text is expanded when it is defined, with the variables before it and around it. An object set
 * gives as many values as it means patterns. Of several definitions of one name the last one
 * counts. What the registry or an INI file would say is not known: no pattern with such a variable
 * has an effect, and a note says so.
 */
#ifndef PLANNER_PRIVACY_H
#define PLANNER_PRIVACY_H

#include "planner/turn.h"

struct privacy {
    struct turn turn;
    struct arena arena;
};

/* Defines the variables of LIST. A failure is the book's. */
void privacy_enter(struct privacy *privacy, const struct rules_environment *list);

void privacy_free(struct privacy *privacy);

#endif
