/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each operation is turned round, the last one first; then the ledger says which of them can be
 * carried out, and the others become refusals. See undo.h.
 */
#include "planner/undo.h"

#include "planner/plan_command.h"
#include "planner/takeback.h"

/* The attributes that a folder is made with; the others follow from what is in it. */
enum {
    ATTRIBUTES_GIVEN = 0x1 | 0x2 | 0x4 | 0x20 |
                       0x2000, /* read-only, hidden, system, archive, not content indexed */
};

enum turn {
    TURN_CONTENT, /* what the store holds, folders too */
    TURN_MANIFESTS,
    TURN_STORE, /* folders of the store itself: all that was in them has had its turn */
    NTURNS,
};

/* What operation OP has made; NULL where nobody knows. */
static const struct undo_made *find_made(const struct undo_job *job, uint32_t op)
{
    uint32_t low = 0, end = job->nmade;

    while (low < end) {
        uint32_t middle = low + (end - low) / 2;

        if (job->made[middle].op < op)
            low = middle + 1;
        else
            end = middle;
    }
    return low < job->nmade && job->made[low].op == op ? &job->made[low] : NULL;
}

/* ---- Turned round ---- */

static void turn_made(const struct takeback *t, uint32_t origin, enum plan_kind kind,
                      struct plan_op *op)
{
    const struct undo_made *made = find_made(t->job, origin);

    op->kind = kind;
    if (made)
        op->expect = (struct plan_expect){.reference = made->reference, .size = made->size};
}

/* A name of FILE that can be reached; INDEX_NONE. */
static uint32_t any_name(struct takeback *t, uint32_t drive, uint32_t file)
{
    const struct index *index = t->lookups[drive].index;

    for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file); name++)
        if (reach_name(&t->reaches[drive], name))
            return name;
    return INDEX_NONE;
}

/* A name that was taken away comes back from another one that its file has. */
static enum status turn_unlink(struct takeback *t, const struct plan_op *from, struct plan_op *op)
{
    uint32_t volume = t->done->folders[from->folder].volume, drive = t->drives[volume];
    uint32_t file = INDEX_NONE, name = INDEX_NONE, folder = PLAN_NONE;
    const struct index *index;
    enum status status;

    op->kind = PLAN_LINK;
    op->expect.reference = from->expect.reference;
    if (drive != MACHINE_NONE)
        file = index_find_reference(t->lookups[drive].index, from->expect.reference);
    if (file != INDEX_NONE)
        name = any_name(t, drive, file);
    if (name == INDEX_NONE) {
        op->reason = PLAN_GONE;
        return STATUS_OK;
    }
    index = t->lookups[drive].index;
    status = takeback_folders_add(t, volume, drive, index_parent(index, name), &folder);
    if (status == STATUS_OK)
        status = draft_text(&t->draft, index_name(index, name), &op->from_name);
    op->from_folder = folder;
    return status;
}

/* Those of DONE are copied as a whole, at the first question. */
static enum status take_descriptor(struct takeback *t, uint32_t number, uint32_t *number_ret)
{
    struct plan *plan = t->draft.plan;
    const struct plan *done = t->done;

    if (!plan->descriptors) {
        plan->descriptors =
            arena_array(&plan->arena, (size_t)done->ndescriptors + 1, sizeof *plan->descriptors);
        if (!plan->descriptors)
            return STATUS_NO_MEMORY;
        for (uint32_t i = 0; i < done->ndescriptors; i++) {
            uint8_t *at = arena_alloc(&plan->arena, done->descriptors[i].n + 1);

            if (!at)
                return STATUS_NO_MEMORY;
            memcpy(at, done->descriptors[i].at, done->descriptors[i].n);
            plan->descriptors[i] = (struct bytes){at, done->descriptors[i].n};
        }
        plan->ndescriptors = done->ndescriptors;
    }
    *number_ret = number;
    return STATUS_OK;
}

static enum status turn_move(struct takeback *t, const struct plan_op *from, struct plan_op *op)
{
    op->kind = PLAN_MOVE;
    op->expect.reference = from->expect.reference;
    op->from_folder = op->folder;
    op->from_name = op->name;
    op->folder = t->folders[from->from_folder];
    return draft_text(&t->draft, from->from_name, &op->name);
}

/* Any name of it does: the one that it was known by may have gone since. */
static enum status turn_secure(struct takeback *t, const struct plan_op *from, struct plan_op *op)
{
    enum status status = turn_unlink(t, from, op);

    op->kind = PLAN_SECURE;
    if (status != STATUS_OK || op->reason != PLAN_AS_USUAL)
        return status;
    op->folder = op->from_folder;
    op->name = op->from_name;
    status = take_descriptor(t, from->had, &op->given);
    return status == STATUS_OK ? take_descriptor(t, from->given, &op->had) : status;
}

/* OP has folder and name of FROM, and is else to be filled in. */
static enum status turn(struct takeback *t, uint32_t origin, const struct plan_op *from,
                        struct plan_op *op)
{
    switch (from->kind) {
    case PLAN_MKDIR:
        turn_made(t, origin, PLAN_RMDIR, op);
        break;
    case PLAN_COPY:
    case PLAN_MANIFEST:
        turn_made(t, origin, PLAN_DELETE, op);
        break;
    case PLAN_LINK:
        op->kind = PLAN_UNLINK;
        op->expect.reference = from->expect.reference;
        break;
    case PLAN_MOVE:
        return turn_move(t, from, op);
    case PLAN_SECURE:
        return turn_secure(t, from, op);
    case PLAN_UNLINK:
        return turn_unlink(t, from, op);
    case PLAN_RMDIR:
        op->kind = PLAN_MKDIR;
        op->expect = (struct plan_expect){
            .created = from->expect.created,
            .modified = from->expect.modified,
            .attributes = from->expect.attributes & ATTRIBUTES_GIVEN,
            .security_id = from->expect.security_id,
        };
        break;
    case PLAN_DELETE:
        op->kind = PLAN_COPY;
        op->expect = from->expect;
        op->reason = PLAN_NO_WAY_BACK;
        break;
    }
    return STATUS_OK;
}

static enum status turn_one(struct takeback *t, uint32_t origin)
{
    const struct plan_op *from = &t->done->ops[origin];
    struct plan_op *op = draft_op(&t->draft);
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    t->origins[t->draft.plan->nops - 1] = origin;
    op->folder = t->folders[from->folder];
    op->from_folder = op->rule = PLAN_NONE;
    op->from_name = str_of("");
    status = draft_text(&t->draft, from->name, &op->name);
    return status == STATUS_OK ? turn(t, origin, from, op) : status;
}

/* When its turn comes. A manifest tells of what is in the store: it goes once that has gone, and
 * before the folders that it lies in. */
static enum turn turn_of(const struct takeback *t, const struct plan_op *from)
{
    if (from->kind == PLAN_MANIFEST)
        return TURN_MANIFESTS;
    return from->kind == PLAN_MKDIR && !takeback_is_listed(t, from) ? TURN_STORE : TURN_CONTENT;
}

static enum status turn_all(struct takeback *t)
{
    const struct plan *done = t->done;
    enum status status = STATUS_OK;

    t->origins = arena_array(&t->arena, (size_t)done->nops + 1, sizeof *t->origins);
    t->is_idle = arena_array(&t->arena, (size_t)done->nops + 1, sizeof *t->is_idle);
    if (!t->origins || !t->is_idle)
        return STATUS_NO_MEMORY;
    for (enum turn now = TURN_CONTENT; now < NTURNS; now++)
        for (uint32_t i = done->nops; i-- > 0 && status == STATUS_OK;)
            if (t->job->is_done[i] && turn_of(t, &done->ops[i]) == now)
                status = turn_one(t, i);
    return status;
}

/* ---- What cannot be ---- */

static enum status refuse(struct takeback *t, const struct plan_op *op)
{
    struct plan_op *refusal = draft_refusal(&t->draft);

    if (!refusal)
        return STATUS_NO_MEMORY;
    *refusal = *op;
    if (op->kind != PLAN_MOVE) {
        refusal->from_folder = op->folder;
        refusal->from_name = op->name;
    }
    refusal->folder = PLAN_NONE;
    return STATUS_OK;
}

static enum status part(struct takeback *t)
{
    struct plan *plan = t->draft.plan;
    uint32_t n = 0;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < plan->nops && status == STATUS_OK; i++)
        if (t->is_idle[i]) {
            continue;
        } else if (plan->ops[i].reason != PLAN_AS_USUAL) {
            status = refuse(t, &plan->ops[i]);
        } else {
            plan->ops[n] = plan->ops[i];
            plan->volumes[plan->folders[plan->ops[n++].folder].volume].has_store = true;
        }
    plan->nops = n;
    return status;
}

static enum status write_heads(struct takeback *t)
{
    struct plan *plan = t->draft.plan;
    const char *command = plan_command_restores(t->done) ? "undo-restore" : "undo";
    enum status status = draft_text(&t->draft, str_of(command), &plan->command);

    return status == STATUS_OK ? draft_text(&t->draft, t->done->store, &plan->store) : status;
}

enum status undo_plan(const struct undo_job *job, struct plan *plan_ret)
{
    struct takeback t = {.job = job, .done = job->plan, .draft = {.plan = plan_ret}};
    enum status status = write_heads(&t);

    if (status == STATUS_OK)
        status = takeback_folders_begin(&t);
    if (status == STATUS_OK)
        status = takeback_folders_of_done(&t);
    if (status == STATUS_OK)
        status = turn_all(&t);
    if (status == STATUS_OK)
        status = takeback_judge(&t);
    if (status == STATUS_OK)
        status = part(&t);
    takeback_folders_free(&t);
    return status;
}
