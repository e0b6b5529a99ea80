/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for what a restore does not do: see restore_refuse.h. */
#include "planner/restore_refuse.h"

static enum status refuse(struct restore_writing *w, enum plan_kind kind, enum plan_reason reason,
                          uint32_t place, struct str name, struct plan_op **op_ret)
{
    struct plan_op *op = draft_refusal(&w->draft);
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    op->kind = kind;
    op->reason = reason;
    op->folder = op->rule = PLAN_NONE;
    op->from_folder = w->r->places[place].row;
    status = draft_text(&w->draft, name, &op->from_name);
    op->name = op->from_name;
    *op_ret = op;
    return status;
}

static enum status refuse_folders(struct restore_writing *w)
{
    const struct comeback *r = w->r;
    enum status status = STATUS_OK;
    struct plan_op *op;

    for (uint32_t i = 0; i < r->nfolders && status == STATUS_OK; i++) {
        const struct comeback_folder *folder = &r->folders[i];

        if (!folder->is_told)
            continue;
        status =
            refuse(w, PLAN_MKDIR, (enum plan_reason)folder->reason, restore_writing_around(r, i),
                   index_name(comeback_index(r, folder->drive), folder->name), &op);
        if (status == STATUS_OK)
            op->expect =
                draft_expect(comeback_index(r, folder->drive), r->places[folder->here].file);
    }
    return status;
}

static enum status refuse_file(struct restore_writing *w, const struct comeback_file *file,
                               enum plan_kind kind, enum plan_reason reason,
                               struct plan_op **op_ret)
{
    const struct comeback_folder *folder = &w->r->folders[file->folder];
    const struct index *index = comeback_index(w->r, folder->drive);
    enum status status =
        refuse(w, kind, reason, folder->here, index_name(index, file->name), op_ret);

    if (status == STATUS_OK)
        (*op_ret)->expect = draft_expect(index, index->names.file[file->name]);
    return status;
}

static enum status refuse_files(struct restore_writing *w)
{
    const struct comeback *r = w->r;
    enum status status = STATUS_OK;
    struct plan_op *op;

    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++) {
        const struct comeback_file *file = &r->files[i];

        if (file->state != COMEBACK_REFUSED)
            continue;
        status =
            refuse_file(w, file, (enum plan_kind)file->kind, (enum plan_reason)file->reason, &op);
        if (status == STATUS_OK)
            op->detail = file->detail;
    }
    return status;
}

static enum status refuse_secures(struct restore_writing *w)
{
    enum status status = STATUS_OK;
    struct plan_op *op;

    for (uint32_t i = 0; i < w->r->nfiles && status == STATUS_OK; i++)
        if (w->r->files[i].is_unsecured)
            status = refuse_file(w, &w->r->files[i], PLAN_SECURE, PLAN_NO_DESCRIPTOR, &op);
    return status;
}

static enum status refuse_cleaned(struct restore_writing *w)
{
    const struct comeback *r = w->r;
    enum status status = STATUS_OK;
    struct plan_op *op;

    for (uint32_t i = 0; i < r->ncleaned && status == STATUS_OK; i++) {
        const struct comeback_cleaned *it = &r->cleaned[i];
        const struct index *index = comeback_index(r, r->places[it->place].drive);

        if (!it->is_refused)
            continue;
        status = refuse(w, PLAN_MOVE, (enum plan_reason)it->reason, it->place,
                        index_name(index, it->name), &op);
        if (status != STATUS_OK)
            break;
        op->expect = draft_expect(index, index->names.file[it->name]);
        op->detail = it->detail;
    }
    return status;
}

/* ---- What is gone ---- */

/* Of a name that several manifests have one row. PLACE of COMEBACK_NONE: it was told. */
static enum status find_gone(struct comeback *r, const struct comeback_gone *gone,
                             struct restore_lost *lost_ret)
{
    size_t at = gone->path.n;
    uint32_t place, told;
    enum status status;
    struct str key;

    while (at > 0 && gone->path.at[at - 1] != '\\')
        at--;
    *lost_ret = (struct restore_lost){COMEBACK_NONE, {gone->path.at + at, gone->path.n - at}};
    status = restore_place_path(r, gone->drive, (struct str){gone->path.at, at}, &place);
    if (status == STATUS_OK)
        status = restore_place_key(r, place, lost_ret->name, true, &key);
    if (status != STATUS_OK || lexicon_find(&r->taken, key, &told))
        return status;
    r->places[place].is_named = true;
    lost_ret->place = place;
    return lexicon_put(&r->taken, key, COMEBACK_NONE);
}

enum status restore_refuse_begin(struct restore_writing *w)
{
    struct comeback *r = w->r;
    enum status status = STATUS_OK;

    w->lost = arena_array(&r->arena, (size_t)r->ngone + 1, sizeof *w->lost);
    if (!w->lost)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < r->ngone && status == STATUS_OK; i++)
        status = find_gone(r, &r->gone[i], &w->lost[i]);
    return status;
}

static enum status refuse_gone(struct restore_writing *w)
{
    enum status status = STATUS_OK;
    struct plan_op *op;

    for (uint32_t i = 0; i < w->r->ngone && status == STATUS_OK; i++)
        if (w->lost[i].place != COMEBACK_NONE)
            status = refuse(w, (enum plan_kind)w->r->gone[i].kind, PLAN_GONE, w->lost[i].place,
                            w->lost[i].name, &op);
    return status;
}

enum status restore_refuse(struct restore_writing *w)
{
    enum status status = refuse_folders(w);

    if (status == STATUS_OK)
        status = refuse_files(w);
    if (status == STATUS_OK)
        status = refuse_secures(w);
    if (status == STATUS_OK)
        status = refuse_cleaned(w);
    return status == STATUS_OK ? refuse_gone(w) : status;
}
