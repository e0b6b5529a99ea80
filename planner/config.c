/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Config.xml as values: see config.h.
 */
#include "planner/config.h"

static bool begins_with(struct str text, struct str start)
{
    return text.n >= start.n && text_same_folded((struct str){text.at, start.n}, start, NULL);
}

/* An ID that says of which rules it speaks begins with their urlid: "http://...". */
static bool names_rules(struct str id)
{
    return begins_with(id, str_of("http://")) || begins_with(id, str_of("https://"));
}

bool config_is_about(const struct config_component *line, struct str urlid, struct str name)
{
    if (name.n == 0 || !text_same_folded(line->name, name, NULL))
        return false;
    return !names_rules(line->id) || urlid.n == 0 || begins_with(line->id, urlid);
}

bool config_takes(const struct config *config, struct str urlid, struct str name)
{
    bool is_listed = false;

    for (const struct config_component *line = config->components; line; line = line->next) {
        if (!config_is_about(line, urlid, name))
            continue;
        if (line->is_taken)
            return true;
        is_listed = true;
    }
    return !is_listed;
}

void config_free(struct config *config)
{
    arena_free(&config->arena);
    *config = (struct config){0};
}
