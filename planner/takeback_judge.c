/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The operations of the new plan are carried out in a ledger, one after the other; each is asked
 * what the checker would ask, and more: is what it takes away what was made?
 */
#include "planner/ledger.h"
#include "planner/takeback.h"
#include "planner/traits.h"
#include "planner/treat.h"

struct judging {
    struct takeback *t;
    struct ledger ledger;
    uint32_t op;    /* the present one */
    uint32_t place; /* of its source; LEDGER_NONE */
    uint32_t drive, file;
    bool keeps[PLAN_VOLUMES_MAX]; /* of each volume of DONE: something that it lists stays */
};

static const struct index *index_of(const struct judging *j)
{
    return j->ledger.machine->drives[j->drive].index;
}

/* Is FILE of the drive at hand the file or folder of REFERENCE? Where its sequence number is not
 * known, that of the record alone. */
static bool is_reference(const struct judging *j, uint32_t file, uint64_t reference)
{
    uint64_t is = index_reference(index_of(j), file);

    return reference_sequence(reference) == 0
               ? reference != 0 && reference_record(is) == reference_record(reference)
               : is == reference;
}

static bool is_it(const struct judging *j, uint64_t reference)
{
    return is_reference(j, j->file, reference);
}

static bool is_folder_usable(const struct judging *j, uint32_t folder)
{
    uint32_t place = ledger_folder(&j->ledger, folder), drive, file;

    return place != LEDGER_NONE && ledger_is_folder(&j->ledger, place) &&
           (!ledger_row(&j->ledger, place, &drive, &file) ||
            !(j->ledger.machine->drives[drive].index->files.flags[file] & FILE_REPARSE));
}

static bool is_taken(struct judging *j, const struct plan_op *op)
{
    return ledger_find(&j->ledger, op->folder, op->name) != LEDGER_NONE;
}

static enum plan_reason damage_of(const struct judging *j)
{
    struct treat_decision damage;

    return treat_damage(index_of(j), j->file, &damage) ? damage.reason : PLAN_AS_USUAL;
}

/* What is to go must be a file, or a folder, and the one that was meant. */
static enum plan_reason judge_source(const struct judging *j, const struct plan_op *op,
                                     bool is_folder)
{
    if (j->place == LEDGER_NONE)
        return PLAN_GONE;
    if (j->file == INDEX_NONE || !is_it(j, op->expect.reference) ||
        ledger_is_folder(&j->ledger, j->place) != is_folder)
        return PLAN_NOT_AS_MADE;
    return PLAN_AS_USUAL;
}

static enum plan_reason judge_unlink(struct judging *j)
{
    int64_t nalive = (int64_t)reach_names(&j->t->reaches[j->drive], j->file) +
                     j->ledger.changes[j->place].names,
            nall = ledger_count_header(&j->ledger, j->place);
    enum plan_reason reason = damage_of(j);

    if (reason == PLAN_AS_USUAL && (nalive <= 1 || nall <= 1))
        reason = PLAN_LAST_NAME;
    return reason;
}

static enum plan_reason judge_rmdir(const struct judging *j)
{
    if (index_of(j)->files.flags[j->file] & FILE_REPARSE)
        return PLAN_NOT_AS_MADE;
    return ledger_children(&j->ledger, j->place) > 0 ? PLAN_NOT_EMPTY : PLAN_AS_USUAL;
}

/* What was only begun is known by no reference, and a folder of the store is another one once its
 * removal was taken back. An empty folder in its place goes all the same: nothing is lost with it.
 */
static void recognise(const struct judging *j, struct plan_op *op)
{
    const struct plan_op *origin = &j->t->done->ops[j->t->origins[j->op]];

    if (op->kind != PLAN_RMDIR || j->file == INDEX_NONE || !ledger_is_folder(&j->ledger, j->place))
        return;
    if ((op->expect.reference == 0 && takeback_is_begun(j->t, j->op)) ||
        (takeback_is_of_store(j->t, origin) && ledger_children(&j->ledger, j->place) == 0))
        op->expect.reference = index_reference(index_of(j), j->file);
}

/* A copy has the times of its source; of a manifest they are not known. */
static enum plan_reason judge_delete(const struct judging *j, const struct plan_op *op)
{
    const struct file_rows *files = &index_of(j)->files;
    const struct plan_op *origin = &j->t->done->ops[j->t->origins[j->op]];

    if (files->size[j->file] != op->expect.size ||
        (origin->kind == PLAN_COPY &&
         files->times[TIMES * (size_t)j->file + 1] != origin->expect.modified) ||
        ledger_count_own(&j->ledger, j->place) != 1)
        return PLAN_NOT_AS_MADE;
    return damage_of(j);
}

static enum plan_reason judge_link(struct judging *j, const struct plan_op *op)
{
    int64_t n;

    if (j->place == LEDGER_NONE || j->file == INDEX_NONE || !is_it(j, op->expect.reference))
        return PLAN_GONE;
    n = ledger_count_header(&j->ledger, j->place);
    if (is_taken(j, op))
        return PLAN_NAME_TAKEN;
    return n >= TRAITS_LINKS_MAX ? PLAN_LINK_LIMIT : damage_of(j);
}

/* The descriptor that the file has now. */
static struct bytes descriptor_of(const struct judging *j)
{
    const struct file_rows *files = &index_of(j)->files;

    return descriptors_find(j->ledger.machine->drives[j->drive].descriptors,
                            files->security_id ? files->security_id[j->file] : 0);
}

/* What somebody has set since stays. */
static enum plan_reason judge_secure(const struct judging *j, const struct plan_op *op)
{
    return descriptors_same(descriptor_of(j), plan_descriptor(j->t->draft.plan, op->had))
               ? damage_of(j)
               : PLAN_NOT_AS_MADE;
}

static enum plan_reason judge_op(struct judging *j, const struct plan_op *op)
{
    enum plan_reason reason;

    if (!is_folder_usable(j, op->folder))
        return PLAN_GONE;
    switch (op->kind) {
    case PLAN_UNLINK:
        reason = judge_source(j, op, false);
        return reason == PLAN_AS_USUAL ? judge_unlink(j) : reason;
    case PLAN_RMDIR:
        reason = judge_source(j, op, true);
        return reason == PLAN_AS_USUAL ? judge_rmdir(j) : reason;
    case PLAN_DELETE:
        reason = judge_source(j, op, false);
        return reason == PLAN_AS_USUAL ? judge_delete(j, op) : reason;
    case PLAN_LINK:
        return judge_link(j, op);
    case PLAN_MOVE:
        reason = judge_source(j, op, false);
        return reason == PLAN_AS_USUAL && is_taken(j, op) ? PLAN_NAME_TAKEN : reason;
    case PLAN_MKDIR:
        return is_taken(j, op) ? PLAN_NAME_TAKEN : PLAN_AS_USUAL;
    case PLAN_SECURE:
        reason = judge_source(j, op, false);
        return reason == PLAN_AS_USUAL ? judge_secure(j, op) : reason;
    case PLAN_COPY:
    case PLAN_MANIFEST:
        break;
    }
    return PLAN_NO_WAY_BACK;
}

/* Is the name that OP gives back still that of the file, or folder, that had it? */
static bool has_stayed(struct judging *j, const struct plan_op *op)
{
    uint32_t place = ledger_find(&j->ledger, op->folder, op->name), file;

    return place != LEDGER_NONE && ledger_row(&j->ledger, place, &j->drive, &file) &&
           is_reference(j, file, j->t->done->ops[j->t->origins[j->op]].expect.reference);
}

/* Nothing of what OP takes back is there. */
static bool was_never_done(struct judging *j, const struct plan_op *op)
{
    switch (op->kind) {
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
    case PLAN_MOVE:
        return j->place == LEDGER_NONE;
    case PLAN_LINK:
    case PLAN_MKDIR:
    case PLAN_COPY:
        return has_stayed(j, op);
    case PLAN_SECURE:
        return j->file != INDEX_NONE &&
               descriptors_same(descriptor_of(j), plan_descriptor(j->t->done, op->given));
    case PLAN_MANIFEST:
        break;
    }
    return false;
}

/* What is not there any more does not stay. */
static void judge_listed(struct judging *j, struct plan_op *op)
{
    const struct plan_op *origin = &j->t->done->ops[j->t->origins[j->op]];
    uint32_t volume = j->t->done->folders[origin->folder].volume;

    if (origin->kind == PLAN_MANIFEST && op->reason == PLAN_AS_USUAL && j->keeps[volume])
        op->reason = PLAN_STILL_NEEDED;
    if (op->reason != PLAN_AS_USUAL && op->reason != PLAN_GONE)
        j->keeps[volume] |= takeback_is_listed(j->t, origin);
}

static void judge(struct judging *j)
{
    struct plan_op *op = &j->t->draft.plan->ops[j->op];
    bool has_source = op->kind != PLAN_MKDIR && op->kind != PLAN_COPY;

    j->place = has_source ? ledger_source(&j->ledger, j->op) : LEDGER_NONE;
    j->file = INDEX_NONE;
    if (j->place != LEDGER_NONE && !ledger_row(&j->ledger, j->place, &j->drive, &j->file))
        j->file = INDEX_NONE;
    if (takeback_is_begun(j->t, j->op) && was_never_done(j, op)) {
        j->t->is_idle[j->op] = true;
        return;
    }
    if (op->reason != PLAN_AS_USUAL)
        return;
    recognise(j, op);
    op->reason = judge_op(j, op);
    judge_listed(j, op);
    if (op->reason != PLAN_AS_USUAL)
        return;
    if (has_source)
        op->expect = op->kind == PLAN_RMDIR || op->kind == PLAN_SECURE
                         ? draft_expect_folder(index_of(j), j->file)
                         : draft_expect(index_of(j), j->file);
    ledger_carry(&j->ledger, j->op, j->place);
}

/* What the ledger has put in the place of a folder that an operation makes. */
static void mark_made(struct judging *j)
{
    const struct ledger *ledger = &j->ledger;
    struct plan *plan = j->t->draft.plan;

    for (uint32_t i = 0; i < plan->nfolders; i++)
        plan->folders[i].is_made = ledger->folders[i] != LEDGER_NONE &&
                                   ledger->folders[i] >= ledger->bases[ledger->machine->ndrives];
}

enum status takeback_judge(struct takeback *t)
{
    struct plan *plan = t->draft.plan;
    struct judging j = {.t = t};
    enum status status = ledger_begin(&j.ledger, plan, t->job->machine);

    for (j.op = 0; j.op < plan->nops && status == STATUS_OK; j.op++)
        judge(&j);
    if (status == STATUS_OK)
        mark_made(&j);
    ledger_free(&j.ledger);
    return status;
}
