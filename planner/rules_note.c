/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes about files of rules: see rules_note.h.
 */
#include "planner/rules_note.h"

#include <assert.h>

static const struct {
    const char *word;
    enum rules_severity severity;
} kinds[RULES_NNOTES] = {
    [RULES_UNKNOWN_HELPER] = {"unknown-helper", RULES_ERROR},
    [RULES_MALFORMED_CALL] = {"malformed-call", RULES_ERROR},
    [RULES_HELPER_ARGUMENTS] = {"helper-arguments", RULES_ERROR},
    [RULES_BAD_PATTERN] = {"bad-pattern", RULES_ERROR},
    [RULES_UNKNOWN_NAME] = {"unknown-name", RULES_ERROR},
    [RULES_NAME_LOOP] = {"name-loop", RULES_ERROR},
    [RULES_CONFIG_AS_RULES] = {"config-as-rules", RULES_ERROR},
    [RULES_AS_CONFIG] = {"rules-as-config", RULES_ERROR},
    [RULES_NOT_RULES] = {"not-rules", RULES_ERROR},
    [RULES_SAME_URLID] = {"same-urlid", RULES_WARNING},
    [RULES_NO_URLID] = {"no-urlid", RULES_WARNING},
    [RULES_UNKNOWN_ELEMENT] = {"unknown-element", RULES_WARNING},
    [RULES_UNKNOWN_ATTRIBUTE] = {"unknown-attribute", RULES_WARNING},
    [RULES_UNKNOWN_VALUE] = {"unknown-value", RULES_WARNING},
    [RULES_MISPLACED_HELPER] = {"misplaced-helper", RULES_WARNING},
    [RULES_NO_DISPLAY_NAME] = {"no-display-name", RULES_WARNING},
    [RULES_SAME_COMPONENT] = {"same-component", RULES_WARNING},
    [RULES_EMPTY] = {"no-effect", RULES_WARNING},
    [RULES_OUTSIDE_CONTEXT] = {"outside-context", RULES_WARNING},
    [RULES_DEAD_EXCLUDE] = {"dead-exclude", RULES_WARNING},
    [RULES_OVERRULED_EXCLUDE] = {"overruled-exclude", RULES_WARNING},
    [RULES_MATCHES_NOTHING] = {"matches-nothing", RULES_WARNING},
    [RULES_NO_FILES] = {"no-files", RULES_WARNING},
    [RULES_USER_AND_DOCS] = {"user-and-docs", RULES_WARNING},
    [RULES_UNMATCHED_CONFIG] = {"unmatched-config", RULES_WARNING},
    [RULES_MIXED_COMPONENT] = {"mixed-component", RULES_WARNING},
    [RULES_UNKNOWN_VARIABLE] = {"unknown-variable", RULES_WARNING},
    [RULES_SETTING] = {"setting", RULES_REMARK},
    [RULES_NEVER_RUN] = {"never-run", RULES_REMARK},
    [RULES_OTHER_COMPONENT] = {"other-component", RULES_REMARK},
    [RULES_INTERNAL_HELPER] = {"internal-helper", RULES_REMARK},
    [RULES_UNANSWERED] = {"unanswered", RULES_REMARK},
};

static struct str copied(struct rules_notes *notes, struct str text)
{
    char *at = arena_alloc(notes->arena, text.n + 1);

    if (!at)
        return (struct str){NULL, 0};
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

void rules_note_add(struct rules_notes *notes, enum rules_note_kind kind, struct rules_place place,
                    struct str text)
{
    struct rules_note *note = arena_alloc(notes->arena, sizeof *note);

    assert(kind < RULES_NNOTES);
    if (!note) {
        notes->is_short = true;
        return;
    }
    *note = (struct rules_note){NULL, kind, place, copied(notes, text)};
    if (!note->text.at)
        notes->is_short = true;
    if (notes->last)
        notes->last->next = note;
    else
        notes->first = note;
    notes->last = note;
    notes->n++;
    notes->nby[kinds[kind].severity]++;
}

const char *rules_note_word(enum rules_note_kind kind)
{
    assert(kind < RULES_NNOTES);
    return kinds[kind].word;
}

enum rules_severity rules_note_severity(enum rules_note_kind kind)
{
    assert(kind < RULES_NNOTES);
    return kinds[kind].severity;
}

const char *rules_note_severity_word(enum rules_severity severity)
{
    static const char *const words[] = {"error", "warning", "remark"}; /* as enum rules_severity */

    return words[severity];
}
