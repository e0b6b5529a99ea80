/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MigXML patterns for files, "Node [Leaf]": which folders and files one means, and which of two is
 * the more specific. docs/RULES.md, "Patterns", has it for people.
 *
 *   status = pattern_parse(str_of("C:\\Users\\* [*.doc]"), &arena, &pattern, &why);
 *   pattern_matches(&pattern, str_of("C:\\Users\\Ann"), str_of("a.doc"), upcase)
 *   pattern_matches(&pattern, str_of("C:\\Users\\Ann"), str_of(""), upcase)      the folder itself
 *
 * An object is a folder and a name in it; the folder itself has the empty name. A pattern matches
 * where its node matches the folder's path and its leaf the name. Without a leaf, or with an empty
 * one, it means folders only; the leaf * means them too.
 *
 * Both globs are of code points as written; the node ends in a backslash or in a GLOB_ANY, and is
 * matched against a path that ends in a backslash. So "C:\Dir\*" has C:\Dir itself, and C:\Dirt
 * not. A pattern is read-only, lives in the arena given to pattern_parse, and borrows nothing.
 */
#ifndef PLANNER_PATTERN_H
#define PLANNER_PATTERN_H

#include "planner/glob.h"

enum { PATTERN_BYTES_MAX = 65535 };

/* How a node goes on behind its literal folders; the more specific is the greater. */
enum pattern_reach {
    PATTERN_INTERIOR, /* with a * anywhere else */
    PATTERN_BELOW,    /* with \* and nothing more: that folder and all below */
    PATTERN_EXACT,    /* not at all: that folder alone */
};

/* What a leaf is to one who looks names up. */
enum pattern_leaf {
    PATTERN_LEAF_ALL,     /* * : every name, and the folder itself */
    PATTERN_LEAF_LITERAL, /* one name; empty: the folder itself */
    PATTERN_LEAF_SUFFIX,  /* *.ext without another * */
    PATTERN_LEAF_GLOB,    /* any other */
};

struct pattern {
    struct glob node, leaf;
    uint32_t nsegments; /* literal folders at the node's start, the drive among them */
    uint32_t nprefix;   /* the units of these, each with its backslash */
    enum pattern_reach reach;
    enum pattern_leaf leaf_kind;
    uint64_t rank; /* the greater wins */
};

/*
 * Parses TEXT (WTF-8; variables already replaced by their values, in which each character that
 * means something here was escaped). STATUS_NO_MEMORY; STATUS_DAMAGED with a constant phrase in
 * *WHY_RET that fits behind "the pattern".
 */
enum status pattern_parse(struct str text, struct arena *arena, struct pattern *pattern_ret,
                          const char **why_ret);

/* Writes TEXT to OUT, which has room for 2 * TEXT.n bytes, so that as a part of a pattern it means
 * itself: for the values of variables. Returns the bytes written. */
size_t pattern_escape(struct str text, char *out);

/*
 * Does the pattern match NAME in FOLDER ("C:", "C:\" or "C:\Users\Ann")? An empty NAME asks for the
 * folder itself. Without regard to case by UPCASE (see text.h).
 */
bool pattern_matches(const struct pattern *pattern, struct str folder, struct str name,
                     const uint16_t *upcase);

/*
 * Which is the more specific: positive for A, negative for B, 0 for neither (an exclude then wins).
 * The rules, in this order, the first that tells them apart decides:
 *   node    more literal folders at its start
 *           exact, then \*, then a * elsewhere; of two of the last kind, more literal characters
 *   leaf    without *
 *           more literal characters; then any other before *.ext
 */
static inline int pattern_compare(const struct pattern *a, const struct pattern *b)
{
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* The first point of the above that tells two patterns apart. */
enum pattern_point {
    PATTERN_ALIKE,
    PATTERN_BY_FOLDERS, /* literal folders */
    PATTERN_BY_REACH,   /* exact, \*, other */
    PATTERN_BY_NODE,    /* literal characters, where both have a * elsewhere */
    PATTERN_BY_LITERAL, /* a leaf without * */
    PATTERN_BY_LEAF,    /* literal characters of the leaf */
    PATTERN_BY_FORM,    /* any other before *.ext */
};

enum pattern_point pattern_point(const struct pattern *a, const struct pattern *b);

#endif
