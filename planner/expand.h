/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules to patterns: what the files of rules mean on one computer. Components that take part are
 * asked once for the computer and once for each chosen user; variables get their values, scripts
 * make their patterns, conditions are answered from the drives.
 *
 *   status = expand(&job, &expansion);
 *   for (uint32_t i = 0; i < expansion.nrules; i++) ... expansion.rules[i].pattern ...
 *   expand_free(&expansion);
 *
 * Pure. The expansion borrows the rules and the machine, which must live as long; its own texts
 * are in its arena. Read-only once made.
 */
#ifndef PLANNER_EXPAND_H
#define PLANNER_EXPAND_H

#include "planner/config.h"
#include "planner/filter.h"
#include "planner/machine.h"
#include "planner/pattern.h"
#include "planner/rules.h"

#define EXPAND_SYSTEM UINT32_MAX /* as a user: the computer itself */

/* A component as it is asked for the computer or for one user: what weighs its rules against each
 * other. Scopes stand in the order of the components, in each the computer's first, then the users'
 * in the order of the profiles. */
struct expand_scope {
    const struct rules_component *component;
    uint32_t user;    /* profile, or EXPAND_SYSTEM */
    bool has_include; /* else its excludes are dead (and told) */
};

/* A pattern of a rule of any kind. */
struct expand_rule {
    const struct rule *rule;
    struct rules_place place; /* of the <pattern>, or of the script that made it */
    struct str text;          /* with variables replaced; as `explain` shows it */
    struct pattern pattern;
    struct filter filter;
    uint32_t scope;
    bool spares_hidden_system; /* made by GenerateDocPatterns: files that are both hidden and system
                                  are not meant */
};

struct expansion {
    struct expand_rule *rules; /* by scope, in each in the order of the files */
    uint32_t nrules;
    struct expand_scope *scopes;
    uint32_t nscopes;
    struct rules_notes notes; /* what has no effect here, and why: once for each place */
    struct arena arena;
};

struct expand_job {
    const struct rules *rules;
    const struct config *config; /* NULL: all components take part */
    const struct machine *machine;
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE where there are more than 16 million patterns. The expansion
 * must stay where it is: its notes point at its arena. */
enum status expand(const struct expand_job *job, struct expansion *expansion_ret);

void expand_free(struct expansion *expansion);

/*
 * Is RULE meant for the file or folder NAME (row) of DRIVE, whose pattern matches it? Asks its
 * filter, and what is hidden and system. A filter that only a restore can answer says yes.
 */
bool expand_applies(const struct expand_rule *rule, const struct machine_drive *drive,
                    uint32_t name);

/* Can expand_applies say no? */
bool expand_is_conditional(const struct expand_rule *rule);

#endif
