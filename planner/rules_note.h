/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What there is to say about files of rules: where they are wrong, what has no effect, what is
 * understood and not carried out. Reading goes on behind each note.
 *
 *   struct rules_notes notes = {.arena = &arena};
 *   rules_note_add(&notes, RULES_UNKNOWN_ELEMENT, place, text);
 *   for (const struct rules_note *note = notes.first; note; note = note->next) ...
 *
 * Pure; notes and their texts live in the arena, and are used by one thread at a time.
 */
#ifndef PLANNER_RULES_NOTE_H
#define PLANNER_RULES_NOTE_H

#include "mft/arena.h"
#include "mft/text.h"

/* Where something stands: a file as it was named, and its line, from 1; 0 for the whole file. */
struct rules_place {
    struct str file;
    uint32_t line;
};

enum rules_severity {
    RULES_ERROR,   /* what was meant cannot be known: no plan is made of these files */
    RULES_WARNING, /* it means something, but hardly what its author wants */
    RULES_REMARK,  /* it is right, and mftlink does not carry it out */
};

enum rules_note_kind {
    RULES_UNKNOWN_HELPER,
    RULES_MALFORMED_CALL,    /* a call that is none: quotes, commas, brackets */
    RULES_HELPER_ARGUMENTS,  /* too few or too many of them */
    RULES_BAD_PATTERN,       /* of files, and matches nothing: brackets, no folder */
    RULES_UNKNOWN_NAME,      /* a name that namedElements does not define */
    RULES_NAME_LOOP,         /* a named element that contains itself */
    RULES_CONFIG_AS_RULES,   /* a Config.xml among the rules */
    RULES_AS_CONFIG,         /* a file of rules in the place of Config.xml */
    RULES_NOT_RULES,         /* XML of another kind */
    RULES_SAME_URLID,        /* the second file of one urlid, which is not used */
    RULES_NO_URLID,          /* a file without one */
    RULES_UNKNOWN_ELEMENT,   /* also an element in a place where it has no meaning */
    RULES_UNKNOWN_ATTRIBUTE, /* that no element has */
    RULES_UNKNOWN_VALUE,     /* of an attribute, or of an element that has a choice of values */
    RULES_MISPLACED_HELPER,  /* a helper that is not for this place */
    RULES_NO_DISPLAY_NAME,   /* a component without one */
    RULES_SAME_COMPONENT,    /* two components of one file with one name */
    RULES_EMPTY,             /* an element that lacks what would give it an effect */
    RULES_OUTSIDE_CONTEXT,   /* rules for a context that their component does not have */
    RULES_DEAD_EXCLUDE,      /* excludes in a component that includes nothing */
    RULES_OVERRULED_EXCLUDE, /* an exclude that a more specific include overrules, although it says
                                more of a name */
    RULES_MATCHES_NOTHING,   /* a pattern that nothing on the drives matches */
    RULES_NO_FILES,          /* a component with settings alone, which contributes nothing */
    RULES_USER_AND_DOCS,     /* MigUser and MigDocs together: the same files twice */
    RULES_UNMATCHED_CONFIG,  /* a component of Config.xml that no file of rules has */
    RULES_MIXED_COMPONENT,   /* a component that Config.xml lists with yes and with no */
    RULES_UNKNOWN_VARIABLE,  /* a variable that has no value here */
    RULES_SETTING,           /* a pattern of the registry or of INI files */
    RULES_NEVER_RUN,         /* processing and externalProcess */
    RULES_OTHER_COMPONENT,   /* the same, and the include is another component's */
    RULES_INTERNAL_HELPER,   /* a helper that Microsoft's own rules keep for themselves */
    RULES_UNANSWERED,        /* a condition that only a running Windows can answer */
    RULES_NNOTES,
};

struct rules_note {
    struct rules_note *next;
    enum rules_note_kind kind;
    struct rules_place place;
    struct str text; /* one sentence or more */
};

struct rules_notes {
    struct arena *arena;             /* of the notes; borrowed */
    struct rules_note *first, *last; /* in the order in which they were added */
    size_t n, nby[3];                /* all; by severity */
    bool is_short;                   /* memory ran out: notes are missing */
};

/* Adds a note; TEXT is copied. */
void rules_note_add(struct rules_notes *notes, enum rules_note_kind kind, struct rules_place place,
                    struct str text);

/* A constant word for KIND, such as "unknown-helper", and for SEVERITY: "error". */
const char *rules_note_word(enum rules_note_kind kind);
const char *rules_note_severity_word(enum rules_severity severity);

enum rules_severity rules_note_severity(enum rules_note_kind kind);

#endif
