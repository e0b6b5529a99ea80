/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All rules at once over all names of a volume.
 *
 *   struct matcher_rule rules[] = {{.pattern = &a, .set = 0}, {.pattern = &b, .is_exclude = true}};
 *   struct matcher *matcher;
 *   status = matcher_new(rules, 2, upcase, &matcher);
 *   status = matcher_walk(matcher, index, str_of("C:"), &(struct matcher_visitor){see, context});
 *   matcher_free(matcher);
 *
 * Rules belong to sets: what decides alone over an object (the rules of a component in one of its
 * contexts, say, or all unconditional excludes). For each object and set the visitor is told who
 * wins: the rule with the most specific pattern (pattern_compare), an exclude before an include
 * where neither is more specific. A conditional rule, which has a filter that only its owner can
 * ask, does not hide those behind it: all conditional ones up to the first that is not are told, in
 * their order, and the first whose filter agrees is the winner.
 *
 * The folder tree is walked once, with what is left of each pattern at that place: a pattern that
 * can match nothing further down is dropped there, one that matches all further down is settled.
 * Names are looked up in a dictionary of the leaves that are settled at their folder. So the cost
 * is folders times the patterns with a * in their midst, and names times what matches them. Any
 * depth of folders; a folder between the root and the present one costs 24 bytes, and 8 for each
 * such pattern that is still being read there.
 *
 * Not walked: metadata (FILE_SYSTEM, except the root itself) and what cannot be reached from the
 * root (paths that begin with \$Orphans). A folder is known by its first name alone. DOS names do
 * not count. Links and junctions are objects; what they lead to is not looked at.
 *
 * A matcher is read-only once made, and can walk any volume that has the same $UpCase, in several
 * threads at once. It borrows the rules and their patterns until it is made, then nothing.
 */
#ifndef PLANNER_MATCHER_H
#define PLANNER_MATCHER_H

#include "mft/index.h"
#include "planner/ruletree.h"

struct matcher; /* struct matcher_rule comes from ruletree.h */

/* An object that rules match. */
struct matcher_match {
    uint32_t name;         /* row of its name */
    bool is_folder;        /* the folder itself */
    const uint32_t *rules; /* positions in the array given to matcher_new, ascending by set, in each
                              set the winner first; gone when the visitor returns */
    uint32_t nrules;       /* > 0 */
};

struct matcher_visitor {
    /* Sees a folder, then its files, then the folders in it; each in the order of the index's
     * children. What is not STATUS_OK ends the walk. */
    enum status (*see)(void *context, const struct matcher_match *match);
    void *context;
};

/* UPCASE as in text.h, borrowed until matcher_free. STATUS_NO_MEMORY; STATUS_TOO_LARGE (more than
 * 16 million rules). */
enum status matcher_new(const struct matcher_rule *rules, uint32_t n, const uint16_t *upcase,
                        struct matcher **matcher_ret);

/*
 * Walks INDEX (WANT_CHILDREN), whose paths begin with DRIVE ("C:", without a backslash).
 * STATUS_NO_MEMORY; STATUS_NOT_FOUND without a root; what the visitor returned.
 */
enum status matcher_walk(const struct matcher *matcher, const struct index *index, struct str drive,
                         const struct matcher_visitor *visitor);

/* The same of what is in FOLDER (row), as if that were the root of DRIVE. */
enum status matcher_walk_from(const struct matcher *matcher, const struct index *index,
                              uint32_t folder, struct str drive,
                              const struct matcher_visitor *visitor);

void matcher_free(struct matcher *matcher);

#endif
