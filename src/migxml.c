/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of MigXML: see migxml.h.
 */
#include "src/migxml.h"

#include "src/builtin.h"
#include "src/migxml_component.h"
#include "src/migxml_file.h"
#include "src/say.h"

/* The first file with the urlid of FILE, or NULL. */
static const struct rules_file *same_urlid(const struct rules *rules, const struct rules_file *file)
{
    for (const struct rules_file *it = rules->files; it; it = it->next)
        if (!it->is_ignored && it != file && file->urlid.n > 0 &&
            text_same_folded(it->urlid, file->urlid, NULL))
            return it;
    return NULL;
}

static struct rules_component **components_end(struct rules *rules)
{
    struct rules_component **end = &rules->components;

    while (*end)
        end = &(*end)->next;
    return end;
}

static void add_file(struct migxml_reader *reader)
{
    struct rules_file **end = &reader->rules->files;

    reader->file->path = reader->path;
    reader->file->urlid = migxml_node_attribute(reader, reader->root, "urlid");
    while (*end)
        end = &(*end)->next;
    *end = reader->file;
}

/* The components of a <migration>; those of a file whose urlid was there already are not read. */
static void read_migration(struct migxml_reader *reader)
{
    struct rules_component **end = components_end(reader->rules);
    const struct rules_file *other;

    add_file(reader);
    other = same_urlid(reader->rules, reader->file);
    if (reader->file->urlid.n == 0)
        migxml_node_note(reader, RULES_NO_URLID, reader->root, "<migration> has no urlid.");
    if (other) {
        reader->file->is_ignored = true;
        migxml_node_note(reader, RULES_SAME_URLID, reader->root,
                         "%.*s has the urlid '%.*s' already: this file is not used.",
                         (int)other->path.n, other->path.at, (int)other->urlid.n, other->urlid.at);
        return;
    }
    migxml_node_check(reader, reader->root);
    for (xmlNode *child = migxml_node_first(reader, reader->root); child;
         child = migxml_node_next(reader, child)) {
        if (migxml_node_is(child, "component"))
            end = migxml_component_add(reader, child, end);
        else if (!migxml_node_is(child, "namedElements"))
            migxml_node_unknown(reader, child);
    }
    if (end == &reader->rules->components)
        migxml_node_note(reader, RULES_EMPTY, reader->root, "This file has no components.");
}

static void read_root(struct migxml_reader *reader)
{
    if (migxml_node_is(reader->root, "migration"))
        read_migration(reader);
    else if (migxml_node_is(reader->root, "Configuration"))
        migxml_node_note(reader, RULES_CONFIG_AS_RULES, reader->root,
                         "This is a Config.xml and holds no rules: give it with --config.");
    else
        migxml_node_note(reader, RULES_NOT_RULES, reader->root,
                         "This is no file of rules: it begins with <%s>, not with <migration>.",
                         migxml_node_name(reader->root));
}

static struct str copied(struct rules *rules, const char *name)
{
    size_t n = strlen(name) + 1;
    char *at = arena_alloc(&rules->arena, n);

    if (at)
        memcpy(at, name, n);
    return (struct str){at, at ? n - 1 : 0};
}

static bool read_document(struct rules *rules, xmlDoc *document, const char *name)
{
    struct migxml_reader reader = {.arena = &rules->arena, .notes = &rules->notes, .rules = rules};

    if (!document)
        return false;
    reader.path = copied(rules, name);
    reader.file = migxml_node_make(&reader, sizeof *reader.file);
    reader.root = xmlDocGetRootElement(document);
    if (reader.file && reader.path.at) {
        read_root(&reader);
        migxml_node_finish(&reader);
    }
    xmlFreeDoc(document);
    if (!reader.file || !reader.path.at || reader.is_short || rules->notes.is_short)
        return say_no_memory(), false;
    return true;
}

/* A rule set of our own. */
static bool read_builtin(struct rules *rules, const char *name)
{
    struct str text;

    if (builtin_text(name, &text))
        return migxml_read_bytes(rules, (struct bytes){(const uint8_t *)text.at, text.n}, name);
    say("There are no built-in rules '%s': builtin:documents and builtin:user are there.", name);
    return false;
}

bool migxml_read(struct rules *rules, const char *path)
{
    if (builtin_is(path))
        return read_builtin(rules, path);
    return read_document(rules, migxml_file_parse(path), path);
}

bool migxml_read_bytes(struct rules *rules, struct bytes bytes, const char *name)
{
    return read_document(rules, migxml_file_parse_bytes(bytes, name), name);
}
