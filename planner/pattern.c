/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parsing is one pass over the code points: both parts are gathered in one array that the text's
 * length bounds.
 */
#include "planner/pattern.h"

enum { RANK_BITS_COUNT = 16, RANK_BITS_REACH = 2 };

struct parser {
    struct str text;
    size_t at;
    uint32_t *units; /* of both parts */
    uint32_t n;      /* all units so far */
    uint32_t first;  /* of the present part */
    uint32_t solid;  /* behind the last unit that is no blank to be trimmed */
    const char *why;
};

static bool is_at(const struct parser *p, uint32_t unit)
{
    return p->n > p->first && p->units[p->n - 1] == unit;
}

static void put(struct parser *p, uint32_t unit)
{
    p->units[p->n++] = unit;
    p->solid = p->n;
}

/* Blanks in the middle of a part belong to it; those at its ends do not. */
static void put_blank(struct parser *p, uint32_t unit)
{
    if (p->n > p->first)
        p->units[p->n++] = unit;
}

static bool fail(struct parser *p, const char *why)
{
    p->why = why;
    return false;
}

/* What stands behind a ^. */
static bool take_escaped(struct parser *p)
{
    if (p->at == p->text.n)
        return fail(p, "ends in a ^ with nothing behind it");

    uint32_t c = text_next(p->text, &p->at);
    if (c == '\\')
        return fail(p, "has a ^ before a \\; a ^ in a name is written ^^");
    put(p, c);
    return true;
}

static void take_plain(struct parser *p, uint32_t c)
{
    if (text_is_blank(c))
        put_blank(p, c);
    else if (c != '*')
        put(p, c);
    else if (!is_at(p, GLOB_ANY))
        put(p, GLOB_ANY);
}

/* Ends the part: cuts the blanks at its end. */
static struct glob end_part(struct parser *p)
{
    struct glob part = {p->units + p->first, p->solid - p->first};

    p->n = p->first = p->solid;
    return part;
}

/* The node, up to a bracket or the end. */
static bool take_node(struct parser *p, bool *has_leaf_ret)
{
    *has_leaf_ret = false;
    while (p->at < p->text.n && !*has_leaf_ret) {
        uint32_t c = text_next(p->text, &p->at);

        if (c == '^' && !take_escaped(p))
            return false;
        if (c == ']')
            return fail(p, "has a ] without a [; in a name it is written ^]");
        if (c == '[')
            *has_leaf_ret = true;
        else if (c != '^' && !(c == '\\' && is_at(p, '\\')))
            take_plain(p, c);
    }
    p->n = p->solid;
    if (p->n == p->first)
        return fail(p, "names no folder");
    if (!is_at(p, GLOB_ANY) && !is_at(p, '\\'))
        put(p, '\\');
    if (p->n == 1 && is_at(p, '\\'))
        return fail(p, "names no folder");
    return true;
}

/* The leaf, up to its closing bracket, and nothing behind that. */
static bool take_leaf(struct parser *p)
{
    for (;;) {
        if (p->at == p->text.n)
            return fail(p, "has a [ without a ]");

        uint32_t c = text_next(p->text, &p->at);
        if (c == ']')
            break;
        if (c == '^' && !take_escaped(p))
            return false;
        if (c == '[')
            return fail(p, "has a [ within its brackets; in a name it is written ^[");
        if (c == '\\')
            return fail(p, "has a \\ within its brackets; folders stand before them");
        if (c != '^')
            take_plain(p, c);
    }
    while (p->at < p->text.n)
        if (!text_is_blank(text_next(p->text, &p->at)))
            return fail(p, "goes on behind its closing bracket");
    return true;
}

static uint32_t count_literals(const struct glob *glob)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < glob->n; i++)
        n += glob->at[i] != GLOB_ANY;
    return n;
}

static void measure_node(struct pattern *pattern)
{
    const struct glob *node = &pattern->node;
    uint32_t any = 0;

    for (; any < node->n && node->at[any] != GLOB_ANY; any++)
        if (node->at[any] == '\\') {
            pattern->nsegments++;
            pattern->nprefix = any + 1;
        }
    if (any == node->n)
        pattern->reach = PATTERN_EXACT;
    else if (any + 1 == node->n && any == pattern->nprefix)
        pattern->reach = PATTERN_BELOW;
    else
        pattern->reach = PATTERN_INTERIOR;
}

static enum pattern_leaf kind_of_leaf(const struct glob *leaf)
{
    uint32_t nliterals = count_literals(leaf);

    if (nliterals == leaf->n)
        return PATTERN_LEAF_LITERAL;
    if (nliterals == 0)
        return PATTERN_LEAF_ALL;
    if (nliterals + 1 == leaf->n && leaf->at[0] == GLOB_ANY && leaf->at[1] == '.')
        return PATTERN_LEAF_SUFFIX;
    return PATTERN_LEAF_GLOB;
}

/* All that precedence asks, in one number; PATTERN_BYTES_MAX keeps each count within its bits. */
static uint64_t rank_of(const struct pattern *pattern)
{
    bool is_literal = pattern->leaf_kind == PATTERN_LEAF_LITERAL;
    uint64_t rank = pattern->nsegments;

    rank = rank << RANK_BITS_REACH | pattern->reach;
    rank = rank << RANK_BITS_COUNT |
           (pattern->reach == PATTERN_INTERIOR ? count_literals(&pattern->node) : 0);
    rank = rank << 1 | is_literal;
    rank = rank << RANK_BITS_COUNT | (is_literal ? 0 : count_literals(&pattern->leaf));
    return rank << 1 | (pattern->leaf_kind != PATTERN_LEAF_SUFFIX);
}

enum pattern_point pattern_point(const struct pattern *a, const struct pattern *b)
{
    static const unsigned bits[] = {1, RANK_BITS_COUNT, 1, RANK_BITS_COUNT, RANK_BITS_REACH};
    uint64_t differ = a->rank ^ b->rank;
    unsigned point = PATTERN_BY_FORM;

    if (differ == 0)
        return PATTERN_ALIKE;
    /* The rank's fields from its end; the highest that differs decides. */
    for (size_t i = 0; i < sizeof bits / sizeof bits[0] && differ >> bits[i]; i++, point--)
        differ >>= bits[i];
    return (enum pattern_point)point;
}

enum status pattern_parse(struct str text, struct arena *arena, struct pattern *pattern_ret,
                          const char **why_ret)
{
    struct parser p = {.text = text};
    struct pattern pattern = {0};
    bool has_leaf, is_good;

    if (text.n > PATTERN_BYTES_MAX - 1) {
        *why_ret = "is longer than any path";
        return STATUS_DAMAGED;
    }
    p.units = arena_array(arena, text.n + 1, sizeof *p.units);
    if (!p.units)
        return STATUS_NO_MEMORY;
    is_good = take_node(&p, &has_leaf);
    pattern.node = end_part(&p);
    is_good = is_good && (!has_leaf || take_leaf(&p));
    pattern.leaf = end_part(&p);
    if (!is_good) {
        *why_ret = p.why;
        return STATUS_DAMAGED;
    }
    measure_node(&pattern);
    pattern.leaf_kind = kind_of_leaf(&pattern.leaf);
    pattern.rank = rank_of(&pattern);
    *pattern_ret = pattern;
    return STATUS_OK;
}

size_t pattern_escape(struct str text, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];

        if (c == '^' || c == '[' || c == ']' || c == '*' || text_is_blank((uint8_t)c))
            out[n++] = '^';
        out[n++] = c;
    }
    return n;
}

bool pattern_matches(const struct pattern *pattern, struct str folder, struct str name,
                     const uint16_t *upcase)
{
    return glob_matches(&pattern->leaf, name, upcase, false) &&
           glob_matches(&pattern->node, folder, upcase, true);
}
