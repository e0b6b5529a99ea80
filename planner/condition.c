/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions: see condition.h. */
#include "planner/condition.h"

#include "planner/matcher.h"
#include "planner/osversion.h"

/* ---- Is there such a file? ---- */

static enum status see_one(void *context, const struct matcher_match *match)
{
    (void)match;
    *(bool *)context = true;
    return STATUS_NOT_FOUND; /* ends the walk */
}

static bool is_on(struct turn_book *book, const struct machine_drive *drive,
                  const struct pattern *pattern)
{
    const struct matcher_rule rule = {.pattern = pattern};
    struct matcher *matcher;
    bool is_there = false;

    if (!turn_goes_on(book, matcher_new(&rule, 1, drive->upcase, &matcher)))
        return false;
    if (matcher_walk(matcher, drive->index, drive->name,
                     &(struct matcher_visitor){see_one, &is_there}) == STATUS_NO_MEMORY)
        turn_goes_on(book, STATUS_NO_MEMORY);
    matcher_free(matcher);
    return is_there;
}

static bool is_anywhere(struct turn_book *book, struct str text, const struct turn_place *at)
{
    struct arena arena = {0};
    struct pattern pattern;
    const char *why = "";
    enum status status = pattern_parse(text, &arena, &pattern, &why);
    bool is_there = false;

    if (status == STATUS_DAMAGED) {
        struct phrase phrase = {0};

        phrase_word(&phrase, "The pattern '");
        phrase_excerpt(&phrase, text);
        phrase_word(&phrase, "' ");
        phrase_word(&phrase, why);
        phrase_word(&phrase, ": the answer is no.");
        turn_note(book, RULES_BAD_PATTERN, at->what, at->place, &phrase);
        phrase_free(&phrase);
    } else if (turn_goes_on(book, status)) {
        for (uint32_t i = 0; i < book->machine->ndrives && !is_there; i++)
            is_there = is_on(book, &book->machine->drives[i], &pattern);
    }
    arena_free(&arena);
    return is_there;
}

/* Is there a file or folder that PATTERN (with variables replaced) matches? Answers are kept. */
static bool exists(struct turn_book *book, struct str pattern, const struct turn_place *at)
{
    uint32_t kept;

    if (!lexicon_find(&book->answers, pattern, &kept)) {
        kept = is_anywhere(book, pattern, at);
        turn_goes_on(book, lexicon_put(&book->answers, pattern, kept));
    }
    return kept != 0;
}

/* ---- Calls ---- */

static struct str argument(const struct rules_call *call, uint32_t no)
{
    return no < call->narguments && call->arguments[no].at ? call->arguments[no] : str_of("");
}

static bool is_word(struct str text, const char *word)
{
    return text_same_folded(text, str_of(word), NULL);
}

/* What cannot be known from the outside. */
static bool refuse(const struct turn *turn, const struct turn_place *at, const char *helper,
                   const char *why)
{
    turn_say(turn->book, RULES_UNANSWERED, at, "", str_of(helper), why);
    return false;
}

static bool does_object_exist(const struct turn *turn, const struct rules_call *call,
                              const struct turn_place *at)
{
    struct environment_texts texts;

    if (!is_word(argument(call, 0), "File"))
        return refuse(turn, at, call->helper->name,
                      " asks for a setting, which is not looked up: the answer is no. An "
                      "application whose settings cannot be seen has none to carry.");
    texts = turn_expand(turn, argument(call, 1), at);
    for (uint32_t i = 0; i < texts.n; i++)
        if (exists(turn->book, texts.at[i], at))
            return true;
    return false;
}

static bool same_glob(const struct glob *a, const struct glob *b, const uint16_t *upcase)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        bool is_any = a->at[i] == GLOB_ANY || b->at[i] == GLOB_ANY;

        if (is_any ? a->at[i] != b->at[i]
                   : text_fold(a->at[i], upcase) != text_fold(b->at[i], upcase))
            return false;
    }
    return true;
}

/* The same place, however it is written. */
static bool is_same(struct turn_book *book, struct str a, struct str b)
{
    const struct machine *machine = book->machine;
    const uint16_t *upcase =
        machine->system < machine->ndrives ? machine->drives[machine->system].upcase : NULL;
    struct arena arena = {0};
    struct pattern p, q;
    const char *why;
    enum status first = pattern_parse(a, &arena, &p, &why);
    enum status second = pattern_parse(b, &arena, &q, &why);
    bool is_equal = first == STATUS_OK && second == STATUS_OK &&
                    same_glob(&p.node, &q.node, upcase) && same_glob(&p.leaf, &q.leaf, upcase);

    if (first == STATUS_NO_MEMORY || second == STATUS_NO_MEMORY)
        turn_goes_on(book, STATUS_NO_MEMORY);
    arena_free(&arena);
    return is_equal;
}

static bool is_same_object(const struct turn *turn, const struct rules_call *call,
                           const struct turn_place *at)
{
    /* A folder that this turn does not know is no other folder's, which is what is asked. */
    const struct turn_place both = {at->what, at->place, RULES_USER_AND_SYSTEM, at->subject};
    struct environment_texts a, b;

    if (!is_word(argument(call, 0), "File"))
        return refuse(turn, at, call->helper->name,
                      " compares settings, which are not looked up: the answer is no.");
    a = turn_expand(turn, argument(call, 1), &both);
    b = turn_expand(turn, argument(call, 2), &both);
    return a.n == 1 && b.n == 1 && is_same(turn->book, a.at[0], b.at[0]);
}

/* Is it the family of Windows that is meant? All that use NTFS are "NT". */
static bool is_family(const struct rules_call *call)
{
    return is_word(argument(call, 0), "NT");
}

static bool does_os_match(const struct turn *turn, const struct rules_call *call,
                          const struct turn_place *at)
{
    const struct osversion version = osversion_of(turn->book->machine);

    (void)at;
    return is_family(call) && osversion_matches(&version, argument(call, 1));
}

static bool is_os_later_than(const struct turn *turn, const struct rules_call *call,
                             const struct turn_place *at)
{
    const struct osversion version = osversion_of(turn->book->machine);

    (void)at;
    return is_family(call) && osversion_compare(&version, argument(call, 1)) >= 0;
}

static bool is_os_earlier_than(const struct turn *turn, const struct rules_call *call,
                               const struct turn_place *at)
{
    const struct osversion version = osversion_of(turn->book->machine);

    (void)at;
    return is_family(call) && osversion_compare(&version, argument(call, 1)) < 0;
}

static bool is_native_64bit(const struct turn *turn, const struct rules_call *call,
                            const struct turn_place *at)
{
    (void)call, (void)at;
    return machine_is_64bit(turn->book->machine);
}

static bool is_system_context(const struct turn *turn, const struct rules_call *call,
                              const struct turn_place *at)
{
    (void)call, (void)at;
    return turn->user == EXPAND_SYSTEM;
}

static bool answer(const struct turn *turn, const struct rules_condition *condition)
{
    static const struct {
        enum helper_id id;
        bool (*ask)(const struct turn *turn, const struct rules_call *call,
                    const struct turn_place *at);
    } helpers[] = {
        {HELPER_DOES_OS_MATCH, does_os_match},
        {HELPER_IS_NATIVE_64BIT, is_native_64bit},
        {HELPER_IS_OS_LATER_THAN, is_os_later_than},
        {HELPER_IS_OS_EARLIER_THAN, is_os_earlier_than},
        {HELPER_IS_SYSTEM_CONTEXT, is_system_context},
        {HELPER_DOES_OBJECT_EXIST, does_object_exist},
        {HELPER_IS_SAME_OBJECT, is_same_object},
    };
    const struct rules_call *call = condition->call;
    const struct turn_place at = {call, call->place, condition->context, "This condition"};

    for (size_t i = 0; i < sizeof helpers / sizeof helpers[0]; i++)
        if (helpers[i].id == call->helper->id)
            return helpers[i].ask(turn, call, &at);
    return refuse(turn, &at, call->helper->name,
                  " asks what files or settings contain, which is not looked into: the answer is "
                  "no.");
}

/* ---- Wholes ---- */

/* Is anything of CONDITION asked in this turn? */
static bool is_asked(const struct turn *turn, const struct rules_condition *condition)
{
    if (!(condition->context & turn_context(turn->user)))
        return false;
    if (condition->kind == RULES_CALL)
        return true;
    for (const struct rules_condition *part = condition->parts; part; part = part->next)
        if (is_asked(turn, part))
            return true;
    return false;
}

static bool is_met(const struct turn *turn, const struct rules_condition *condition);

/* Of those parts that are asked: all of them, or any. */
static bool parts_are_met(const struct turn *turn, const struct rules_condition *whole)
{
    bool wants_any = whole->kind == RULES_ANY_OF;

    for (const struct rules_condition *part = whole->parts; part; part = part->next)
        if (is_asked(turn, part) && is_met(turn, part) == wants_any)
            return wants_any;
    return !wants_any;
}

static bool is_met(const struct turn *turn, const struct rules_condition *condition)
{
    bool is_true =
        condition->kind == RULES_CALL ? answer(turn, condition) : parts_are_met(turn, condition);

    return is_true != condition->is_negated;
}

bool condition_holds(const struct turn *turn, const struct rules_condition *condition)
{
    return !condition || !is_asked(turn, condition) || is_met(turn, condition);
}
