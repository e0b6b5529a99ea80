/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules: what MigXML files say, as values.
 *
 *   struct rules rules;
 *   rules_begin(&rules);
 *   ... src/migxml.h reads files into it ...
 *   for (struct rules_component *c = rules.components; c; c = c->next)
 *       for (struct rules_group *group = c->groups; group; group = group->next)
 *           for (struct rule *rule = group->rules; rule; rule = rule->next) ...
 *   rules_free(&rules);
 *
 * Read-only once it is built, and may then be read by any number of threads. A struct rules must
 * stay where it is: its notes point at its arena.
 *
 * Names that refer to namedElements are resolved, nested <rules> are groups of their own, and an
 * <extension> is the include that it stands for. What a context or a ceiling makes absent is absent
 * here, too, with a note.
 */
#ifndef PLANNER_RULES_H
#define PLANNER_RULES_H

#include "planner/rules_part.h"

enum rules_kind {
    RULES_INCLUDE,
    RULES_EXCLUDE,
    RULES_UNCONDITIONAL_EXCLUDE,
    RULES_LOCATION_MODIFY,
    RULES_CONTENT_MODIFY,
    RULES_MERGE,
    RULES_DESTINATION_CLEANUP,
    RULES_INCLUDE_ATTRIBUTES,
    RULES_EXCLUDE_ATTRIBUTES,
    RULES_ADD_OBJECTS,
    RULES_PROCESSING,
    RULES_EXTERNAL_PROCESS,
};

/* Attributes of includeAttributes and excludeAttributes; bits. */
enum rules_attribute {
    RULES_OWNER = 1,
    RULES_GROUP = 2,
    RULES_DACL = 4,
    RULES_SACL = 8,
    RULES_SECURITY = 15,
    RULES_CREATION_TIME = 16,
    RULES_LAST_ACCESS_TIME = 32,
    RULES_LAST_WRITTEN_TIME = 64,
    RULES_TIME_FIELDS = 112,
};

struct rule {
    struct rule *next;
    struct rules_place place;
    enum rules_kind kind;
    struct rules_call *call;      /* the filter or script; of processing a list; NULL: none */
    struct rules_set *sets;       /* what it is about */
    unsigned attributes;          /* bits of enum rules_attribute */
    struct rules_object *objects; /* of addObjects */
    struct str when, command;     /* of processing and externalProcess; never run */
    struct str extension;         /* "doc": this is what <extension> stands for; else empty */
};

struct rules_role {
    struct rules_role *parent; /* NULL: the component's own */
    struct rules_place place;
    struct str kind, name;             /* "Settings"; its displayName, or empty */
    struct rules_condition *detection; /* NULL: present */
    struct rules_environment *environments;
};

/* One <rules>. */
struct rules_group {
    struct rules_group *next;
    struct rules_group *parent; /* of a <rules> in another; its condition counts, too */
    struct rules_place place;
    unsigned context;                  /* what it has left of those of parent and component */
    struct rules_role *role;           /* NULL: it stands in the component itself */
    struct rules_condition *condition; /* detects, detection and conditions; NULL: none */
    struct rule *rules;
};

struct rules_component {
    struct rules_component *next;   /* of all components of all files, outer ones first */
    struct rules_component *parent; /* NULL: it stands in <migration> */
    struct rules_role *role;        /* of the parent, in which it stands; NULL: none */
    struct rules_file *file;
    struct rules_place place;
    struct str name; /* displayName; with the file's urlid it tells components apart */
    struct str type;
    unsigned context; /* bits of enum rules_context: the ceiling of all in it */
    bool is_supported_by_default, is_hidden;
    struct rules_condition *detection; /* NULL: taken as present */
    struct rules_environment *environments;
    struct rules_group *groups;
};

struct rules_file {
    struct rules_file *next;
    struct str path, urlid;
    bool is_ignored; /* an earlier file has its urlid: nothing of it is here */
};

struct rules {
    struct arena arena;
    struct rules_file *files;
    struct rules_component *components;
    struct rules_notes notes; /* an error among them: no plan can be made */
};

void rules_begin(struct rules *rules_ret);
void rules_free(struct rules *rules);

#endif
