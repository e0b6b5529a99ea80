/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan summed up: see plantally.h. */
#include "src/plantally.h"

#include <stdlib.h>

/* ---- Components ---- */

struct rule_key {
    struct str component;
    uint32_t rule;
};

static int compare_components(const void *a, const void *b)
{
    return text_compare(((const struct rule_key *)a)->component,
                        ((const struct rule_key *)b)->component);
}

/* Makes a row for each component, and says of each rule which it is. */
static bool make_components(const struct plan *plan, struct plantally *tally, uint32_t *of_rule)
{
    struct rule_key *keys = calloc(plan->nrules + (size_t)1, sizeof *keys);

    tally->components =
        arena_array(&tally->arena, plan->nrules + (size_t)1, sizeof *tally->components);
    if (!keys || !tally->components) {
        free(keys);
        return false;
    }
    for (uint32_t i = 0; i < plan->nrules; i++)
        keys[i] = (struct rule_key){plan->rules[i].component, i};
    qsort(keys, plan->nrules, sizeof *keys, compare_components);
    for (uint32_t i = 0; i < plan->nrules; i++) {
        if (i == 0 || compare_components(&keys[i - 1], &keys[i]) != 0)
            tally->components[tally->ncomponents++].name = keys[i].component;
        of_rule[keys[i].rule] = tally->ncomponents - 1;
    }
    free(keys);
    return true;
}

/* ---- Rows ---- */

static bool is_name(enum plan_kind kind)
{
    return kind != PLAN_MKDIR && kind != PLAN_RMDIR && kind != PLAN_MANIFEST && kind != PLAN_SECURE;
}

/* Sizes of a forged plan may be anything: sums that do not fit stay at the most that does. */
static void add_bytes(uint64_t *sum, uint64_t nbytes)
{
    *sum = nbytes > UINT64_MAX - *sum ? UINT64_MAX : *sum + nbytes;
}

static void add(struct plantally_row *row, const struct plan_op *op, bool is_refused)
{
    if (is_refused) {
        row->refusals++;
        add_bytes(&row->refused_bytes, op->expect.size);
    } else if (is_name(op->kind)) {
        row->names++;
        add_bytes(&row->bytes, op->expect.size);
    }
}

static void add_everywhere(const struct plan *plan, const uint32_t *component_of,
                           const struct plan_op *op, bool is_refused, struct plantally *tally)
{
    uint32_t folder = op->from_folder != PLAN_NONE ? op->from_folder : op->folder, user;

    add(&tally->all, op, is_refused);
    if (folder != PLAN_NONE)
        add(&tally->folders[folder], op, is_refused);
    if (op->rule == PLAN_NONE) {
        add(&tally->no_rule, op, is_refused);
        return;
    }
    user = plan->rules[op->rule].user;
    add(user == PLAN_NONE ? &tally->computer : &tally->users[user], op, is_refused);
    add(&tally->components[component_of[op->rule]].row, op, is_refused);
}

static void add_op(const struct plan_op *op, struct plantally *tally)
{
    tally->kinds[op->kind]++;
    if (is_name(op->kind))
        add_bytes(&tally->kind_bytes[op->kind], op->expect.size);
    if (op->kind == PLAN_COPY)
        tally->copies[op->reason]++;
}

static void add_refusal(const struct plan_op *op, uint32_t i, struct plantally *tally)
{
    struct plantally_reason *reason = &tally->reasons[op->reason];

    if (reason->n < PLANTALLY_EXAMPLES)
        reason->first[reason->n] = i;
    reason->n++;
    add_bytes(&reason->bytes, op->expect.size);
}

/* Parents stand before what is in them: from behind, each is complete when it is added. */
static void add_to_parents(const struct plan *plan, struct plantally_row *rows)
{
    for (uint32_t i = plan->nfolders; i-- > 0;) {
        struct plantally_row *parent;

        if (plan->folders[i].parent == PLAN_NONE)
            continue;
        parent = &rows[plan->folders[i].parent];
        parent->names += rows[i].names;
        add_bytes(&parent->bytes, rows[i].bytes);
        parent->refusals += rows[i].refusals;
        add_bytes(&parent->refused_bytes, rows[i].refused_bytes);
    }
}

/* ---- Each file once ---- */

struct file_key {
    uint64_t reference;
    uint32_t volume, op;
};

enum { REFERENCE_BYTES = 8, KEY_BYTES = REFERENCE_BYTES + 4, BYTE_VALUES = 256 };

/* Byte NO of KEY, that which counts least first: those of the reference, then of the volume. */
static unsigned byte_of(const struct file_key *key, unsigned no)
{
    return no < REFERENCE_BYTES ? (unsigned)(key->reference >> 8 * no & 0xFF)
                                : (unsigned)(key->volume >> 8 * (no - REFERENCE_BYTES) & 0xFF);
}

/* N of FROM to TO by byte NO, those with the same one in their order. False where all have the same
 * one: then nothing is done. */
static bool spread(const struct file_key *from, uint32_t n, unsigned no, struct file_key *to)
{
    uint32_t next[BYTE_VALUES + 1] = {0};

    for (uint32_t i = 0; i < n; i++)
        next[byte_of(&from[i], no) + 1]++;
    for (unsigned i = 0; i < BYTE_VALUES; i++)
        if (next[i + 1] == n)
            return false;
    for (unsigned i = 1; i < BYTE_VALUES; i++)
        next[i] += next[i - 1];
    for (uint32_t i = 0; i < n; i++)
        to[next[byte_of(&from[i], no)]++] = from[i];
    return true;
}

/* Sorts N keys, by a byte at a time: most bytes are alike in all. SPARE has room for N, too. The
 * sorted ones are where it says. */
static const struct file_key *sort_keys(struct file_key *keys, struct file_key *spare, uint32_t n)
{
    for (unsigned no = 0; no < KEY_BYTES; no++)
        if (spread(keys, n, no, spare)) {
            struct file_key *sorted = spare;

            spare = keys;
            keys = sorted;
        }
    return keys;
}

static bool is_same_file(const struct file_key *a, const struct file_key *b)
{
    return a->reference == b->reference && a->volume == b->volume;
}

/* Where the rows of the file of number FIRST end. What is not known is a file of its own. */
static uint32_t end_of_file(const struct file_key *sorted, uint32_t n, uint32_t first)
{
    uint32_t end = first + 1;

    while (sorted[first].reference != 0 && end < n && is_same_file(&sorted[first], &sorted[end]))
        end++;
    return end;
}

/* Does the file with rows FIRST to END - 1 lose names, and stay? */
static bool is_kept(const struct plan *plan, const struct file_key *sorted, uint32_t first,
                    uint32_t end)
{
    bool is_less = false;

    for (uint32_t i = first; i < end; i++) {
        if (plan->ops[sorted[i].op].kind == PLAN_DELETE)
            return false;
        is_less |= plan->ops[sorted[i].op].kind == PLAN_UNLINK;
    }
    return is_less;
}

static bool add_unique(const struct plan *plan, struct plantally *tally)
{
    struct file_key *keys = malloc(2 * ((size_t)plan->nops + 1) * sizeof *keys);
    const struct file_key *sorted;
    uint32_t n = 0;

    if (!keys)
        return false;
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_op *op = &plan->ops[i];
        uint32_t folder = op->from_folder != PLAN_NONE ? op->from_folder : op->folder;

        if (is_name(op->kind))
            keys[n++] = (struct file_key){op->expect.reference, plan->folders[folder].volume, i};
    }
    sorted = sort_keys(keys, keys + n, n);
    for (uint32_t i = 0, end; i < n; i = end) {
        end = end_of_file(sorted, n, i);
        add_bytes(&tally->unique_bytes, plan->ops[sorted[i].op].expect.size);
        if (is_kept(plan, sorted, i, end))
            add_bytes(&tally->kept_bytes, plan->ops[sorted[i].op].expect.size);
    }
    free(keys);
    return true;
}

enum status plantally_of(const struct plan *plan, struct plantally *tally_ret)
{
    struct plantally *t = tally_ret;
    uint32_t *component_of;

    *t = (struct plantally){0};
    for (unsigned i = 0; i < PLAN_NREASONS; i++)
        for (unsigned k = 0; k < PLANTALLY_EXAMPLES; k++)
            t->reasons[i].first[k] = PLAN_NONE;
    t->users = arena_array(&t->arena, plan->nusers + (size_t)1, sizeof *t->users);
    t->folders = arena_array(&t->arena, plan->nfolders + (size_t)1, sizeof *t->folders);
    component_of = arena_array(&t->arena, plan->nrules + (size_t)1, sizeof *component_of);
    if (!t->users || !t->folders || !component_of || !make_components(plan, t, component_of) ||
        !add_unique(plan, t))
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nops; i++) {
        add_op(&plan->ops[i], t);
        add_everywhere(plan, component_of, &plan->ops[i], false, t);
    }
    for (uint32_t i = 0; i < plan->nrefusals; i++) {
        add_refusal(&plan->refusals[i], i, t);
        add_everywhere(plan, component_of, &plan->refusals[i], true, t);
    }
    add_to_parents(plan, t->folders);
    return STATUS_OK;
}
