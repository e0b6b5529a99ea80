/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of /offline: see configxml_offline.h. */
#include "src/configxml_offline.h"

#include "src/migxml_file.h"
#include "src/migxml_node.h"
#include "src/say.h"

/* The texts of all <path> in NODE. */
static bool add_paths(struct migxml_reader *reader, const xmlNode *node, struct str *paths,
                      unsigned *n)
{
    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        if (!migxml_node_is(child, "path") || *n == CONFIGXML_OFFLINE_PATHS_MAX)
            return false;
        paths[(*n)++] = migxml_node_text(reader, child);
    }
    return true;
}

/* 1 or 0, as the page says, and nothing else. */
static bool read_switch(struct migxml_reader *reader, xmlNode *node, bool *is_on)
{
    const struct str text = migxml_node_text(reader, node);

    *is_on = str_equal(text, str_of("1"));
    return *is_on || str_equal(text, str_of("0"));
}

static bool read_root(struct migxml_reader *reader, struct configxml_offline *offline)
{
    if (!migxml_node_is(reader->root, "offline"))
        return false;
    for (xmlNode *child = migxml_node_first(reader, reader->root); child;
         child = migxml_node_next(reader, child)) {
        bool is_good = true;

        if (migxml_node_is(child, "winDir"))
            is_good = add_paths(reader, child, offline->windows, &offline->nwindows);
        else if (migxml_node_is(child, "mappings"))
            is_good = add_paths(reader, child, offline->mappings, &offline->nmappings);
        else if (migxml_node_is(child, "failOnMultipleWinDir"))
            is_good = read_switch(reader, child, &offline->fails_on_several);
        else
            is_good = false;
        if (!is_good)
            return false;
    }
    return offline->nwindows > 0;
}

bool configxml_offline_read(const char *path, struct arena *arena,
                            struct configxml_offline *offline_ret)
{
    xmlDoc *document = migxml_file_parse(path);
    struct rules_notes notes = {.arena = arena};
    struct migxml_reader reader = {.arena = arena, .notes = &notes, .path = str_of(path)};
    bool is_good;

    *offline_ret = (struct configxml_offline){0};
    if (!document)
        return false;
    reader.root = xmlDocGetRootElement(document);
    is_good = read_root(&reader, offline_ret);
    xmlFreeDoc(document);
    if (reader.is_short || notes.is_short)
        say_no_memory();
    else if (!is_good)
        say("'%s' is no file for /offline: <offline> with "
            "<winDir><path>C:\\Windows</path></winDir>, "
            "and maybe <mappings> and <failOnMultipleWinDir>1</failOnMultipleWinDir> (or 0).",
            path);
    return is_good && !reader.is_short && !notes.is_short;
}
