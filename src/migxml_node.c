/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elements and their attributes: see migxml_node.h.
 */
#include "src/migxml_node.h"

#include "src/migxml_file.h"
#include "src/textbuf.h"

#include <stdarg.h>
#include <stdio.h>

enum { NOTE_BYTES = 1024, TEXT_BYTES_PER_STEP = 64 };

static bool same(const char *a, struct str b)
{
    return text_same_folded(str_of(a), b, NULL);
}

static bool take_steps(struct migxml_reader *reader, size_t n)
{
    if (n > MIGXML_NODE_STEPS_MAX - reader->nsteps)
        reader->is_spent = true;
    else
        reader->nsteps += (uint32_t)n;
    return !reader->is_spent;
}

bool migxml_node_step(struct migxml_reader *reader)
{
    return take_steps(reader, 1);
}

void migxml_node_finish(struct migxml_reader *reader)
{
    if (reader->is_spent && !reader->is_looped)
        rules_note_add(reader->notes, RULES_NAME_LOOP, migxml_node_place(reader, reader->root),
                       str_of("There is more in this file, with the names in it resolved, than can "
                              "be read."));
}

static xmlNode *element_from(struct migxml_reader *reader, xmlNode *node)
{
    for (; node && take_steps(reader, 1); node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            return node;
    return NULL;
}

xmlNode *migxml_node_first(struct migxml_reader *reader, const xmlNode *node)
{
    return element_from(reader, node->children);
}

xmlNode *migxml_node_next(struct migxml_reader *reader, const xmlNode *node)
{
    return element_from(reader, node->next);
}

const char *migxml_node_name(const xmlNode *node)
{
    return (const char *)node->name;
}

bool migxml_node_is(const xmlNode *node, const char *name)
{
    return same(migxml_node_name(node), str_of(name));
}

struct rules_place migxml_node_place(const struct migxml_reader *reader, const xmlNode *node)
{
    long line = xmlGetLineNo(node);

    return (struct rules_place){reader->path, line > 0 ? (uint32_t)line : 0};
}

void *migxml_node_make(struct migxml_reader *reader, size_t size)
{
    void *at = arena_alloc(reader->arena, size);

    if (!at)
        reader->is_short = true;
    return at;
}

static size_t length_of(const xmlNode *part)
{
    return part->content ? strlen((const char *)part->content) : 0;
}

/* The texts among PARTS, one behind the other. */
static struct str joined(struct migxml_reader *reader, const xmlNode *parts)
{
    size_t n = 0;
    char *at;

    for (const xmlNode *part = parts; part; part = part->next)
        if (part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE)
            n += length_of(part);
    if (!take_steps(reader, 1 + n / TEXT_BYTES_PER_STEP))
        return str_of("");
    at = migxml_node_make(reader, n + 1);
    if (!at)
        return str_of("");
    n = 0;
    for (const xmlNode *part = parts; part; part = part->next) {
        if (part->type != XML_TEXT_NODE && part->type != XML_CDATA_SECTION_NODE)
            continue;
        memcpy(at + n, part->content ? (const char *)part->content : "", length_of(part));
        n += length_of(part);
    }
    return (struct str){at, n};
}

struct str migxml_node_text(struct migxml_reader *reader, const xmlNode *node)
{
    return text_trim(joined(reader, node->children));
}

/* A ^ takes away the meaning of the blank behind it, at the end of a pattern, too. */
static bool is_escaped_at(struct str text, size_t at)
{
    size_t n = 0;

    while (n < at && text.at[at - 1 - n] == '^')
        n++;
    return n % 2 == 1;
}

struct str migxml_node_pattern(struct migxml_reader *reader, const xmlNode *node)
{
    struct str whole = joined(reader, node->children);
    struct str text = text_trim(whole);
    size_t n = (size_t)(text.at - whole.at) + text.n;

    if (n < whole.n && is_escaped_at(text, text.n))
        text.n++;
    return text;
}

struct str migxml_node_attribute(struct migxml_reader *reader, const xmlNode *node,
                                 const char *name)
{
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
        if (same(name, str_of((const char *)attribute->name)))
            return text_trim(joined(reader, attribute->children));
    return (struct str){NULL, 0};
}

int migxml_node_choice(struct migxml_reader *reader, const xmlNode *node, const char *name,
                       const char *const *words, int otherwise)
{
    struct str value = migxml_node_attribute(reader, node, name);

    if (!value.at)
        return otherwise;
    for (int i = 0; words[i]; i++)
        if (same(words[i], value))
            return i;
    migxml_node_note(reader, RULES_UNKNOWN_VALUE, node,
                     "%s=\"%.*s\" of <%s> is not a value that this attribute can have: it is read "
                     "as if it was not there.",
                     name, (int)value.n, value.at, migxml_node_name(node));
    return otherwise;
}

bool migxml_node_flag(struct migxml_reader *reader, const xmlNode *node, const char *name,
                      bool otherwise)
{
    static const char *const words[] = {"No", "Yes", "FALSE", "TRUE", "0", "1", NULL};

    return migxml_node_choice(reader, node, name, words, otherwise) % 2 != 0;
}

unsigned migxml_node_context(struct migxml_reader *reader, const xmlNode *node)
{
    static const char *const words[] = {"", "User", "System", "UserAndSystem", NULL};
    int choice = migxml_node_choice(reader, node, "context", words, RULES_USER_AND_SYSTEM);

    return choice == 0 ? RULES_USER_AND_SYSTEM : (unsigned)choice; /* as enum rules_context */
}

/* The element with the name of NODE in namedElements that is called NAME. */
static xmlNode *named(struct migxml_reader *reader, const xmlNode *node, struct str name)
{
    for (xmlNode *list = migxml_node_first(reader, reader->root); list;
         list = migxml_node_next(reader, list)) {
        if (!migxml_node_is(list, "namedElements"))
            continue;
        for (xmlNode *it = migxml_node_first(reader, list); it; it = migxml_node_next(reader, it)) {
            xmlChar *value = migxml_node_is(it, migxml_node_name(node))
                                 ? xmlGetNoNsProp(it, (const xmlChar *)"name")
                                 : NULL;
            bool is_it = value && same((const char *)value, name);

            xmlFree(value);
            if (is_it)
                return it;
        }
    }
    return NULL;
}

xmlNode *migxml_node_resolve(struct migxml_reader *reader, xmlNode *node)
{
    struct str name = migxml_node_attribute(reader, node, "name");
    xmlNode *found = name.n > 0 ? named(reader, node, name) : NULL;

    if (found || name.n == 0 || migxml_node_first(reader, node))
        return found ? found : node;
    migxml_node_note(reader, RULES_UNKNOWN_NAME, node,
                     "There is no <%s name=\"%.*s\"> in the namedElements of this file.",
                     migxml_node_name(node), (int)name.n, name.at);
    return NULL;
}

bool migxml_node_enter(struct migxml_reader *reader, const xmlNode *node)
{
    if (reader->depth < 2 * MIGXML_FILE_DEPTH_MAX) {
        reader->depth++;
        return true;
    }
    migxml_node_note(reader, RULES_NAME_LOOP, node,
                     "<%s> contains itself through the names that it refers to.",
                     migxml_node_name(node));
    reader->is_spent = reader->is_looped = true;
    return false;
}

void migxml_node_leave(struct migxml_reader *reader)
{
    reader->depth--;
}

void migxml_node_note(struct migxml_reader *reader, enum rules_note_kind kind, const xmlNode *node,
                      const char *format, ...)
{
    struct textbuf shown = {0};
    char text[NOTE_BYTES];
    va_list arguments;
    int n;

    if (!take_steps(reader, 1))
        return;
    va_start(arguments, format);
    n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n < 0 || n >= NOTE_BYTES)
        n = NOTE_BYTES - 1;
    textbuf_shown(&shown, (struct str){text, (size_t)n});
    if (shown.is_short)
        reader->is_short = true;
    rules_note_add(reader->notes, kind, migxml_node_place(reader, node), textbuf_view(&shown));
    textbuf_free(&shown);
}

static bool is_one_of(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (same(name, str_of(*words)))
            return true;
    return false;
}

/* What shipped files have, and means nothing here. */
static bool is_passed_over(const xmlNode *node)
{
    static const char *const words[] = {
        "library",        "plugin",         "path",        "paths",   "icon",
        "windowsObjects", "_locDefinition", "_locDefault", "_locTag", "manufacturer",
        "version",        "description",    "displayName", NULL,
    };

    return is_one_of(migxml_node_name(node), words);
}

void migxml_node_check(struct migxml_reader *reader, const xmlNode *node)
{
    static const char *const words[] = {
        "urlid",  "name",    "type",        "context",   "defaultSupported",
        "hidden", "role",    "remap",       "operation", "negation",
        "filter", "script",  "attributes",  "when",      "string",
        "expand", "migrate", "displayname", "ID",        "errorCode",
        "from",   "to",      "appliesTo",   "_locID",    NULL,
    };

    if (is_passed_over(node))
        return;
    for (const xmlAttr *it = node->properties; it; it = it->next)
        if (!it->ns && !is_one_of((const char *)it->name, words))
            migxml_node_note(reader, RULES_UNKNOWN_ATTRIBUTE, node,
                             "%s= of <%s> is not known: it has no effect.", (const char *)it->name,
                             migxml_node_name(node));
    for (const xmlNode *it = node->children; it; it = it->next)
        if (it->type == XML_ELEMENT_NODE)
            migxml_node_check(reader, it);
}

void migxml_node_unknown(struct migxml_reader *reader, const xmlNode *node)
{
    if (!is_passed_over(node))
        migxml_node_note(reader, RULES_UNKNOWN_ELEMENT, node,
                         "<%s> has no meaning in <%s>: it has no effect.", migxml_node_name(node),
                         node->parent && node->parent->name ? migxml_node_name(node->parent)
                                                            : "it");
}
