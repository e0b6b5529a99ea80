/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variables: see migxml_environment.h.
 */
#include "src/migxml_environment.h"

#include "src/migxml_call.h"
#include "src/migxml_condition.h"
#include "src/migxml_set.h"

/* %NAME% and NAME are the same. */
static struct str bare_name(struct str name)
{
    if (name.n >= 2 && name.at[0] == '%' && name.at[name.n - 1] == '%')
        return (struct str){name.at + 1, name.n - 2};
    return name;
}

/* The value in CHILD. False where it is none. */
static bool read_value(struct migxml_reader *reader, xmlNode *child, struct rules_variable *to)
{
    struct str text = migxml_node_text(reader, child);

    if (migxml_node_is(child, "text")) {
        to->kind = RULES_TEXT;
        to->text = text;
        return true;
    }
    if (migxml_node_is(child, "script")) {
        to->kind = RULES_SCRIPT;
        to->call = migxml_call_parse(reader, child, text, HELPER_IN_VARIABLE);
        return to->call;
    }
    migxml_node_unknown(reader, child);
    return false;
}

/* A variable has one value: what stands behind the first is noted. */
static bool read_values(struct migxml_reader *reader, xmlNode *node, struct rules_variable *to)
{
    bool has_value = false;

    to->set = migxml_set_all(reader, node);
    if (to->set) {
        to->kind = RULES_OBJECTS;
        has_value = true;
    }
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "objectSet"))
            continue;
        if (has_value)
            migxml_node_note(reader, RULES_EMPTY, child,
                             "A variable has one value: this <%s> is not used.",
                             migxml_node_name(child));
        else
            has_value = read_value(reader, child, to);
    }
    return has_value;
}

static struct rules_variable *variable(struct migxml_reader *reader, xmlNode *node)
{
    struct rules_variable *made = migxml_node_make(reader, sizeof *made);

    if (!made)
        return NULL;
    made->place = migxml_node_place(reader, node);
    made->name = bare_name(migxml_node_attribute(reader, node, "name"));
    made->is_remapped = migxml_node_flag(reader, node, "remap", false);
    if (read_values(reader, node, made) && made->name.n > 0)
        return made;
    migxml_node_note(reader, RULES_EMPTY, node,
                     made->name.n > 0 ? "This <variable> has no value."
                                      : "This <variable> has no name.");
    return NULL;
}

static void fill(struct migxml_reader *reader, xmlNode *node, struct rules_environment *to)
{
    struct rules_variable **end = &to->variables;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_condition_is(child))
            continue;
        if (!migxml_node_is(child, "variable")) {
            migxml_node_unknown(reader, child);
            continue;
        }
        *end = variable(reader, child);
        if (*end)
            end = &(*end)->next;
    }
}

struct rules_environment *migxml_environment_read(struct migxml_reader *reader, xmlNode *node,
                                                  unsigned context)
{
    xmlNode *meant = migxml_node_resolve(reader, node);
    struct rules_environment *made = meant ? migxml_node_make(reader, sizeof *made) : NULL;

    if (!made)
        return NULL;
    made->place = migxml_node_place(reader, node);
    made->context =
        context & migxml_node_context(reader, node) & migxml_node_context(reader, meant);
    if (made->context == 0) {
        migxml_node_note(reader, RULES_OUTSIDE_CONTEXT, node,
                         "These variables are for a context that their component does not have.");
        return NULL;
    }
    made->condition = migxml_condition_of(reader, meant, made->context);
    fill(reader, meant, made);
    if (!made->variables)
        migxml_node_note(reader, RULES_EMPTY, node, "This <environment> has no variables.");
    return made->variables ? made : NULL;
}
