/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A Config.xml: see configxml.h.
 */
#include "src/configxml.h"

#include "src/configxml_policy.h"
#include "src/migxml_file.h"
#include "src/say.h"

/* Adds the component that NODE is, and those in it, behind END. */
static struct config_component **add_component(struct migxml_reader *reader, xmlNode *node,
                                               struct config_component *parent, bool is_windows,
                                               struct config_component **end)
{
    struct config_component *component = migxml_node_make(reader, sizeof *component);

    if (!component || !migxml_node_enter(reader, node))
        return end;
    component->parent = parent;
    component->place = migxml_node_place(reader, node);
    component->name = migxml_node_attribute(reader, node, "displayname");
    component->id = migxml_node_attribute(reader, node, "ID");
    component->is_windows = is_windows;
    component->says_yes = migxml_node_flag(reader, node, "migrate", true);
    component->is_taken = component->says_yes && (!parent || parent->is_taken);
    *end = component;
    end = &component->next;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "component"))
            end = add_component(reader, child, component, is_windows, end);
        else
            migxml_node_unknown(reader, child);
    }
    migxml_node_leave(reader);
    return end;
}

/* <Applications>, <Documents> and <WindowsComponents> hold components. */
static void add_components(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    struct config_component **end = &config->components;

    while (*end && migxml_node_step(reader))
        end = &(*end)->next;
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "component"))
            end =
                add_component(reader, child, NULL, migxml_node_is(node, "WindowsComponents"), end);
        else
            migxml_node_unknown(reader, child);
    }
}

static bool holds_components(const xmlNode *node)
{
    return migxml_node_is(node, "Applications") || migxml_node_is(node, "Documents") ||
           migxml_node_is(node, "WindowsComponents");
}

/* What <Configuration> and <Policies> hold; people put the policies in either. */
static void read_sections(struct migxml_reader *reader, xmlNode *node, struct config *config)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (holds_components(child))
            add_components(reader, child, config);
        else if (migxml_node_is(child, "ErrorControl"))
            configxml_policy_errors(reader, child, config);
        else if (migxml_node_is(child, "HardLinkStoreControl"))
            configxml_policy_locks(reader, child, config);
        else if (migxml_node_is(child, "ProfileControl"))
            configxml_policy_groups(reader, child, config);
        else if (migxml_node_is(child, "Policies") || migxml_node_is(child, "Policy"))
            read_sections(reader, child, config);
        else
            migxml_node_unknown(reader, child);
    }
}

/* Of lines for the same component with yes and with no the yes counts, which hardly anybody knows.
 */
static void note_mixed(struct migxml_reader *reader, const struct config *config)
{
    for (const struct config_component *it = config->components; it; it = it->next)
        for (const struct config_component *other = it->next; other; other = other->next) {
            if (!migxml_node_step(reader))
                return;
            if (it->name.n == 0 || it->is_taken == other->is_taken ||
                !text_same_folded(it->name, other->name, NULL) ||
                !text_same_folded(it->id, other->id, NULL))
                continue;
            rules_note_add(reader->notes, RULES_MIXED_COMPONENT, other->place,
                           str_of("This component is listed with yes and with no: yes counts."));
        }
}

static void read_root(struct migxml_reader *reader, struct config *config)
{
    if (migxml_node_is(reader->root, "Configuration")) {
        migxml_node_check(reader, reader->root);
        read_sections(reader, reader->root, config);
        note_mixed(reader, config);
    } else if (migxml_node_is(reader->root, "migration")) {
        migxml_node_note(reader, RULES_AS_CONFIG, reader->root,
                         "This is a file of rules, not a Config.xml: give it without --config.");
    } else {
        migxml_node_note(reader, RULES_NOT_RULES, reader->root,
                         "This is no Config.xml: it begins with <%s>, not with <Configuration>.",
                         migxml_node_name(reader->root));
    }
}

static bool read_document(struct config *config, struct rules_notes *notes, xmlDoc *document,
                          const char *name)
{
    struct migxml_reader reader = {.arena = &config->arena, .notes = notes};
    char *path = document ? arena_alloc(notes->arena, strlen(name) + 1) : NULL;

    if (!document)
        return false;
    if (path) {
        memcpy(path, name, strlen(name) + 1);
        reader.path = str_of(path);
        reader.root = xmlDocGetRootElement(document);
        read_root(&reader, config);
        migxml_node_finish(&reader);
    }
    xmlFreeDoc(document);
    if (!path || reader.is_short || notes->is_short)
        return say_no_memory(), false;
    return true;
}

bool configxml_read(struct config *config, struct rules_notes *notes, const char *path)
{
    return read_document(config, notes, migxml_file_parse(path), path);
}

bool configxml_read_bytes(struct config *config, struct rules_notes *notes, struct bytes bytes,
                          const char *name)
{
    return read_document(config, notes, migxml_file_parse_bytes(bytes, name), name);
}
