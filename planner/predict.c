/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearly every operation of a plan that holds says all there is to know: its source is the file
 * that it expects, under one of that file's names, and nothing that another operation has made.
 * Such a plan needs no table of names: folders are found from the sources that are in them. What is
 * not like this is left to a ledger (predict_ledger.h).
 */
#include "planner/predict.h"

#include "planner/ledger.h"
#include "planner/predict_ledger.h"

enum { SLOTS_MIN = 64, NAMES_MANY = 256 /* more than are searched one by one */ };

/* In place of a folder's row. */
#define UNKNOWN UINT32_MAX
#define MADE    (UINT32_MAX - 1)

struct predicting {
    const struct plan *plan;
    const struct index *before;
    const struct machine_drive *drive;
    bool *is_here;   /* for each volume: it is the drive */
    uint32_t *rows;  /* for each folder of the plan: its row, UNKNOWN or MADE */
    uint32_t *slots; /* folders of the plan by parent and name, plus one */
    uint32_t nslots;
    struct lookup tree; /* for folders that no source is in */
    bool has_tree;
    struct prediction prediction;
    struct arena arena;
};

/* ---- Folders of the plan ---- */

/* The slot of the folder NAME in PARENT, or the free one where it would be. */
static uint32_t *find_slot(const struct predicting *p, uint32_t parent, struct str name)
{
    for (uint32_t i = lookup_hash(parent, name, NULL);; i++) {
        uint32_t *slot = &p->slots[i & (p->nslots - 1)];

        if (*slot == 0 || (p->plan->folders[*slot - 1].parent == parent &&
                           str_equal(ledger_last_step(p->plan, *slot - 1), name)))
            return slot;
    }
}

/* False where a folder stands before the one that it is in, or there is no root. */
static bool list_folders(struct predicting *p)
{
    for (uint32_t i = 0; i < p->plan->nfolders; i++) {
        const uint32_t parent = p->plan->folders[i].parent;
        uint32_t *slot;

        p->rows[i] = UNKNOWN;
        if (parent == PLAN_NONE) {
            p->rows[i] = index_find(p->before, RECORD_ROOT);
            if (p->rows[i] == INDEX_NONE)
                return false;
            continue;
        }
        if (parent >= i)
            return false;
        slot = find_slot(p, parent, ledger_last_step(p->plan, i));
        if (*slot == 0)
            *slot = i + 1;
    }
    return true;
}

/* The only name of the folder of ROW; INDEX_NONE. */
static uint32_t name_of_folder(const struct index *index, uint32_t row)
{
    const uint32_t name = index_first_name(index, row);

    return name + 1 == index_end_name(index, row) ? name : INDEX_NONE;
}

/* Is FOLDER of the plan the one of ROW? By the names of both up to a folder that is known; those on
 * the way are known then, too. */
static bool is_folder(struct predicting *p, uint32_t folder, uint32_t row)
{
    uint32_t at = folder, at_row = row;

    while (p->rows[at] == UNKNOWN) {
        const uint32_t name = at_row == INDEX_NONE ? INDEX_NONE : name_of_folder(p->before, at_row);

        if (name == INDEX_NONE ||
            !str_equal(index_name(p->before, name), ledger_last_step(p->plan, at)))
            return false;
        at_row = index_parent(p->before, name);
        at = p->plan->folders[at].parent;
    }
    if (p->rows[at] != at_row)
        return false;
    for (at = folder, at_row = row; p->rows[at] == UNKNOWN; at = p->plan->folders[at].parent) {
        p->rows[at] = at_row;
        at_row = index_parent(p->before, name_of_folder(p->before, at_row));
    }
    return true;
}

/* Finds a folder by its path, from above. */
static enum status look_up(struct predicting *p, uint32_t folder)
{
    enum status status = STATUS_OK;

    if (!p->has_tree) {
        status = lookup_begin_folders(&p->tree, p->before, p->drive->upcase);
        p->has_tree = status == STATUS_OK;
    }
    while (status == STATUS_OK && p->rows[folder] == UNKNOWN) {
        uint32_t top = folder, name;

        while (p->rows[p->plan->folders[top].parent] == UNKNOWN)
            top = p->plan->folders[top].parent;
        if (p->rows[p->plan->folders[top].parent] >= p->before->files.n)
            return STATUS_NOT_FOUND;
        name = lookup_child(&p->tree, p->rows[p->plan->folders[top].parent],
                            ledger_last_step(p->plan, top));
        if (name == INDEX_NONE)
            return STATUS_NOT_FOUND;
        p->rows[top] = p->before->names.file[name];
    }
    return status;
}

/* ---- Operations; STATUS_NOT_FOUND: this one needs a ledger ---- */

static bool is_gone(const struct predicting *p, uint32_t name)
{
    return !predict_keeps(&p->prediction, name);
}

/* The name NAME in FOLDER of the file that OP expects; INDEX_NONE where it is not there, or was
 * taken away. */
static uint32_t find_name(struct predicting *p, const struct plan_op *op, uint32_t folder,
                          struct str name)
{
    const struct index *index = p->before;
    const uint32_t file = index_find_reference(index, op->expect.reference);
    uint32_t end;

    if (op->expect.reference == 0 || file == INDEX_NONE || folder >= p->plan->nfolders ||
        name.n == 0)
        return INDEX_NONE;
    end = index_end_name(index, file);
    if (end - index_first_name(index, file) > NAMES_MANY)
        return INDEX_NONE;
    for (uint32_t at = index_first_name(index, file); at < end; at++)
        if (str_equal(index_name(index, at), name) && !is_gone(p, at) &&
            index_parent(index, at) != INDEX_NONE && is_folder(p, folder, index_parent(index, at)))
            return at;
    return INDEX_NONE;
}

/* The name of OP, which is of the file of REFERENCE. */
static enum status add(struct predicting *p, uint32_t op, uint64_t reference, uint32_t makes)
{
    const uint32_t folder = p->plan->ops[op].folder;
    enum status status = p->rows[folder] == UNKNOWN ? look_up(p, folder) : STATUS_OK;

    if (status != STATUS_OK)
        return status;
    p->prediction.names[p->prediction.n++] = (struct predict_name){
        .parent = p->rows[folder] == MADE ? 0 : index_reference(p->before, p->rows[folder]),
        .reference = reference,
        .op = op,
        .makes = makes,
    };
    return STATUS_OK;
}

static enum status make_folder(struct predicting *p, uint32_t op)
{
    const struct plan_op *at = &p->plan->ops[op];
    const uint32_t slot = *find_slot(p, at->folder, at->name);
    const enum status status = add(p, op, 0, slot == 0 ? PLAN_NONE : slot - 1);

    if (status == STATUS_OK && slot != 0)
        p->rows[slot - 1] = MADE;
    return status;
}

static void take(struct predicting *p, uint32_t name)
{
    p->prediction.is_gone[name / 64] |= UINT64_C(1) << name % 64;
}

static enum status link_or_move(struct predicting *p, uint32_t op)
{
    const struct plan_op *at = &p->plan->ops[op];
    const uint32_t name = find_name(p, at, at->from_folder, at->from_name);

    if (name == INDEX_NONE)
        return STATUS_NOT_FOUND;
    if (at->kind == PLAN_MOVE) {
        if (p->before->files.flags[p->before->names.file[name]] & FILE_DIRECTORY)
            return STATUS_NOT_FOUND; /* paths below it are others then */
        take(p, name);
    }
    return add(p, op, at->expect.reference, PLAN_NONE);
}

static enum status take_away(struct predicting *p, uint32_t op)
{
    const struct plan_op *at = &p->plan->ops[op];
    const uint32_t name = find_name(p, at, at->folder, at->name);

    if (name == INDEX_NONE)
        return STATUS_NOT_FOUND;
    take(p, name);
    return STATUS_OK;
}

static enum status carry(struct predicting *p, uint32_t op)
{
    switch (p->plan->ops[op].kind) {
    case PLAN_MKDIR:
        return make_folder(p, op);
    case PLAN_COPY:
    case PLAN_MANIFEST:
        return add(p, op, 0, PLAN_NONE);
    case PLAN_LINK:
    case PLAN_MOVE:
        return link_or_move(p, op);
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
        return take_away(p, op);
    case PLAN_SECURE:
        return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}

/* ---- All of it ---- */

static enum status begin(struct predicting *p, const struct machine *machine, uint32_t drive)
{
    const struct plan *plan = p->plan;
    struct prediction *prediction = &p->prediction;

    p->nslots = SLOTS_MIN;
    while (p->nslots / 2 < plan->nfolders && p->nslots < UINT32_C(1) << 31)
        p->nslots *= 2;
    p->is_here = arena_array(&p->arena, (size_t)plan->nvolumes + 1, sizeof *p->is_here);
    p->rows = arena_array(&p->arena, (size_t)plan->nfolders + 1, sizeof *p->rows);
    p->slots = arena_array(&p->arena, p->nslots, sizeof *p->slots);
    prediction->names =
        arena_grow(&prediction->arena, NULL, ((size_t)plan->nops + 1) * sizeof *prediction->names);
    prediction->is_gone = arena_array(&prediction->arena, (size_t)p->before->names.n / 64 + 1,
                                      sizeof *prediction->is_gone);
    if (!p->is_here || !p->rows || !p->slots || !prediction->names || !prediction->is_gone)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        p->is_here[i] = machine_drive(machine, plan->volumes[i].drive) == drive &&
                        plan->volumes[i].drive.n == p->drive->name.n;
    return list_folders(p) ? STATUS_OK : STATUS_NOT_FOUND;
}

static bool is_other_drive(const struct predicting *p, const struct plan_op *op)
{
    return !p->is_here[p->plan->folders[op->folder].volume];
}

static void count_old(struct prediction *prediction)
{
    const struct index *index = prediction->before;

    for (uint32_t file = 0; file < index->files.n; file++)
        if (index->files.flags[file] & FILE_IN_USE)
            for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
                 name++)
                prediction->nold += predict_keeps(prediction, name);
}

static enum status predict_plainly(struct predicting *p, const struct machine *machine,
                                   uint32_t drive)
{
    const struct plan *plan = p->plan;
    enum status status = begin(p, machine, drive);

    for (uint32_t op = 0; status == STATUS_OK && op < plan->nops; op++) {
        if (plan->ops[op].folder >= plan->nfolders)
            status = STATUS_NOT_FOUND;
        else if (!is_other_drive(p, &plan->ops[op]))
            status = carry(p, op);
    }
    if (status == STATUS_OK)
        count_old(&p->prediction);
    return status;
}

enum status predict(const struct plan *plan, const struct machine *machine, uint32_t drive,
                    struct prediction *prediction_ret)
{
    struct predicting p = {
        .plan = plan,
        .before = machine->drives[drive].index,
        .drive = &machine->drives[drive],
        .prediction = {.plan = plan, .before = machine->drives[drive].index},
    };
    enum status status = predict_plainly(&p, machine, drive);

    if (p.has_tree)
        lookup_free(&p.tree);
    arena_free(&p.arena);
    if (status == STATUS_OK)
        *prediction_ret = p.prediction;
    else
        arena_free(&p.prediction.arena);
    return status == STATUS_NOT_FOUND ? predict_ledger(plan, machine, drive, prediction_ret)
                                      : status;
}

/* They have no rows: a name of the kind that has one beside it takes it along. */
uint32_t predict_gone_aliases(const struct prediction *prediction, uint32_t file)
{
    const struct index *before = prediction->before;
    const uint32_t first = index_first_name(before, file), end = index_end_name(before, file);
    uint32_t n = 0;

    for (uint32_t name = first; name < end; name++)
        n += !predict_keeps(prediction, name) &&
             before->names.name_space[name] == NAMESPACE_WIN32 &&
             before->files.header_links[file] > end - first + n;
    return n;
}

void predict_free(struct prediction *prediction)
{
    arena_free(&prediction->arena);
    *prediction = (struct prediction){0};
}

void predict_differences_free(struct predict_differences *differences)
{
    arena_free(&differences->arena);
    *differences = (struct predict_differences){0};
}
