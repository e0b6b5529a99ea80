/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of many rows: see planfile_words.h. */
#include "src/planfile_words.h"

#include "src/wtf8.h"

/* What is being made: a text is put together in TEXT and moves to the arena. */
struct maker {
    struct arena *arena;
    struct textbuf text;
    bool is_short;
};

static struct str settle(struct maker *m)
{
    size_t n = m->text.n;
    char *at = m->text.is_short ? NULL : arena_alloc(m->arena, n + 1);

    m->text.n = 0;
    if (!at) {
        m->is_short = true;
        return (struct str){"", 0};
    }
    if (n > 0)
        memcpy(at, m->text.at, n);
    return (struct str){at, n};
}

static struct str utf8_of(struct maker *m, struct str text)
{
    wtf8_put_utf8(text, &m->text);
    return settle(m);
}

static struct str place_of(struct maker *m, const struct plan_rule *rule)
{
    wtf8_put_utf8(rule->file, &m->text);
    textbuf_char(&m->text, ':');
    textbuf_decimal(&m->text, rule->line);
    return settle(m);
}

static void make_rules(struct maker *m, const struct plan *plan, struct planfile_rule *rules)
{
    for (uint32_t i = 0; i < plan->nrules; i++) {
        const struct plan_rule *rule = &plan->rules[i];

        rules[i].component = utf8_of(m, rule->component);
        rules[i].place = place_of(m, rule);
        rules[i].pattern = utf8_of(m, rule->pattern);
        if (rule->user != PLAN_NONE)
            rules[i].user = utf8_of(m, plan->users[rule->user].name);
    }
}

enum status planfile_words_make(const struct plan *plan, struct planfile_words *words_ret)
{
    struct maker m = {.arena = &words_ret->arena};

    *words_ret = (struct planfile_words){0};
    words_ret->rules = arena_array(m.arena, plan->nrules + (size_t)1, sizeof *words_ret->rules);
    words_ret->drives = arena_array(m.arena, plan->nvolumes + (size_t)1, sizeof *words_ret->drives);
    if (!words_ret->rules || !words_ret->drives)
        return STATUS_NO_MEMORY;
    make_rules(&m, plan, words_ret->rules);
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        words_ret->drives[i] = utf8_of(&m, plan->volumes[i].drive);
    textbuf_free(&m.text);
    return m.is_short ? STATUS_NO_MEMORY : STATUS_OK;
}
