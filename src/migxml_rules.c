/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of rules: see migxml_rules.h.
 */
#include "src/migxml_rules.h"

#include "src/migxml_condition.h"
#include "src/migxml_rule.h"

#include <assert.h>
#include <stdio.h>

static struct rules_group *make(struct migxml_reader *reader, const xmlNode *node, unsigned context)
{
    struct rules_group *group = migxml_node_make(reader, sizeof *group);

    if (!group)
        return NULL;
    group->place = migxml_node_place(reader, node);
    group->context = context;
    return group;
}

/* The rules in NODE, and behind them the groups of the <rules> in it. */
static struct rules_group **fill(struct migxml_reader *reader, xmlNode *node,
                                 struct rules_group *group, struct rules_group **end)
{
    struct rule **rules = &group->rules;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_condition_is(child))
            continue;
        if (migxml_node_is(child, "rules")) {
            end = migxml_rules_add(reader, child, group->context, group->role, group, end);
            continue;
        }
        *rules = migxml_rule_read(reader, child);
        if (*rules)
            rules = &(*rules)->next;
    }
    return end;
}

struct rules_group **migxml_rules_add(struct migxml_reader *reader, xmlNode *node, unsigned context,
                                      struct rules_role *role, struct rules_group *parent,
                                      struct rules_group **end)
{
    xmlNode *meant = migxml_node_resolve(reader, node);
    struct rules_group *group;

    if (!meant || !migxml_node_enter(reader, meant))
        return end;
    context &= migxml_node_context(reader, node) & migxml_node_context(reader, meant);
    group = make(reader, node, context);
    if (context == 0) {
        migxml_node_note(reader, RULES_OUTSIDE_CONTEXT, node,
                         "These rules are for a context that their component does not have: it is "
                         "as if they were not there.");
    } else if (group) {
        group->role = role;
        group->parent = parent;
        group->condition = migxml_condition_of(reader, meant, context);
        *end = group;
        end = fill(reader, meant, group, &group->next);
    }
    migxml_node_leave(reader);
    return end;
}

/* The set that <extension>TEXT</extension> stands for:
 * GenerateDrivePatterns("* [*.TEXT]", "Fixed"). */
static struct rules_set *extension_set(struct migxml_reader *reader, const xmlNode *node,
                                       struct str text)
{
    struct rules_set *set = migxml_node_make(reader, sizeof *set);
    struct rules_call *call = migxml_node_make(reader, sizeof *call);
    struct str *arguments = migxml_node_make(reader, 2 * sizeof *arguments);
    size_t room = text.n + sizeof "* [*.]";
    char *segment = migxml_node_make(reader, room);

    if (!set || !call || !arguments || !segment)
        return NULL;
    snprintf(segment, room, "* [*.%.*s]", (int)text.n, text.at);
    arguments[0] = str_of(segment);
    arguments[1] = str_of("Fixed");
    set->place = migxml_node_place(reader, node);
    set->scripts = call;
    *call = (struct rules_call){NULL, set->place, helper_find(str_of("GenerateDrivePatterns")),
                                arguments, 2};
    assert(call->helper);
    return set;
}

/* Without the dots and stars that people write before an extension. */
static struct str bare_extension(struct str text)
{
    while (text.n > 0 && (*text.at == '*' || *text.at == '.'))
        text = (struct str){text.at + 1, text.n - 1};
    return text;
}

static struct rule *extension_rule(struct migxml_reader *reader, const xmlNode *node)
{
    struct str text = bare_extension(migxml_node_text(reader, node));
    struct rule *rule = migxml_node_make(reader, sizeof *rule);

    if (text.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <extension> is empty.");
    if (text.n == 0 || !rule)
        return NULL;
    rule->kind = RULES_INCLUDE;
    rule->place = migxml_node_place(reader, node);
    rule->extension = text;
    rule->sets = extension_set(reader, node, text);
    return rule->sets ? rule : NULL;
}

struct rules_group **migxml_rules_add_extensions(struct migxml_reader *reader, xmlNode *node,
                                                 unsigned context, struct rules_group **end)
{
    struct rules_group *group = make(reader, node, context);
    struct rule **rules = group ? &group->rules : NULL;

    for (xmlNode *child = migxml_node_first(reader, node); child && rules;
         child = migxml_node_next(reader, child)) {
        if (!migxml_node_is(child, "extension")) {
            migxml_node_unknown(reader, child);
            continue;
        }
        *rules = extension_rule(reader, child);
        if (*rules)
            rules = &(*rules)->next;
    }
    if (!group || !group->rules)
        return end;
    *end = group;
    return &group->next;
}
