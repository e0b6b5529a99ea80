/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Components and roles: see migxml_component.h.
 */
#include "src/migxml_component.h"

#include "src/migxml_condition.h"
#include "src/migxml_environment.h"
#include "src/migxml_rules.h"

/* A component while what lies in it is read. */
struct draft {
    struct rules_component *component;
    struct rules_group **groups;             /* the end of its groups */
    struct rules_environment **environments; /* the end of its own variables */
    struct rules_component **end;            /* of all components */
};

static struct rules_component **add(struct migxml_reader *reader, xmlNode *node,
                                    struct rules_component *parent, struct rules_role *role,
                                    struct rules_component **end);

static void add_environment(struct migxml_reader *reader, xmlNode *node, unsigned context,
                            struct rules_environment ***end)
{
    **end = migxml_environment_read(reader, node, context);
    if (**end)
        *end = &(**end)->next;
}

static struct str display_name(struct migxml_reader *reader, const xmlNode *node)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child))
        if (migxml_node_is(child, "displayName"))
            return migxml_node_text(reader, child);
    return str_of("");
}

static void read_role(struct migxml_reader *reader, xmlNode *node, struct rules_role *parent,
                      struct draft *draft);

/* One element in a component or in a role of it. */
static void read_child(struct migxml_reader *reader, xmlNode *child, struct rules_role *role,
                       struct rules_environment ***environments, struct draft *draft)
{
    struct rules_component *component = draft->component;

    if (migxml_node_is(child, "rules"))
        draft->groups =
            migxml_rules_add(reader, child, component->context, role, NULL, draft->groups);
    else if (migxml_node_is(child, "extensions"))
        draft->groups =
            migxml_rules_add_extensions(reader, child, component->context, draft->groups);
    else if (migxml_node_is(child, "environment"))
        add_environment(reader, child, component->context, environments);
    else if (migxml_node_is(child, "role"))
        read_role(reader, child, role, draft);
    else if (migxml_node_is(child, "component"))
        draft->end = add(reader, child, component, role, draft->end);
    else if (!migxml_condition_is(child))
        migxml_node_unknown(reader, child);
}

/* The words of role=; case does not matter. */
static struct str role_kind(struct migxml_reader *reader, const xmlNode *node)
{
    static const char *const words[] = {"Container", "Binaries", "Settings", "Data", NULL};

    return str_of(words[migxml_node_choice(reader, node, "role", words, 0)]);
}

static void read_role(struct migxml_reader *reader, xmlNode *node, struct rules_role *parent,
                      struct draft *draft)
{
    struct rules_role *role = migxml_node_make(reader, sizeof *role);
    struct rules_environment **environments;

    if (!role || !migxml_node_enter(reader, node))
        return;
    role->parent = parent;
    role->place = migxml_node_place(reader, node);
    role->kind = role_kind(reader, node);
    role->name = display_name(reader, node);
    role->detection = migxml_condition_of(reader, node, draft->component->context);
    environments = &role->environments;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child))
        read_child(reader, child, role, &environments, draft);
    migxml_node_leave(reader);
}

static void read_attributes(struct migxml_reader *reader, xmlNode *node,
                            struct rules_component *component)
{
    static const char *const types[] = {"System", "Application", "Device", "Documents", NULL};
    int type = migxml_node_choice(reader, node, "type", types, -1);

    component->place = migxml_node_place(reader, node);
    component->file = reader->file;
    component->name = display_name(reader, node);
    component->type = str_of(type >= 0 ? types[type] : "");
    component->context = migxml_node_context(reader, node);
    component->is_supported_by_default = migxml_node_flag(reader, node, "defaultSupported", true);
    component->is_hidden = migxml_node_flag(reader, node, "hidden", false);
    if (component->name.n == 0)
        migxml_node_note(reader, RULES_NO_DISPLAY_NAME, node,
                         "This component has no <displayName>, which Config.xml could name.");
}

static struct rules_component **add(struct migxml_reader *reader, xmlNode *node,
                                    struct rules_component *parent, struct rules_role *role,
                                    struct rules_component **end)
{
    struct rules_component *component = migxml_node_make(reader, sizeof *component);
    struct draft draft = {.component = component};

    if (!component || !migxml_node_enter(reader, node))
        return end;
    read_attributes(reader, node, component);
    if (parent)
        component->context &= parent->context;
    if (component->context == 0) {
        migxml_node_note(reader, RULES_OUTSIDE_CONTEXT, node,
                         "This component is for a context that the one around it does not have: it "
                         "is as if it was not there.");
        migxml_node_leave(reader);
        return end;
    }
    component->parent = parent;
    component->role = role;
    component->detection = migxml_condition_of(reader, node, component->context);
    *end = component;
    draft.end = &component->next;
    draft.groups = &component->groups;
    draft.environments = &component->environments;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child))
        read_child(reader, child, NULL, &draft.environments, &draft);
    migxml_node_leave(reader);
    return draft.end;
}

struct rules_component **migxml_component_add(struct migxml_reader *reader, xmlNode *node,
                                              struct rules_component **end)
{
    return add(reader, node, NULL, NULL, end);
}
