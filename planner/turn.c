/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns and what they share: see turn.h. */
#include "planner/turn.h"

static bool take_part(const struct machine *machine, uint32_t user)
{
    return machine->is_chosen && machine->is_chosen[user];
}

static void add_user(struct turn_book *book, uint32_t user)
{
    const struct profile *profile = &book->machine->profiles->at[user];
    struct environment *made = arena_alloc(&book->scratch, sizeof *made);

    if (!turn_goes_on(book, made ? STATUS_OK : STATUS_NO_MEMORY))
        return;
    *made = (struct environment){.outer = &book->system, .arena = book->arena};
    wellknown_user(book->machine, profile, made);
    turn_goes_on(book, made->status);
    book->users[user] = made;
}

enum status turn_open(struct turn_book *book_ret, const struct machine *machine,
                      struct arena *arena, struct rules_notes *notes)
{
    struct turn_book *book = book_ret;
    uint32_t n = machine->profiles->n;

    *book = (struct turn_book){.machine = machine, .arena = arena, .notes = notes};
    book->told.arena = book->answers.arena = &book->scratch;
    book->system.arena = arena;
    book->users = arena_array(&book->scratch, (size_t)n + 1, sizeof *book->users);
    if (!book->users)
        return book->status = STATUS_NO_MEMORY;
    wellknown_computer(machine, &book->system);
    turn_goes_on(book, book->system.status);
    for (uint32_t user = 0; user < n && book->status == STATUS_OK; user++)
        if (take_part(machine, user))
            add_user(book, user);
    return book->status;
}

void turn_close(struct turn_book *book)
{
    arena_free(&book->scratch);
}

const struct environment *turn_variables(const struct turn_book *book, uint32_t user)
{
    return user == EXPAND_SYSTEM ? &book->system : book->users[user];
}

unsigned turn_context(uint32_t user)
{
    return user == EXPAND_SYSTEM ? RULES_SYSTEM : RULES_USER;
}

bool turn_goes_on(struct turn_book *book, enum status status)
{
    if (book->status == STATUS_OK)
        book->status = status;
    return book->status == STATUS_OK;
}

/* Was it told before? If not, it is from now on. */
static bool is_told(struct turn_book *book, enum rules_note_kind kind, const void *what)
{
    uintptr_t bits[2] = {(uintptr_t)what, (uintptr_t)kind};
    char *key = arena_alloc(&book->scratch, sizeof bits);
    uint32_t number;

    if (!turn_goes_on(book, key ? STATUS_OK : STATUS_NO_MEMORY))
        return true;
    memcpy(key, bits, sizeof bits);
    if (lexicon_find(&book->told, (struct str){key, sizeof bits}, &number))
        return true;
    return !turn_goes_on(book, lexicon_put(&book->told, (struct str){key, sizeof bits}, 1));
}

void turn_note(struct turn_book *book, enum rules_note_kind kind, const void *what,
               struct rules_place place, struct phrase *sentence)
{
    if (sentence->is_short)
        turn_goes_on(book, STATUS_NO_MEMORY);
    if (book->status == STATUS_OK && !is_told(book, kind, what))
        rules_note_add(book->notes, kind, place, phrase_view(sentence));
    if (book->notes->is_short)
        turn_goes_on(book, STATUS_NO_MEMORY);
    sentence->n = 0;
}

void turn_say(struct turn_book *book, enum rules_note_kind kind, const struct turn_place *at,
              const char *before, struct str middle, const char *behind)
{
    struct phrase phrase = {0};

    phrase_word(&phrase, before);
    phrase_add(&phrase, middle);
    phrase_word(&phrase, behind);
    turn_note(book, kind, at->what, at->place, &phrase);
    phrase_free(&phrase);
}

static bool is_no_surprise(enum environment_why why, const struct turn_place *at)
{
    return why == ENVIRONMENT_NOT_HERE ||
           (why == ENVIRONMENT_OTHER_TURN && at->context == RULES_USER_AND_SYSTEM);
}

static const char *reason_of(enum environment_why why)
{
    switch (why) {
    case ENVIRONMENT_UNKNOWN:
        return "% is known to nobody";
    case ENVIRONMENT_NOT_HERE:
        return "% has no value here";
    case ENVIRONMENT_OTHER_TURN:
        return "% is a variable of users, or of the computer, and this is asked for the other";
    case ENVIRONMENT_VIRTUAL:
        return "% is a folder of the desktop alone, and lies nowhere on a disk";
    case ENVIRONMENT_TOO_MUCH:
        return "% would become too many patterns, or too long ones";
    }
    return "";
}

static void note_missing(const struct turn *turn, const struct environment_expanded *expanded,
                         const struct turn_place *at)
{
    struct phrase phrase = {0};

    if (is_no_surprise(expanded->why, at))
        return;
    phrase_word(&phrase, at->subject);
    phrase_word(&phrase, " has no effect: %");
    phrase_add(&phrase, expanded->missing);
    phrase_word(&phrase, reason_of(expanded->why));
    phrase_word(&phrase, ".");
    turn_note(turn->book, RULES_UNKNOWN_VARIABLE, at->what, at->place, &phrase);
    phrase_free(&phrase);
}

struct environment_texts turn_expand(const struct turn *turn, struct str text,
                                     const struct turn_place *at)
{
    struct turn_book *book = turn->book;
    struct environment_expanded expanded = {0};

    if (!turn_goes_on(book, environment_expand(turn->variables, text, book->arena, &expanded)))
        return (struct environment_texts){NULL, 0};
    if (expanded.texts.n == 0)
        note_missing(turn, &expanded, at);
    for (uint32_t i = 0; i < expanded.texts.n; i++)
        book->nbytes += expanded.texts.at[i].n + sizeof expanded.texts.at[i];
    if (book->nbytes > TURN_BYTES_MAX)
        turn_goes_on(book, STATUS_TOO_LARGE);
    return expanded.texts;
}
