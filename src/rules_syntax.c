/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns for files that are none: see rules_syntax.h. */
#include "src/rules_syntax.h"

#include "planner/pattern.h"
#include "src/textbuf.h"

/* Is there a variable at AT, "%NAME%"? Its length with both signs; else 0. */
static size_t variable_at(struct str text, size_t at)
{
    const char *end = text.at[at] == '%' && at + 1 < text.n
                          ? memchr(text.at + at + 1, '%', text.n - at - 1)
                          : NULL;
    size_t n = end ? (size_t)(end - (text.at + at)) + 1 : 0;

    /* "100%" in one folder's name and another "%" behind it are no variable. */
    for (size_t i = at + 1; i + 1 < at + n; i++)
        if (strchr("\\[]*^ ", text.at[i]))
            return 0;
    return n > 2 ? n : 0;
}

/* TEXT with a plain word in place of each variable. */
static void put_plain(struct str text, struct textbuf *to)
{
    for (size_t at = 0; at < text.n;) {
        size_t n = variable_at(text, at);

        if (n > 0)
            textbuf_char(to, 'V');
        else
            textbuf_char(to, text.at[at]);
        at += n > 0 ? n : 1;
    }
}

static void check_pattern(struct rules *rules, const struct rules_pattern *it)
{
    struct textbuf plain = {0}, text = {0};
    struct arena arena = {0};
    struct pattern pattern;
    const char *why = NULL;

    put_plain(it->text, &plain);
    if (!plain.is_short &&
        pattern_parse(textbuf_view(&plain), &arena, &pattern, &why) == STATUS_DAMAGED) {
        textbuf_cstr(&text, "The pattern '");
        textbuf_shown(&text, it->text);
        textbuf_format(&text, "' matches nothing: it %s.", why);
        rules_note_add(&rules->notes, RULES_BAD_PATTERN, it->place, textbuf_view(&text));
    }
    rules->notes.is_short |= plain.is_short || text.is_short;
    arena_free(&arena);
    textbuf_free(&plain);
    textbuf_free(&text);
}

static void check_sets(struct rules *rules, const struct rules_set *set)
{
    for (; set; set = set->next)
        for (const struct rules_pattern *it = set->patterns; it; it = it->next)
            if (it->type == RULES_FILE)
                check_pattern(rules, it);
}

void rules_syntax(struct rules *rules)
{
    for (const struct rules_component *it = rules->components; it; it = it->next)
        for (const struct rules_group *group = it->groups; group; group = group->next)
            for (const struct rule *rule = group->rules; rule; rule = rule->next)
                check_sets(rules, rule->sets);
}
