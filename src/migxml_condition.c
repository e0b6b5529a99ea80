/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conditions: see migxml_condition.h.
 */
#include "src/migxml_condition.h"

#include "src/migxml_call.h"

bool migxml_condition_is(const xmlNode *node)
{
    return migxml_node_is(node, "detection") || migxml_node_is(node, "detects") ||
           migxml_node_is(node, "conditions");
}

static struct rules_condition *make(struct migxml_reader *reader, const xmlNode *node,
                                    enum rules_condition_kind kind, unsigned context)
{
    struct rules_condition *condition = migxml_node_make(reader, sizeof *condition);

    if (condition)
        *condition = (struct rules_condition){
            .place = migxml_node_place(reader, node), .kind = kind, .context = context};
    return condition;
}

/* <condition>: a call, with or without its opposite meant. */
static struct rules_condition *leaf(struct migxml_reader *reader, const xmlNode *node,
                                    unsigned context)
{
    struct str text = migxml_node_text(reader, node);
    struct rules_call *call = migxml_call_parse(reader, node, text, HELPER_IN_CONDITION);
    struct rules_condition *condition = call ? make(reader, node, RULES_CALL, context) : NULL;

    if (text.n == 0)
        migxml_node_note(reader, RULES_EMPTY, node, "This <condition> asks nothing.");
    if (!condition)
        return NULL;
    condition->call = call;
    condition->is_negated = migxml_node_flag(reader, node, "negation", false);
    return condition;
}

static struct rules_condition *branch(struct migxml_reader *reader, xmlNode *node,
                                      unsigned context);

static struct rules_condition *part(struct migxml_reader *reader, xmlNode *node, unsigned context)
{
    if (migxml_node_is(node, "condition"))
        return leaf(reader, node, context);
    if (migxml_node_is(node, "conditions") || migxml_node_is(node, "detect"))
        return branch(reader, node, context);
    if (!migxml_node_is(node, "objectSet"))
        migxml_node_unknown(reader, node);
    return NULL;
}

/* Puts the parts of NODE into WHOLE. */
static void fill(struct migxml_reader *reader, xmlNode *node, struct rules_condition *whole)
{
    struct rules_condition **end = &whole->parts;

    for (xmlNode *child = migxml_node_first(reader, node); child;
         child = migxml_node_next(reader, child)) {
        *end = part(reader, child, whole->context);
        if (*end)
            end = &(*end)->next;
    }
    if (!whole->parts)
        migxml_node_note(reader, RULES_EMPTY, node, "This <%s> asks nothing.",
                         migxml_node_name(node));
}

/* detection, detects, detect or conditions: what is needed of its parts. */
static struct rules_condition *branch(struct migxml_reader *reader, xmlNode *node, unsigned context)
{
    static const char *const operations[] = {"AND", "OR", NULL}; /* as the first two kinds */
    xmlNode *meant = migxml_node_resolve(reader, node);
    struct rules_condition *whole;
    unsigned own = context;

    if (!meant || !migxml_node_enter(reader, meant))
        return NULL;
    own &= migxml_node_context(reader, node) & migxml_node_context(reader, meant);
    whole = make(reader, meant, RULES_ALL_OF, own);
    if (own == 0)
        migxml_node_note(reader, RULES_OUTSIDE_CONTEXT, node,
                         "<%s> is for a context that nothing around it has: it has no effect.",
                         migxml_node_name(node));
    if (whole && own != 0) {
        int otherwise = migxml_node_is(meant, "detect") ? 1 : 0;

        whole->kind = (enum rules_condition_kind)migxml_node_choice(reader, meant, "operation",
                                                                    operations, otherwise);
        whole->is_negated = migxml_node_flag(reader, node, "negation", false);
        fill(reader, meant, whole);
    }
    migxml_node_leave(reader);
    return whole && whole->parts ? whole : NULL;
}

/* The detection and detects in NODE, or its conditions, as the parts of one whole. */
static struct rules_condition *gather(struct migxml_reader *reader, xmlNode *node, unsigned context,
                                      bool wants_conditions)
{
    enum rules_condition_kind kind = wants_conditions ? RULES_ALL_OF : RULES_ANY_OF;
    struct rules_condition *whole = make(reader, node, kind, context);
    struct rules_condition **end = whole ? &whole->parts : NULL;

    for (xmlNode *child = migxml_node_first(reader, node); child && end;
         child = migxml_node_next(reader, child)) {
        if (!migxml_condition_is(child) || migxml_node_is(child, "conditions") != wants_conditions)
            continue;
        *end = branch(reader, child, context);
        if (*end)
            end = &(*end)->next;
    }
    if (!whole || !whole->parts)
        return NULL;
    return whole->parts->next ? whole : whole->parts;
}

struct rules_condition *migxml_condition_of(struct migxml_reader *reader, xmlNode *node,
                                            unsigned context)
{
    struct rules_condition *detected = gather(reader, node, context, false);
    struct rules_condition *asked = gather(reader, node, context, true);
    struct rules_condition *both;

    if (!detected || !asked)
        return detected ? detected : asked;
    both = make(reader, node, RULES_ALL_OF, context);
    if (!both)
        return NULL;
    both->parts = detected;
    detected->next = asked;
    return both;
}
