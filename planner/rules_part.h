/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rules are made of: calls, patterns, object sets, conditions, variables. Values of the arena
 * of their struct rules (rules.h); read-only once they are built. Every list is linked by `next`,
 * NULL ends it, and stands in the order of the file.
 */
#ifndef PLANNER_RULES_PART_H
#define PLANNER_RULES_PART_H

#include "planner/helper.h"
#include "planner/rules_note.h"

/* Whom something is for; bits. */
enum rules_context {
    RULES_USER = 1,   /* once for each profile */
    RULES_SYSTEM = 2, /* once for the computer */
    RULES_USER_AND_SYSTEM = 3,
};

/* A call of a helper function. */
struct rules_call {
    struct rules_call *next;
    struct rules_place place;
    const struct helper *helper;
    struct str *arguments; /* without their quotes; .at is NULL for NULL */
    uint32_t narguments;   /* as written; what is left out is NULL */
};

enum rules_object_type { RULES_FILE, RULES_REGISTRY, RULES_INI };

struct rules_pattern {
    struct rules_pattern *next;
    struct rules_place place;
    enum rules_object_type type;
    struct str text; /* as written, without blanks around it; variables are not expanded */
};

enum rules_condition_kind {
    RULES_ALL_OF, /* every one of its parts; true without parts */
    RULES_ANY_OF, /* one of its parts */
    RULES_CALL,   /* what the call answers */
};

struct rules_condition {
    struct rules_condition *next; /* the next part of the same whole */
    struct rules_place place;
    enum rules_condition_kind kind;
    bool is_negated;               /* the opposite of what KIND says */
    unsigned context;              /* bits of enum rules_context; what it is asked for */
    struct rules_condition *parts; /* of RULES_ALL_OF and RULES_ANY_OF */
    struct rules_call *call;       /* of RULES_CALL */
};

/* Objects that are named in what other objects contain: a registry value that holds a path. */
struct rules_content {
    struct rules_content *next;
    struct rules_place place;
    struct rules_call *filter; /* Extract...; NULL where it was none */
    struct rules_set *sets;    /* of the objects that are looked into */
};

/* An objectSet. */
struct rules_set {
    struct rules_set *next;
    struct rules_place place;
    struct rules_pattern *patterns;
    struct rules_call *scripts; /* Generate...Patterns, which give further patterns */
    struct rules_content *contents;
    struct rules_condition *condition; /* NULL: none */
};

/* An object of addObjects. */
struct rules_object {
    struct rules_object *next;
    struct rules_place place;
    struct rules_pattern location;
    struct str attributes, bytes; /* as written */
    bool expands;                 /* variables in BYTES */
};

enum rules_variable_kind { RULES_TEXT, RULES_SCRIPT, RULES_OBJECTS };

struct rules_variable {
    struct rules_variable *next;
    struct rules_place place;
    struct str name; /* without percent signs; case does not matter */
    bool is_remapped;
    enum rules_variable_kind kind;
    struct str text;         /* RULES_TEXT */
    struct rules_call *call; /* RULES_SCRIPT */
    struct rules_set *set;   /* RULES_OBJECTS */
};

/* Variables of one component or role, and seen there alone. */
struct rules_environment {
    struct rules_environment *next;
    struct rules_place place;
    unsigned context;                  /* bits of enum rules_context */
    struct rules_condition *condition; /* NULL: always */
    struct rules_variable *variables;
};

#endif
