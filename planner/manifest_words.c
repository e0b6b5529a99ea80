/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules in words: see manifest_words.h. */
#include "planner/manifest_words.h"

enum { LINE_BYTES = 10, SEPARATORS_BYTES = 5, REPLACEMENT = 0xFFFD };

static bool is_shown(uint32_t c)
{
    return c != REPLACEMENT && (c < 0xD800 || c >= 0xE000);
}

/* Puts TEXT as UTF-8 to OUT, which has room for three bytes of each of its own. */
static char *put_text(struct str text, char *out)
{
    static const struct str replacement = {"\xEF\xBF\xBD", 3};

    for (size_t at = 0, first = 0; at < text.n; first = at)
        if (is_shown(text_next(text, &at))) {
            memcpy(out, text.at + first, at - first);
            out += at - first;
        } else {
            memcpy(out, replacement.at, replacement.n);
            out += replacement.n;
        }
    return out;
}

static char *put_number(uint32_t number, char *out)
{
    char digits[LINE_BYTES];
    size_t n = 0;

    do
        digits[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (n > 0)
        *out++ = digits[--n];
    return out;
}

static enum status make_user(struct str name, struct arena *arena, struct str *user_ret)
{
    char *at = arena_alloc(arena, 3 * name.n + 1);

    if (!at)
        return STATUS_NO_MEMORY;
    *user_ret = (struct str){at, (size_t)(put_text(name, at) - at)};
    return STATUS_OK;
}

static enum status make_rule(const struct plan_rule *rule, struct arena *arena,
                             struct str *rule_ret)
{
    size_t n = rule->component.n + rule->file.n + rule->pattern.n;
    char *begin = arena_alloc(arena, 3 * n + LINE_BYTES + SEPARATORS_BYTES), *at = begin;

    if (!begin)
        return STATUS_NO_MEMORY;
    at = put_text(rule->component, at);
    at = put_text(str_of(", "), at);
    at = put_text(rule->file, at);
    at = put_text(str_of(":"), at);
    at = put_number(rule->line, at);
    at = put_text(str_of(", "), at);
    at = put_text(rule->pattern, at);
    *rule_ret = (struct str){begin, (size_t)(at - begin)};
    return STATUS_OK;
}

enum status manifest_words_make(const struct plan *plan, struct arena *arena,
                                struct manifest_words **words_ret)
{
    struct manifest_words *words = arena_array(arena, plan->nrules + (size_t)1, sizeof *words);
    struct str *users = arena_array(arena, plan->nusers + (size_t)1, sizeof *users);
    enum status status = words && users ? STATUS_OK : STATUS_NO_MEMORY;

    for (uint32_t i = 0; i < plan->nusers && status == STATUS_OK; i++)
        status = make_user(plan->users[i].name, arena, &users[i]);
    for (uint32_t i = 0; i < plan->nrules && status == STATUS_OK; i++) {
        uint32_t user = plan->rules[i].user;

        words[i].user = user == PLAN_NONE ? (struct str){"", 0} : users[user];
        status = make_rule(&plan->rules[i], arena, &words[i].rule);
    }
    if (status == STATUS_OK)
        *words_ret = words;
    return status;
}
