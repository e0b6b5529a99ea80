/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Object sets: see migxml_set.h.
 */
#include "src/migxml_set.h"

#include "src/migxml_call.h"
#include "src/migxml_condition.h"

bool migxml_set_pattern(struct migxml_reader *reader, const xmlNode *node,
                        struct rules_pattern *pattern_ret)
{
    static const char *const types[] = {"File", "Registry", "Ini", NULL}; /* as the enum */
    int type = migxml_node_choice(reader, node, "type", types, RULES_FILE);
    struct str text = migxml_node_pattern(reader, node);

    if (text.n == 0) {
        migxml_node_note(reader, RULES_EMPTY, node, "This <%s> is empty: it names nothing.",
                         migxml_node_name(node));
        return false;
    }
    if (type != RULES_FILE)
        migxml_node_note(reader, RULES_SETTING, node,
                         "'%.*s' is a setting of %s, which is not carried.",
                         (int)(text.n < 500 ? text.n : 500), text.at,
                         type == RULES_INI ? "an INI file" : "the registry");
    *pattern_ret = (struct rules_pattern){NULL, migxml_node_place(reader, node),
                                          (enum rules_object_type)type, text};
    return true;
}

static void add_pattern(struct migxml_reader *reader, const xmlNode *node,
                        struct rules_pattern ***end)
{
    struct rules_pattern pattern, *made;

    if (!migxml_set_pattern(reader, node, &pattern))
        return;
    made = migxml_node_make(reader, sizeof *made);
    if (!made)
        return;
    *made = pattern;
    **end = made;
    *end = &made->next;
}

static void add_script(struct migxml_reader *reader, const xmlNode *node, struct rules_call ***end)
{
    struct str text = migxml_node_text(reader, node);
    struct rules_call *call = migxml_call_parse(reader, node, text, HELPER_IN_OBJECTS);

    if (text.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <script> is empty.");
    if (!call)
        return;
    **end = call;
    *end = &call->next;
}

static void add_content(struct migxml_reader *reader, xmlNode *node, struct rules_content ***end)
{
    struct rules_content *content = migxml_node_make(reader, sizeof *content);

    if (!content)
        return;
    *content = (struct rules_content){
        .place = migxml_node_place(reader, node),
        .filter = migxml_call_attribute(reader, node, "filter", HELPER_IN_CONTENT),
        .sets = migxml_set_all(reader, node),
    };
    **end = content;
    *end = &content->next;
}

/* Puts what NODE holds into SET. */
static void fill(struct migxml_reader *reader, xmlNode *node, struct rules_set *set)
{
    struct rules_pattern **patterns = &set->patterns;
    struct rules_call **scripts = &set->scripts;
    struct rules_content **contents = &set->contents;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "pattern"))
            add_pattern(reader, child, &patterns);
        else if (migxml_node_is(child, "script"))
            add_script(reader, child, &scripts);
        else if (migxml_node_is(child, "content"))
            add_content(reader, child, &contents);
        else if (!migxml_condition_is(child))
            migxml_node_unknown(reader, child);
    }
    set->condition = migxml_condition_of(reader, node, RULES_USER_AND_SYSTEM);
}

static struct rules_set *one(struct migxml_reader *reader, xmlNode *node)
{
    struct rules_set *set = migxml_node_make(reader, sizeof *set);

    if (!set || !migxml_node_enter(reader, node))
        return NULL;
    set->place = migxml_node_place(reader, node);
    fill(reader, node, set);
    migxml_node_leave(reader);
    return set;
}

struct rules_set *migxml_set_all(struct migxml_reader *reader, xmlNode *node)
{
    struct rules_set *first = NULL, **end = &first;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (!migxml_node_is(child, "objectSet"))
            continue;
        *end = one(reader, child);
        if (*end)
            end = &(*end)->next;
    }
    return first;
}
