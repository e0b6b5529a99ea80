/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables in paths: see variables.h. */
#include "src/variables.h"

#include <assert.h>

#include "src/textbuf.h"

enum { PATH_BYTES_MAX = TEXT_BYTES_PER_UNIT_MAX * 32767 };

void variables_set(struct variables *variables, const char *name, struct str value)
{
    uint32_t i = 0;

    if (value.n == 0 || value.n > PATH_BYTES_MAX)
        return;
    while (i < variables->n && strcmp(variables->pairs[i].name, name) != 0)
        i++;
    assert(i < VARIABLES_MAX);
    if (i == variables->n)
        variables->n++;
    variables->pairs[i] = (struct variables_pair){name, value};
}

static const struct str *find(const struct variables *variables, struct str name)
{
    for (; variables; variables = variables->outer)
        for (uint32_t i = 0; i < variables->n; i++)
            if (text_same_folded(str_of(variables->pairs[i].name), name, NULL))
                return &variables->pairs[i].value;
    return NULL;
}

/* The value of the variable whose first percent sign is at AT, and in *END_RET where it ends. */
static const struct str *variable_at(const struct variables *variables, struct str text, size_t at,
                                     size_t *end_ret)
{
    const char *end = memchr(text.at + at + 1, '%', text.n - at - 1);
    struct str name;

    if (!end)
        return NULL;
    name = (struct str){text.at + at + 1, (size_t)(end - text.at) - at - 1};
    *end_ret = at + name.n + 2;
    return find(variables, name);
}

static struct str keep(struct variables *variables, const struct textbuf *text)
{
    char *copy = text->is_short ? NULL : arena_alloc(variables->arena, text->n + 1);

    if (!copy) {
        variables->is_short = true;
        return (struct str){"", 0};
    }
    if (text->n > 0)
        memcpy(copy, text->at, text->n);
    return (struct str){copy, text->n};
}

struct str variables_expand(struct variables *variables, struct str text)
{
    struct textbuf out = {0};
    struct str kept;

    if (text.n == 0 || !memchr(text.at, '%', text.n))
        return text;
    for (size_t at = 0, end = 0; at < text.n && out.n <= PATH_BYTES_MAX; at = end) {
        const struct str *value = NULL;

        if (text.at[at] == '%')
            value = variable_at(variables, text, at, &end);
        if (value) {
            textbuf_str(&out, *value);
        } else {
            textbuf_char(&out, text.at[at]);
            end = at + 1;
        }
    }
    kept = out.n > PATH_BYTES_MAX ? text : keep(variables, &out);
    textbuf_free(&out);
    return kept;
}
