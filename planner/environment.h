/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variables and what they mean: the computer's, a user's on top of these, a component's on top of
 * those.
 *
 *   struct environment environment = {.outer = &computer, .arena = &arena};
 *   environment_set_path(&environment, str_of("USERPROFILE"), path);
 *   status = environment_expand(&environment, text, &expanded);
 *   for (uint32_t i = 0; i < expanded.texts.n; i++) ... expanded.texts.at[i] ...
 *
 * Values are texts of patterns: what is special in a path is escaped in them. A variable may have
 * several values; a text then becomes as many. One that has none here may be known all the same,
 * and hides nothing of the environments around it. Names are compared without regard to the case of
 * ASCII letters.
 *
 * One thread at a time; read-only while another environment stands on it.
 */
#ifndef PLANNER_ENVIRONMENT_H
#define PLANNER_ENVIRONMENT_H

#include "planner/lexicon.h"

enum {
    ENVIRONMENT_NAME_MAX = 255,      /* bytes of a name; longer ones are known to nobody */
    ENVIRONMENT_VARIABLES_MAX = 32,  /* in one text */
    ENVIRONMENT_TEXTS_MAX = 4096,    /* that one text becomes */
    ENVIRONMENT_BYTES_MAX = 1 << 22, /* of all these together */
};

/* Why a variable has no value. */
enum environment_why {
    ENVIRONMENT_UNKNOWN,    /* nobody defines it */
    ENVIRONMENT_NOT_HERE,   /* this Windows has no such folder, or what defines it has no effect */
    ENVIRONMENT_OTHER_TURN, /* users have it and the computer does not, or the other way */
    ENVIRONMENT_VIRTUAL,    /* a folder of the shell that lies nowhere on a disk */
    ENVIRONMENT_TOO_MUCH,   /* the text would become too many or too long */
};

struct environment_texts {
    const struct str *at;
    uint32_t n;
};

struct environment_variable {
    struct environment_texts values;
    enum environment_why why; /* where there are none */
};

struct environment {
    const struct environment *outer; /* asked next; NULL: none */
    struct arena *arena;
    struct lexicon names; /* to positions in VARIABLES */
    struct environment_variable *variables;
    uint32_t n, capacity;
    enum status status; /* of all that was set */
};

/* Sets NAME, or sets it anew, to VALUES, which are borrowed. */
void environment_set(struct environment *environment, struct str name,
                     struct environment_texts values);

/* Sets NAME to one PATH; an empty one: ENVIRONMENT_NOT_HERE. */
void environment_set_path(struct environment *environment, struct str name, struct str path);

/* NAME is known and has no value, unless it has one already. */
void environment_set_absent(struct environment *environment, struct str name,
                            enum environment_why why);

/* What NAME means; without a value it says why. */
struct environment_variable environment_find(const struct environment *environment,
                                             struct str name);

struct environment_expanded {
    struct environment_texts texts; /* none where a variable has none */
    struct str missing;             /* the name of that variable */
    enum environment_why why;
};

/*
 * TEXT with all %NAME% replaced, in ARENA; TEXT itself, borrowed, where it has none. What is
 * between percent signs and has \ [ ] * ^ or a blank in it is no name. STATUS_NO_MEMORY.
 */
enum status environment_expand(const struct environment *environment, struct str text,
                               struct arena *arena, struct environment_expanded *expanded_ret);

#endif
