/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts that make patterns: see generate.h. */
#include "planner/generate.h"

#include "planner/generate_docs.h"

static struct str argument(const struct rules_call *call, uint32_t no)
{
    return no < call->narguments && call->arguments[no].at ? call->arguments[no] : str_of("");
}

static bool is_word(struct str text, const char *word)
{
    return text_same_folded(text, str_of(word), NULL);
}

static struct turn_place place_of(const struct rules_call *call, unsigned context)
{
    return (struct turn_place){call, call->place, context, "This script"};
}

static void add(struct turn_book *book, struct patternlist *list, const struct rules_call *call,
                struct str text)
{
    const struct patternlist_text made = {.text = text, .place = call->place, .what = call};

    turn_goes_on(book, patternlist_add(list, &made));
}

/* ---- GenerateDrivePatterns ---- */

/* MACHINE_FIXED and so on; -1 for no such word. */
static int kind_of(struct str word)
{
    static const char *const words[] = {"Fixed", "Removable", "CDROM", "Remote"};

    for (int i = 0; i < 4; i++)
        if (is_word(word, words[i]))
            return i;
    return -1;
}

/* "C:" and "* [*.doc]" to "C:\* [*.doc]". */
static void add_on_drive(const struct turn *turn, const struct machine_drive *drive,
                         struct str segment, const struct rules_call *call,
                         struct patternlist *list)
{
    struct phrase phrase = {0};
    struct str text;

    phrase_add(&phrase, drive->name);
    if (segment.n == 0 || *segment.at != '\\')
        phrase_word(&phrase, "\\");
    phrase_add(&phrase, segment);
    text = phrase_keep(&phrase, turn->book->arena);
    turn->book->nbytes += text.n;
    if (turn_goes_on(turn->book, phrase.is_short ? STATUS_NO_MEMORY : STATUS_OK))
        add(turn->book, list, call, text);
    phrase_free(&phrase);
}

static void on_drives(const struct turn *turn, const struct rules_call *call, unsigned context,
                      struct patternlist *list)
{
    const struct machine *machine = turn->book->machine;
    const struct turn_place at = place_of(call, context);
    struct environment_texts texts = turn_expand(turn, argument(call, 0), &at);
    int kind = kind_of(argument(call, 1));

    for (uint32_t i = 0; i < texts.n; i++)
        for (uint32_t drive = 0; drive < machine->ndrives; drive++)
            if ((int)machine->drives[drive].kind == kind)
                add_on_drive(turn, &machine->drives[drive], texts.at[i], call, list);
}

/* ---- GenerateUserPatterns ---- */

/* The variables of TURN, with those of USER in place of those of the turn's own user. */
static const struct environment *rebased(const struct turn *turn, uint32_t user)
{
    struct turn_book *book = turn->book;
    const struct environment *old = turn_variables(book, turn->user), *first = NULL;
    const struct environment **end = &first;

    for (const struct environment *it = turn->variables; it && it != old; it = it->outer) {
        struct environment *copy = arena_alloc(&book->scratch, sizeof *copy);

        if (!turn_goes_on(book, copy ? STATUS_OK : STATUS_NO_MEMORY))
            return turn->variables;
        *copy = *it;
        *end = copy;
        end = &copy->outer;
    }
    *end = turn_variables(book, user);
    return first;
}

static void for_user(const struct turn *turn, uint32_t user, const struct rules_call *call,
                     struct patternlist *list)
{
    const struct turn_place at = place_of(call, RULES_USER);
    const struct turn other = {turn->book, user, rebased(turn, user)};
    struct environment_texts texts = turn_expand(&other, argument(call, 1), &at);

    for (uint32_t i = 0; i < texts.n; i++)
        add(turn->book, list, call, texts.at[i]);
}

static bool is_true(struct str word)
{
    return is_word(word, "TRUE") || is_word(word, "Yes") || is_word(word, "1");
}

static void for_users(const struct turn *turn, const struct rules_call *call,
                      struct patternlist *list)
{
    struct turn_book *book = turn->book;

    if (!is_word(argument(call, 0), "File"))
        return;
    for (uint32_t user = 0; user < book->machine->profiles->n; user++)
        if (book->users[user] && (user != turn->user || is_true(argument(call, 2))))
            for_user(turn, user, call, list);
}

/* ---- All ---- */

void generate_patterns(const struct turn *turn, const struct rules_call *call, unsigned context,
                       struct patternlist *list)
{
    if (call->helper->id == HELPER_GENERATE_DRIVE_PATTERNS)
        on_drives(turn, call, context, list);
    else if (call->helper->id == HELPER_GENERATE_USER_PATTERNS)
        for_users(turn, call, list);
    else if (call->helper->id == HELPER_GENERATE_DOC_PATTERNS)
        generate_docs(turn, call, list);
}
