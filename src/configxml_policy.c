/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Policies of a Config.xml: see configxml_policy.h.
 */
#include "src/configxml_policy.h"

#include "src/textscan.h"

/* errorCode: a decimal number, "any", or not there, which means any as well. */
static bool read_code(struct migxml_reader *reader, const xmlNode *node, struct config_error *error)
{
    struct str text = migxml_node_attribute(reader, node, "errorCode"), rest = text;
    uint64_t code;

    error->is_any = text.n == 0 || text_same_folded(text, str_of("any"), NULL);
    if (error->is_any)
        return true;
    if (textscan_number(&rest, UINT32_MAX, &code) && rest.n == 0) {
        error->code = (uint32_t)code;
        return true;
    }
    migxml_node_note(reader, RULES_UNKNOWN_VALUE, node,
                     "errorCode=\"%.*s\" is neither a decimal number nor any: this line is not "
                     "used.",
                     (int)text.n, text.at);
    return false;
}

static struct str read_pattern(struct migxml_reader *reader, const xmlNode *node)
{
    struct str text = migxml_node_pattern(reader, node);

    if (text.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <%s> is empty: it names nothing.",
                         migxml_node_name(node));
    return text;
}

static struct config_error **add_error(struct migxml_reader *reader, const xmlNode *node,
                                       struct config_error **end)
{
    struct config_error error = {.place = migxml_node_place(reader, node)};

    error.is_fatal = migxml_node_is(node, "fatal");
    error.pattern = read_pattern(reader, node);
    if (error.pattern.n == 0 || !read_code(reader, node, &error))
        return end;
    *end = migxml_node_make(reader, sizeof **end);
    if (!*end)
        return end;
    **end = error;
    return &(*end)->next;
}

static void read_file_errors(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    struct config_error **end = &config->errors;

    while (*end && migxml_node_step(reader))
        end = &(*end)->next;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "fatal") || migxml_node_is(child, "nonFatal"))
            end = add_error(reader, child, end);
        else
            migxml_node_unknown(reader, child);
    }
}

void configxml_policy_errors(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "fileError"))
            read_file_errors(reader, child, config);
        else if (migxml_node_is(child, "registryError"))
            migxml_node_note(reader, RULES_SETTING, child,
                             "Errors of the registry do not occur: it is not carried.");
        else
            migxml_node_unknown(reader, child);
    }
}

static struct config_lock **add_lock(struct migxml_reader *reader, const xmlNode *node,
                                     struct config_lock **end)
{
    struct config_lock lock = {.place = migxml_node_place(reader, node)};

    lock.is_linked = migxml_node_is(node, "createHardLink");
    lock.pattern = read_pattern(reader, node);
    if (lock.pattern.n == 0)
        return end;
    *end = migxml_node_make(reader, sizeof **end);
    if (!*end)
        return end;
    **end = lock;
    return &(*end)->next;
}

static void read_locked(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    struct config_lock **end = &config->locks;

    while (*end && migxml_node_step(reader))
        end = &(*end)->next;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "createHardLink") || migxml_node_is(child, "errorHardLink"))
            end = add_lock(reader, child, end);
        else
            migxml_node_unknown(reader, child);
    }
}

void configxml_policy_locks(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "fileLocked"))
            read_locked(reader, child, config);
        else
            migxml_node_unknown(reader, child);
    }
}

/* The <pattern> in an <include> or <exclude>. */
static struct config_user **add_users(struct migxml_reader *reader, xmlNode *node,
                                      struct config_user **end)
{
    bool is_excluded = migxml_node_is(node, "exclude");

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        struct str pattern =
            migxml_node_is(child, "pattern") ? read_pattern(reader, child) : (struct str){NULL, 0};

        if (!migxml_node_is(child, "pattern"))
            migxml_node_unknown(reader, child);
        *end = pattern.n > 0 ? migxml_node_make(reader, sizeof **end) : NULL;
        if (!*end)
            continue;
        **end = (struct config_user){NULL, migxml_node_place(reader, child), is_excluded, pattern};
        end = &(*end)->next;
    }
    return end;
}

static void read_group(struct migxml_reader *reader, xmlNode *node, struct config_group *group)
{
    static const char *const words[] = {"AllUsers", "MigratedUsers", "NonMigratedUsers",
                                        NULL}; /* as enum config_applies */
    struct config_user **users = &group->users;

    group->place = migxml_node_place(reader, node);
    group->from = migxml_node_attribute(reader, node, "from");
    group->to = migxml_node_attribute(reader, node, "to");
    group->applies =
        (enum config_applies)migxml_node_choice(reader, node, "appliesTo", words, CONFIG_ALL_USERS);
    if (group->from.n == 0 || group->to.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "<changeGroup> needs from= and to=.");
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "include") || migxml_node_is(child, "exclude"))
            users = add_users(reader, child, users);
        else
            migxml_node_unknown(reader, child);
    }
}

void configxml_policy_groups(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        struct config_group **end = &config->groups;

        if (migxml_node_is(child, "localGroups") || migxml_node_is(child, "mappings")) {
            configxml_policy_groups(reader, child, config);
            continue;
        }
        if (!migxml_node_is(child, "changeGroup")) {
            migxml_node_unknown(reader, child);
            continue;
        }
        while (*end && migxml_node_step(reader))
            end = &(*end)->next;
        if (!*end)
            *end = migxml_node_make(reader, sizeof **end);
        else
            return;
        if (*end)
            read_group(reader, child, *end);
    }
}
