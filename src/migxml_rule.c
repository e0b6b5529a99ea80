/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One rule: see migxml_rule.h.
 */
#include "src/migxml_rule.h"

#include "src/migxml_call.h"
#include "src/migxml_set.h"
#include "src/textscan.h"

static const struct shape {
    const char *element;
    enum rules_kind kind;
    const char *attribute; /* that holds its call; NULL: none */
    unsigned place;        /* of the call; bits of enum helper_place */
    bool needs_call;
} shapes[] = {
    {"include", RULES_INCLUDE, "filter", HELPER_IN_FILTER, false},
    {"exclude", RULES_EXCLUDE, "filter", HELPER_IN_FILTER, false},
    {"unconditionalExclude", RULES_UNCONDITIONAL_EXCLUDE, NULL, 0, false},
    {"locationModify", RULES_LOCATION_MODIFY, "script", HELPER_IN_LOCATION_MODIFY, true},
    {"contentModify", RULES_CONTENT_MODIFY, "script", HELPER_IN_CONTENT_MODIFY, true},
    {"merge", RULES_MERGE, "script", HELPER_IN_MERGE, true},
    {"destinationCleanup", RULES_DESTINATION_CLEANUP, "filter", HELPER_IN_FILTER, false},
    {"includeAttributes", RULES_INCLUDE_ATTRIBUTES, NULL, 0, false},
    {"excludeAttributes", RULES_EXCLUDE_ATTRIBUTES, NULL, 0, false},
    {"addObjects", RULES_ADD_OBJECTS, NULL, 0, false},
    {"processing", RULES_PROCESSING, NULL, 0, false},
    {"externalProcess", RULES_EXTERNAL_PROCESS, NULL, 0, false},
};

static const struct shape *shape_of(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (migxml_node_is(node, shapes[i].element))
            return &shapes[i];
    return NULL;
}

static unsigned attribute_bits(struct str word)
{
    static const struct {
        const char *word;
        unsigned bits;
    } words[] = {
        {"Owner", RULES_OWNER},
        {"Group", RULES_GROUP},
        {"DACL", RULES_DACL},
        {"SACL", RULES_SACL},
        {"Security", RULES_SECURITY},
        {"CreationTime", RULES_CREATION_TIME},
        {"LastAccessTime", RULES_LAST_ACCESS_TIME},
        {"LastWrittenTime", RULES_LAST_WRITTEN_TIME},
        {"TimeFields", RULES_TIME_FIELDS},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_same_folded(word, str_of(words[i].word), NULL))
            return words[i].bits;
    return 0;
}

/* "Security,TimeFields". */
static void read_attributes(struct migxml_reader *reader, xmlNode *node, struct rule *rule)
{
    struct str list = migxml_node_attribute(reader, node, "attributes");

    if (list.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <%s> names no attributes.",
                         migxml_node_name(node));
    while (list.n > 0) {
        struct str word = text_trim(textscan_until(&list, ','));
        unsigned bits = attribute_bits(word);

        rule->attributes |= bits;
        if (!bits)
            migxml_node_note(reader, RULES_UNKNOWN_VALUE, node,
                             "There are no attributes '%.*s': Security, Owner, Group, DACL, SACL, "
                             "TimeFields, CreationTime, LastAccessTime, LastWrittenTime.",
                             (int)word.n, word.at);
    }
}

/* What an <object> holds. */
static void read_object(struct migxml_reader *reader, xmlNode *node, struct rules_object *object)
{
    object->place = migxml_node_place(reader, node);
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "location")) {
            migxml_set_pattern(reader, child, &object->location);
        } else if (migxml_node_is(child, "attributes")) {
            object->attributes = migxml_node_text(reader, child);
        } else if (migxml_node_is(child, "bytes")) {
            object->bytes = migxml_node_attribute(reader, child, "string");
            if (!object->bytes.at)
                object->bytes = migxml_node_text(reader, child);
            object->expands = migxml_node_flag(reader, child, "expand", true);
        } else {
            migxml_node_unknown(reader, child);
        }
    }
    if (object->location.text.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <object> has no <location>.");
}

static void read_objects(struct migxml_reader *reader, xmlNode *node, struct rule *rule)
{
    struct rules_object **end = &rule->objects;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (!migxml_node_is(child, "object"))
            continue;
        *end = migxml_node_make(reader, sizeof **end);
        if (!*end)
            return;
        read_object(reader, child, *end);
        end = &(*end)->next;
    }
}

static bool is_when(struct str when)
{
    static const char *const words[] = {"pre-scan",  "scan-success",  "post-scan",
                                        "pre-apply", "apply-success", "post-apply"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_same_folded(when, str_of(words[i]), NULL))
            return true;
    return false;
}

/* <processing> and <externalProcess>: what would be run, and when. */
static void read_process(struct migxml_reader *reader, xmlNode *node, struct rule *rule)
{
    struct rules_call **end = &rule->call;

    rule->when = migxml_node_attribute(reader, node, "when");
    if (!is_when(rule->when))
        migxml_node_note(reader, RULES_UNKNOWN_VALUE, node,
                         "when=\"%.*s\" is no time at which something is run.", (int)rule->when.n,
                         rule->when.n > 0 ? rule->when.at : "");
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "commandLine")) {
            rule->command = migxml_node_text(reader, child);
        } else if (migxml_node_is(child, "script")) {
            *end = migxml_call_parse(reader, child, migxml_node_text(reader, child),
                                     HELPER_IN_PROCESSING);
            if (*end)
                end = &(*end)->next;
        } else {
            migxml_node_unknown(reader, child);
        }
    }
    migxml_node_note(reader, RULES_NEVER_RUN, node,
                     "<%s> is never run: mftlink moves files and runs nothing.",
                     migxml_node_name(node));
}

static bool names_objects(const struct rules_set *set)
{
    for (; set; set = set->next)
        if (set->patterns || set->scripts || set->contents)
            return true;
    return false;
}

/* What is about object sets, which are all but addObjects and what is run. */
static void read_sets(struct migxml_reader *reader, xmlNode *node, struct rule *rule)
{
    rule->sets = migxml_set_all(reader, node);
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child))
        if (!migxml_node_is(child, "objectSet"))
            migxml_node_unknown(reader, child);
    if (!names_objects(rule->sets))
        migxml_node_note(reader, RULES_EMPTY, node,
                         "This <%s> has no pattern: it has no effect. One needs <objectSet> with "
                         "<pattern> or <script> in it.",
                         migxml_node_name(node));
}

/* A filter where none is asked is no filter: what looks narrowed is not. */
static void check_calls(struct migxml_reader *reader, const xmlNode *node,
                        const struct shape *shape)
{
    static const char *const attributes[] = {"filter", "script"};

    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++) {
        if (shape->attribute && strcmp(shape->attribute, attributes[i]) == 0)
            continue;
        if (migxml_node_attribute(reader, node, attributes[i]).at)
            migxml_node_note(reader, RULES_UNKNOWN_ATTRIBUTE, node,
                             "<%s> has no %s=: it is read as if that was not there.",
                             shape->element, attributes[i]);
    }
}

struct rule *migxml_rule_read(struct migxml_reader *reader, xmlNode *node)
{
    const struct shape *shape = shape_of(node);
    struct rule *rule = shape ? migxml_node_make(reader, sizeof *rule) : NULL;

    if (!shape)
        migxml_node_unknown(reader, node);
    if (!rule)
        return NULL;
    rule->kind = shape->kind;
    rule->place = migxml_node_place(reader, node);
    check_calls(reader, node, shape);
    if (shape->attribute) {
        struct str call = migxml_node_attribute(reader, node, shape->attribute);

        rule->call = migxml_call_parse(reader, node, call, shape->place);
        if (shape->needs_call && call.n == 0)
            migxml_node_note(reader, RULES_EMPTY, node, "This <%s> has no %s=: it has no effect.",
                             shape->element, shape->attribute);
    }
    if (rule->kind == RULES_PROCESSING || rule->kind == RULES_EXTERNAL_PROCESS)
        read_process(reader, node, rule);
    else if (rule->kind == RULES_ADD_OBJECTS)
        read_objects(reader, node, rule);
    else
        read_sets(reader, node, rule);
    if (rule->kind == RULES_INCLUDE_ATTRIBUTES || rule->kind == RULES_EXCLUDE_ATTRIBUTES)
        read_attributes(reader, node, rule);
    return rule;
}
