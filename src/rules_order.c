/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surprising precedence: see rules_order.h. */
#include "src/rules_order.h"

#include "planner/pattern.h"
#include "src/textbuf.h"

enum { LOOKS_MAX = 100 * 1000 * 1000 };

/* A pattern of an include or exclude, variables as they are written. */
struct item {
    const struct rules_component *component;
    const struct rules_pattern *written;
    struct pattern pattern;
    unsigned context;
    bool is_exclude;
};

struct items {
    struct arena arena;
    struct item *at;
    size_t n, capacity;
    bool is_short;
};

/* ---- Patterns ---- */

static void add_pattern(struct items *items, const struct rules_component *component,
                        const struct rules_group *group, const struct rule *rule,
                        const struct rules_pattern *written)
{
    struct item item = {
        .component = component,
        .written = written,
        .context = group->context,
        .is_exclude = rule->kind == RULES_EXCLUDE,
    };
    const char *why;
    enum status status = pattern_parse(written->text, &items->arena, &item.pattern, &why);

    items->is_short |= status == STATUS_NO_MEMORY;
    if (status != STATUS_OK)
        return;
    if (items->n == items->capacity) {
        size_t capacity = 2 * items->capacity + 64;
        struct item *at = arena_grow(&items->arena, items->at, capacity * sizeof *at);

        items->is_short |= !at;
        if (!at)
            return;
        items->at = at;
        items->capacity = capacity;
    }
    items->at[items->n++] = item;
}

static void collect(const struct rules *rules, struct items *items)
{
    for (const struct rules_component *it = rules->components; it; it = it->next)
        for (const struct rules_group *group = it->groups; group; group = group->next)
            for (const struct rule *rule = group->rules; rule; rule = rule->next) {
                if (rule->kind != RULES_INCLUDE && rule->kind != RULES_EXCLUDE)
                    continue;
                for (const struct rules_set *set = rule->sets; set; set = set->next)
                    for (const struct rules_pattern *p = set->patterns; p; p = p->next)
                        if (p->type == RULES_FILE)
                            add_pattern(items, it, group, rule, p);
            }
}

/* ---- Which meet ---- */

/* Do both patterns begin with the same N units, whatever their case in ASCII? */
static bool begin_alike(const struct glob *a, const struct glob *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (text_fold(a->at[i], NULL) != text_fold(b->at[i], NULL))
            return false;
    return true;
}

/*
 * Does EXCLUDE speak of files in folders of INCLUDE, and say more of their names, and lose all the
 * same: "C:\Dir1\* [*.txt]" and "C:\Dir1\Dir2\* [*]"?
 */
static bool is_overruled(const struct item *exclude, const struct item *include)
{
    const struct pattern *e = &exclude->pattern, *i = &include->pattern;

    return exclude->context & include->context && e->reach == PATTERN_BELOW &&
           e->leaf_kind != PATTERN_LEAF_ALL && e->leaf.n > 0 && i->leaf_kind == PATTERN_LEAF_ALL &&
           i->nsegments > e->nsegments && begin_alike(&e->node, &i->node, e->nprefix);
}

struct meeting {
    const struct item *first; /* of the includes that are met */
    size_t n;
};

static void put_text(struct textbuf *text, const struct item *item)
{
    textbuf_char(text, '\'');
    textbuf_shown(text, item->written->text);
    textbuf_char(text, '\'');
}

static void add_note(struct rules *rules, const struct item *exclude, const struct meeting *meeting,
                     bool is_elsewhere)
{
    struct textbuf text = {0};

    put_text(&text, exclude);
    textbuf_cstr(&text, " excludes nothing of what ");
    put_text(&text, meeting->first);
    textbuf_format(&text, " (line %u) ", meeting->first->written->place.line);
    if (meeting->n > 1)
        textbuf_format(&text, "and %zu others include", meeting->n - 1);
    else
        textbuf_cstr(&text, "includes");
    textbuf_cstr(&text, is_elsewhere
                            ? ": that is another component, and components do not know of each "
                              "other."
                            : ": more folders written out win over more of a name.");
    rules->notes.is_short |= text.is_short;
    rules_note_add(&rules->notes, is_elsewhere ? RULES_OTHER_COMPONENT : RULES_OVERRULED_EXCLUDE,
                   exclude->written->place, textbuf_view(&text));
    textbuf_free(&text);
}

static void look(struct rules *rules, const struct items *items, const struct item *exclude)
{
    struct meeting here = {0}, elsewhere = {0};

    for (size_t i = 0; i < items->n; i++) {
        const struct item *include = &items->at[i];
        struct meeting *meeting = include->component == exclude->component ? &here : &elsewhere;

        if (include->is_exclude || !is_overruled(exclude, include))
            continue;
        if (meeting->n++ == 0)
            meeting->first = include;
    }
    if (here.n > 0)
        add_note(rules, exclude, &here, false);
    if (elsewhere.n > 0)
        add_note(rules, exclude, &elsewhere, true);
}

void rules_order(struct rules *rules)
{
    struct items items = {0};
    size_t nlooks = 0;

    collect(rules, &items);
    for (size_t i = 0; i < items.n && nlooks < LOOKS_MAX; i++)
        if (items.at[i].is_exclude) {
            look(rules, &items, &items.at[i]);
            nlooks += items.n;
        }
    rules->notes.is_short |= items.is_short;
    arena_free(&items.arena);
}
