/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules on drives: see rules_idle.h. */
#include "src/rules_idle.h"

#include "planner/idle.h"
#include "src/say.h"

#include <stdlib.h>

/* A pattern as it is written, with all that became of it. */
struct line {
    const struct expand_rule *rule;
    bool matches;
};

static int compare(const void *a, const void *b)
{
    const struct rules_place *c = &((const struct line *)a)->rule->place;
    const struct rules_place *d = &((const struct line *)b)->rule->place;
    int order = text_compare(c->file, d->file);

    return order != 0 ? order : (c->line > d->line) - (c->line < d->line);
}

static void add_note(struct rules *rules, const struct expand_rule *rule)
{
    struct textbuf text = {0};

    textbuf_cstr(&text, "Nothing on these drives matches '");
    textbuf_shown(&text, rule->text);
    textbuf_cstr(&text, "'.");
    rules->notes.is_short |= text.is_short;
    rules_note_add(&rules->notes, RULES_MATCHES_NOTHING, rule->place, textbuf_view(&text));
    textbuf_free(&text);
}

static void tell(struct rules *rules, struct line *lines, size_t n)
{
    qsort(lines, n, sizeof *lines, compare);
    for (size_t first = 0, end; first < n; first = end) {
        bool matches = false;

        for (end = first; end < n && compare(&lines[first], &lines[end]) == 0; end++)
            matches |= lines[end].matches;
        if (!matches)
            add_note(rules, lines[first].rule);
    }
}

bool rules_idle(struct planning *p)
{
    struct arena arena = {0};
    const bool *matches = NULL;
    struct line *lines = arena_array(&arena, (size_t)p->expansion.nrules + 1, sizeof *lines);
    enum status status = idle_find(&p->expansion, &p->drives.machine, &arena, &matches);
    size_t n = 0;

    if (!lines || status != STATUS_OK) {
        say_no_memory();
        arena_free(&arena);
        return false;
    }
    for (const struct rules_note *it = p->expansion.notes.first; it; it = it->next)
        rules_note_add(&p->rules.notes, it->kind, it->place, it->text);
    /* What is only done when files are restored speaks of another volume. */
    for (uint32_t i = 0; i < p->expansion.nrules; i++)
        if (p->expansion.rules[i].rule->kind <= RULES_UNCONDITIONAL_EXCLUDE)
            lines[n++] = (struct line){&p->expansion.rules[i], matches[i]};
    tell(&p->rules, lines, n);
    arena_free(&arena);
    return true;
}
