/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each file is decided on once, by all of its names; then names go folder by folder, manifests
 * after them, folders last and from within, but for what something lies in that stays.
 */
#include "planner/ledger.h"
#include "planner/removal.h"
#include "planner/treat.h"

/* What becomes of a file's names in the store; behind these, a reason to leave them. */
enum fate { FATE_OPEN, FATE_GOES, FATE_ALONE, FATE_REFUSED };

struct removal_write {
    struct removal *r;
    struct plan *plan;
    uint8_t *fates; /* of each file: enum fate; FATE_REFUSED and more: plus its reason */
    uint32_t *left; /* of each file that is alone: its names in the store that are there yet */
    bool keeps;     /* something of the store stays, not counting what is no part of it */
};

/* ---- Files ---- */

/* Where the names of a file are. */
struct whereabouts {
    uint32_t listed;  /* in the store, to go */
    uint32_t outside; /* where it lives on */
    uint32_t lost;    /* in a folder that is not there */
    uint32_t stuck;   /* in the store where nothing is taken away, or where no path leads */
};

static struct whereabouts find_names(struct removal_write *w, uint32_t file)
{
    struct removal *r = w->r;
    const struct index *index = r->index;
    struct whereabouts where = {0};

    for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
         name++) {
        uint32_t parent = index_parent(index, name);

        if (removal_is_listed(r, name))
            where.listed++;
        else if (parent == INDEX_NONE)
            where.lost++;
        else if (!r->is_entered[parent] && reach_folder(&r->reach, parent))
            where.outside++;
        else
            where.stuck++;
    }
    return where;
}

static uint8_t decide(struct removal_write *w, uint32_t file)
{
    const struct index *index = w->r->index;
    struct whereabouts where = find_names(w, file);
    struct treat_decision damage;

    if (treat_damage(index, file, &damage))
        return (uint8_t)(FATE_REFUSED + damage.reason);
    if (index->files.flags[file] & FILE_SYSTEM)
        return FATE_REFUSED + PLAN_IS_SYSTEM;
    if (where.lost > 0)
        return FATE_REFUSED + PLAN_STALE_PARENT;
    if (where.outside > 0)
        return FATE_GOES;
    if (where.stuck > 0)
        return FATE_REFUSED + PLAN_ONLY_COPY;
    w->left[file] = where.listed;
    return FATE_ALONE;
}

static uint8_t fate_of(struct removal_write *w, uint32_t file)
{
    if (w->fates[file] == FATE_OPEN)
        w->fates[file] = decide(w, file);
    return w->fates[file];
}

/* ---- Rows ---- */

static enum status refuse(struct removal_write *w, const struct removal_name *name,
                          enum plan_reason reason)
{
    struct removal *r = w->r;
    uint32_t file = r->index->names.file[name->name];
    struct plan_op *op = draft_refusal(r->draft);
    enum status status = STATUS_NO_MEMORY;

    if (op)
        status = draft_text(r->draft, index_name(r->index, name->name), &op->name);
    if (status != STATUS_OK)
        return status;
    op->kind = (enum plan_kind)name->kind;
    op->reason = reason;
    op->folder = op->rule = PLAN_NONE;
    op->from_folder = r->folders[name->folder].row;
    op->from_name = op->name;
    op->expect = draft_expect(r->index, file);
    r->folders[name->folder].stays = true;
    w->keeps |= reason != PLAN_NOT_OURS;
    return STATUS_OK;
}

static struct plan_op *take_away(struct removal_write *w, enum plan_kind kind, uint32_t folder,
                                 uint32_t file)
{
    struct plan_op *op = draft_op(w->r->draft);

    if (!op)
        return NULL;
    op->kind = kind;
    op->folder = folder;
    op->from_folder = op->rule = PLAN_NONE;
    op->from_name = str_of("");
    op->expect = draft_expect(w->r->index, file);
    w->plan->volumes[w->r->volume].has_store = true;
    return op;
}

static enum status take_name(struct removal_write *w, const struct removal_name *name)
{
    struct removal *r = w->r;
    uint32_t file = r->index->names.file[name->name];
    bool is_last = w->fates[file] == FATE_ALONE && --w->left[file] == 0;
    struct plan_op *op =
        take_away(w, is_last ? PLAN_DELETE : PLAN_UNLINK, r->folders[name->folder].row, file);

    return op ? draft_text(r->draft, index_name(r->index, name->name), &op->name)
              : STATUS_NO_MEMORY;
}

static enum status write_name(struct removal_write *w, const struct removal_name *name)
{
    uint8_t fate;

    if (name->reason != PLAN_AS_USUAL)
        return refuse(w, name, (enum plan_reason)name->reason);
    fate = fate_of(w, w->r->index->names.file[name->name]);
    if (fate >= FATE_REFUSED)
        return refuse(w, name, (enum plan_reason)(fate - FATE_REFUSED));
    if (fate == FATE_ALONE && !name->is_manifest &&
        w->r->job->only_copies == REMOVE_KEEP_ONLY_COPIES)
        return refuse(w, name, PLAN_ONLY_COPY);
    if (name->is_manifest && w->keeps)
        return refuse(w, name, PLAN_STILL_NEEDED);
    return take_name(w, name);
}

/* Manifests tell what is in the store: they go when nothing of it stays. */
static enum status write_names(struct removal_write *w, bool manifests)
{
    const struct removal *r = w->r;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->nnames && status == STATUS_OK; i++)
        if (r->names[i].is_manifest == manifests)
            status = write_name(w, &r->names[i]);
    return status;
}

static enum status write_folder(struct removal_write *w, const struct removal_folder *folder)
{
    struct plan_op *op =
        take_away(w, PLAN_RMDIR, w->plan->folders[folder->row].parent, folder->file);

    if (!op)
        return STATUS_NO_MEMORY;
    op->name = ledger_last_step(w->plan, folder->row);
    op->expect = draft_expect_folder(w->r->index, folder->file);
    return STATUS_OK;
}

/* What lies in a folder stands behind it: from the last to the first. */
static enum status write_folders(struct removal_write *w)
{
    struct removal_folder *folders = w->r->folders;
    enum status status = STATUS_OK;

    for (uint32_t i = w->r->nfolders; i-- > 0 && status == STATUS_OK;)
        if (!folders[i].stays)
            status = write_folder(w, &folders[i]);
        else if (folders[i].parent != PLAN_NONE)
            folders[folders[i].parent].stays = true;
    return status;
}

enum status removal_write(struct removal *removal)
{
    struct removal_write w = {.r = removal, .plan = removal->draft->plan};
    size_t nfiles = (size_t)removal->index->files.n + 1;
    enum status status = STATUS_NO_MEMORY;

    w.fates = arena_array(&removal->arena, nfiles, sizeof *w.fates);
    w.left = arena_array(&removal->arena, nfiles, sizeof *w.left);
    if (w.fates && w.left)
        status = write_names(&w, false);
    if (status == STATUS_OK)
        status = write_names(&w, true);
    return status == STATUS_OK ? write_folders(&w) : status;
}
