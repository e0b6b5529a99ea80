/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules and one path: see explain.h. */
#include "planner/explain.h"

#include <stdlib.h>
#include <string.h>

/* What patterns are asked for: a folder and a name in it; empty for the folder itself. */
struct object {
    struct str folder, name;
    const uint16_t *upcase;
};

static struct object object_of(struct str path, bool is_folder, const uint16_t *upcase)
{
    size_t n = path.n;

    if (is_folder)
        return (struct object){path, {"", 0}, upcase};
    while (n > 0 && path.at[n - 1] != '\\')
        n--;
    return (struct object){{path.at, n > 0 ? n - 1 : 0}, {path.at + n, path.n - n}, upcase};
}

static bool weighs(enum rules_kind kind)
{
    return kind == RULES_INCLUDE || kind == RULES_EXCLUDE || kind == RULES_UNCONDITIONAL_EXCLUDE;
}

static bool is_unconditional(const struct expansion *e, uint32_t rule)
{
    return e->rules[rule].rule->kind == RULES_UNCONDITIONAL_EXCLUDE;
}

/* Lists the rules that match, unconditional excludes first; EXPANSION has the others by scope. */
static void collect(const struct expansion *e, const struct object *object, struct explanation *to)
{
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < e->nrules; i++)
            if (weighs(e->rules[i].rule->kind) && is_unconditional(e, i) == (pass == 0) &&
                pattern_matches(&e->rules[i].pattern, object->folder, object->name, object->upcase))
                to->at[to->n++] = (struct explain_row){.rule = i, .outcome = EXPLAIN_LOSES};
}

/* Is A to be asked before B, of one scope? */
static bool comes_first(const struct expansion *e, uint32_t a, uint32_t b)
{
    int order = pattern_compare(&e->rules[a].pattern, &e->rules[b].pattern);

    if (order == 0)
        order =
            (e->rules[a].rule->kind == RULES_EXCLUDE) - (e->rules[b].rule->kind == RULES_EXCLUDE);
    return order > 0;
}

/* By insertion: rules of one scope that match one path are few. Stable. */
static void sort(const struct expansion *e, struct explain_row *rows, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct explain_row row = rows[i];
        uint32_t k = i;

        for (; k > 0 && comes_first(e, row.rule, rows[k - 1].rule); k--)
            rows[k] = rows[k - 1];
        rows[k] = row;
    }
}

/* Says of each of the N rows of one scope what became of it. The winner's rule, or MACHINE_NONE. */
static uint32_t judge_scope(const struct expansion *e, const struct machine_drive *drive,
                            uint32_t name, struct explain_row *rows, uint32_t n)
{
    bool has_include = e->scopes[e->rules[rows[0].rule].scope].has_include;
    uint32_t winner = MACHINE_NONE;

    sort(e, rows, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct expand_rule *rule = &e->rules[rows[i].rule];

        if (!has_include)
            rows[i].outcome = EXPLAIN_NO_INCLUDE;
        else if (name != INDEX_NONE && !expand_applies(rule, drive, name))
            rows[i].outcome = EXPLAIN_NOT_MEANT;
        else if (winner == MACHINE_NONE)
            rows[i].outcome = EXPLAIN_WINS, winner = rows[i].rule;
        else
            rows[i].point = pattern_point(&rule->pattern, &e->rules[winner].pattern);
    }
    return winner;
}

/* The unconditional excludes, which do not weigh against each other: how many of the rows are such.
 */
static uint32_t judge_unconditional(const struct expansion *e, const struct machine_drive *drive,
                                    struct explanation *to)
{
    uint32_t i = 0;

    for (; i < to->n && is_unconditional(e, to->at[i].rule); i++) {
        bool holds =
            to->name == INDEX_NONE || expand_applies(&e->rules[to->at[i].rule], drive, to->name);

        to->at[i].outcome = holds ? EXPLAIN_WINS : EXPLAIN_NOT_MEANT;
        if (holds && to->rule == MACHINE_NONE)
            to->rule = to->at[i].rule;
    }
    return i;
}

static void judge(const struct expansion *e, const struct machine_drive *drive,
                  struct explanation *to)
{
    uint32_t first = judge_unconditional(e, drive, to), end;
    bool is_left = to->rule != MACHINE_NONE;

    for (; first < to->n; first = end) {
        uint32_t scope = e->rules[to->at[first].rule].scope, winner;

        for (end = first + 1; end < to->n && e->rules[to->at[end].rule].scope == scope; end++)
            ;
        winner = judge_scope(e, drive, to->name, to->at + first, end - first);
        if (!is_left && !to->is_taken && winner != MACHINE_NONE &&
            e->rules[winner].rule->kind == RULES_INCLUDE) {
            to->is_taken = true;
            to->rule = winner;
        }
    }
}

enum status explain_path(const struct expansion *expansion, const struct machine *machine,
                         struct str path, struct explanation *explanation_ret)
{
    struct explanation to = {
        .drive = machine_drive(machine, path), .name = INDEX_NONE, .rule = MACHINE_NONE};
    const struct machine_drive *drive = NULL;
    struct object object;

    while (path.n > 2 && path.at[path.n - 1] == '\\')
        path.n--;
    to.at = arena_array(&to.arena, (size_t)expansion->nrules + 1, sizeof *to.at);
    if (!to.at)
        return STATUS_NO_MEMORY;
    if (to.drive != MACHINE_NONE)
        drive = &machine->drives[to.drive];
    if (drive && machine_find(machine, path, &to.drive, &to.name))
        to.is_folder =
            drive->index->files.flags[drive->index->names.file[to.name]] & FILE_DIRECTORY;
    object = object_of(path, to.is_folder, drive ? drive->upcase : NULL);
    collect(expansion, &object, &to);
    judge(expansion, drive, &to);
    *explanation_ret = to;
    return STATUS_OK;
}

void explain_free(struct explanation *explanation)
{
    arena_free(&explanation->arena);
}
