/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A turn: the computer's, or that of one user, in which rules are asked. What turns share is their
 * book: the computer, the variables of everyone, what was told and answered before.
 *
 *   status = turn_open(&book, machine, &arena, &notes);
 *   struct turn turn = {&book, EXPAND_SYSTEM, turn_variables(&book, EXPAND_SYSTEM)};
 *   turn_expand(&turn, text, &at);      turn_note(&turn, RULES_..., rule, place, &phrase);
 *   if (book.status != STATUS_OK) ... nothing that was said since counts ...
 *   turn_close(&book);
 *
 * One thread at a time; everything lives in the book's arenas.
 */
#ifndef PLANNER_TURN_H
#define PLANNER_TURN_H

#include "planner/expand.h"
#include "planner/phrase.h"
#include "planner/wellknown.h"

enum { TURN_BYTES_MAX = 1 << 29 }; /* of all texts of an expansion */

struct turn_book {
    const struct machine *machine;
    struct arena *arena;        /* of what is kept */
    struct rules_notes *notes;  /* borrowed */
    struct environment system;  /* the computer's variables */
    struct environment **users; /* by profile; NULL where the user does not take part */
    struct lexicon told;        /* notes that were given */
    struct lexicon answers;     /* of conditions that cost a walk: by pattern, 0 or 1 */
    size_t nbytes;              /* of texts so far */
    enum status status;         /* the first failure; what follows it is void */
    struct arena scratch;       /* gone with the book */
};

struct turn {
    struct turn_book *book;
    uint32_t user; /* profile, or EXPAND_SYSTEM */
    const struct environment *variables;
};

/* What a text is for, so that a note about it stands in the right place and but once. */
struct turn_place {
    const void *what; /* the rule's part it is told of */
    struct rules_place place;
    unsigned context;    /* bits of enum rules_context: turns in which it is asked */
    const char *subject; /* "This pattern" */
};

/* STATUS_NO_MEMORY. turn_close in any case. */
enum status turn_open(struct turn_book *book_ret, const struct machine *machine,
                      struct arena *arena, struct rules_notes *notes);
void turn_close(struct turn_book *book);

/* The variables of USER, or of the computer. */
const struct environment *turn_variables(const struct turn_book *book, uint32_t user);

/* The bit of enum rules_context that USER's turn is. */
unsigned turn_context(uint32_t user);

/* Keeps the first failure. True while there is none. */
bool turn_goes_on(struct turn_book *book, enum status status);

/* Says SENTENCE, which is emptied, once for each WHAT and KIND. */
void turn_note(struct turn_book *book, enum rules_note_kind kind, const void *what,
               struct rules_place place, struct phrase *sentence);

/* The same of a sentence in three parts. */
void turn_say(struct turn_book *book, enum rules_note_kind kind, const struct turn_place *at,
              const char *before, struct str middle, const char *behind);

/* TEXT with variables replaced; where one has no value here, none, and a note says so unless it is
 * no surprise. */
struct environment_texts turn_expand(const struct turn *turn, struct str text,
                                     const struct turn_place *at);

#endif
