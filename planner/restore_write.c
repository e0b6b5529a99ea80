/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only what something needs is written: folders in which nothing comes to lie are not made, and
 * folders are named where an operation or a refusal has to do with them.
 */
#include "planner/restore_refuse.h"
#include "planner/restore_secure.h"

/* ---- What is needed ---- */

static bool is_made(const struct comeback_place *place)
{
    return place->is_needed && place->file == INDEX_NONE;
}

static void name_files(struct comeback *r)
{
    for (uint32_t i = 0; i < r->nasides; i++)
        r->places[r->asides[i].place].is_named = true;
    for (uint32_t i = 0; i < r->ncleaned; i++) {
        const struct comeback_cleaned *cleaned = &r->cleaned[i];

        if (cleaned->stays)
            continue;
        r->places[cleaned->place].is_named = true;
        if (!cleaned->is_refused)
            r->places[cleaned->to].is_needed = r->places[cleaned->to].is_named = true;
    }
    for (uint32_t i = 0; i < r->nfiles; i++) {
        const struct comeback_folder *folder = &r->folders[r->files[i].folder];

        if (r->files[i].state == COMEBACK_PLACED)
            r->places[r->files[i].to].is_named = true;
        if (r->files[i].state == COMEBACK_PLACED || r->files[i].state == COMEBACK_REFUSED ||
            r->files[i].is_secured || r->files[i].is_unsecured)
            r->places[folder->here].is_named = true;
    }
}

/* Places stand behind those that they lie in: from the last to the first, what one needs is known
 * when it is met. */
static void name_places(struct comeback *r)
{
    for (uint32_t i = r->nplaces; i-- > 0;) {
        struct comeback_place *place = &r->places[i];

        if (place->is_needed && place->parent != COMEBACK_NONE)
            r->places[place->parent].is_needed = true;
        if (!is_made(place))
            continue;
        place->is_named = true;
        if (place->model != COMEBACK_NONE)
            r->places[restore_writing_around(r, place->model)].is_named = true;
    }
    for (uint32_t i = 0; i < r->nfolders; i++)
        if (r->folders[i].is_told)
            r->places[restore_writing_around(r, i)].is_named = true;
    for (uint32_t i = r->nplaces; i-- > 0;)
        if (r->places[i].is_named && r->places[i].parent != COMEBACK_NONE)
            r->places[r->places[i].parent].is_named = true;
}

/* ---- Tables ---- */

static enum status write_volumes(struct restore_writing *w)
{
    const struct machine *machine = w->r->machine;
    struct plan *plan = w->draft.plan;
    enum status status = STATUS_OK;

    plan->volumes = arena_array(&plan->arena, (size_t)machine->ndrives + 1, sizeof *plan->volumes);
    w->volumes = arena_array(&w->r->arena, (size_t)machine->ndrives + 1, sizeof *w->volumes);
    if (!plan->volumes || !w->volumes)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < w->r->nplaces; i++)
        if (w->r->places[i].is_named)
            w->volumes[w->r->places[i].drive] = 1;
    for (uint32_t i = 0; i < machine->ndrives && status == STATUS_OK; i++)
        if (w->volumes[i]) {
            w->volumes[i] = plan->nvolumes;
            status = draft_volume(&w->draft, &w->r->job->volumes[i]);
        }
    return status;
}

static enum status write_folders(struct restore_writing *w)
{
    struct comeback *r = w->r;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->nplaces && status == STATUS_OK; i++) {
        struct comeback_place *place = &r->places[i];

        if (place->is_named)
            status = draft_folder(
                &w->draft,
                place->parent == COMEBACK_NONE ? PLAN_NONE : r->places[place->parent].row,
                w->volumes[place->drive], place->name, is_made(place), &place->row);
    }
    return status;
}

/* ---- Operations ---- */

static struct plan_op *make(struct restore_writing *w, enum plan_kind kind, uint32_t place)
{
    struct plan_op *op = draft_op(&w->draft);

    if (!op)
        return NULL;
    op->kind = kind;
    op->folder = w->r->places[place].row;
    op->from_folder = op->rule = PLAN_NONE;
    op->from_name = str_of("");
    w->draft.plan->volumes[w->volumes[w->r->places[place].drive]].has_store = true;
    return op;
}

/* What is made like FILE gets a descriptor for the new users. What cannot be read is taken as it
 * is: whoever restores is told of the files. */
static enum status give(struct restore_writing *w, uint32_t drive, uint32_t file,
                        struct plan_op *op)
{
    struct comeback_descriptor becomes;
    enum status status = restore_secure_of(w->r, drive, file, &becomes);

    op->given = status == STATUS_OK ? becomes.given : 0;
    return status;
}

/* Like the folder of the store that it was, or like the one that it is in. */
static enum status write_mkdir(struct restore_writing *w, uint32_t place)
{
    const struct comeback *r = w->r;
    const struct comeback_place *at = &r->places[place];
    struct plan_op *op = make(w, PLAN_MKDIR, at->parent);
    const struct comeback_folder *model;
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    status = draft_text(&w->draft, at->name, &op->name);
    if (status != STATUS_OK || at->model == COMEBACK_NONE)
        return status;
    if (at->user != 0 && at->user != COMEBACK_NONE)
        op->reason = PLAN_USERS_OWN;
    model = &r->folders[at->model];
    op->from_folder = r->places[restore_writing_around(r, at->model)].row;
    op->expect = draft_expect(comeback_index(r, model->drive), r->places[model->here].file);
    status = draft_text(&w->draft, r->places[model->here].name, &op->from_name);
    return status == STATUS_OK && op->reason == PLAN_AS_USUAL
               ? give(w, model->drive, r->places[model->here].file, op)
               : status;
}

static enum status write_file(struct restore_writing *w, const struct comeback_file *file)
{
    const struct comeback *r = w->r;
    const struct comeback_folder *folder = &r->folders[file->folder];
    const struct index *index = comeback_index(r, folder->drive);
    struct plan_op *op = make(w, (enum plan_kind)file->kind, file->to);
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    op->reason = (enum plan_reason)file->reason;
    op->from_folder = r->places[folder->here].row;
    op->expect = draft_expect(index, index->names.file[file->name]);
    status = draft_text(&w->draft, index_name(index, file->name), &op->from_name);
    op->name = op->from_name;
    if (status == STATUS_OK && !str_equal(file->to_name, op->name))
        status = draft_text(&w->draft, file->to_name, &op->name);
    op->given = op->kind == PLAN_COPY ? file->given : 0;
    if (status == STATUS_OK && op->kind == PLAN_COPY && op->given == 0)
        status = give(w, folder->drive, index->names.file[file->name], op);
    return status;
}

/* By the name that the store has for it, which is there before and after. */
static enum status write_secure(struct restore_writing *w, const struct comeback_file *file)
{
    const struct comeback *r = w->r;
    const struct comeback_folder *folder = &r->folders[file->folder];
    const struct index *index = comeback_index(r, folder->drive);
    struct plan_op *op = make(w, PLAN_SECURE, folder->here);
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    op->had = file->had;
    op->given = file->given;
    op->from_folder = op->folder;
    op->expect = draft_expect_folder(index, index->names.file[file->name]);
    status = draft_text(&w->draft, index_name(index, file->name), &op->name);
    op->from_name = op->name;
    return status;
}

/* What is there makes room before anything comes: NAME of FROM becomes TO_NAME in TO. */
static enum status write_move(struct restore_writing *w, uint32_t from, uint32_t name, uint32_t to,
                              struct str to_name)
{
    const struct comeback *r = w->r;
    const struct index *index = comeback_index(r, r->places[from].drive);
    struct plan_op *op = make(w, PLAN_MOVE, to);
    enum status status;

    if (!op)
        return STATUS_NO_MEMORY;
    op->from_folder = r->places[from].row;
    op->expect = draft_expect(index, index->names.file[name]);
    status = draft_text(&w->draft, index_name(index, name), &op->from_name);
    return status == STATUS_OK ? draft_text(&w->draft, to_name, &op->name) : status;
}

static enum status write_moves(struct restore_writing *w)
{
    const struct comeback *r = w->r;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->ncleaned && status == STATUS_OK; i++) {
        const struct comeback_cleaned *it = &r->cleaned[i];

        if (!it->is_refused && !it->stays)
            status = write_move(w, it->place, it->name, it->to, it->to_name);
    }
    for (uint32_t i = 0; i < r->nasides && status == STATUS_OK; i++)
        status = write_move(w, r->asides[i].place, r->asides[i].name, r->asides[i].place,
                            r->asides[i].to_name);
    return status;
}

static enum status write_ops(struct restore_writing *w)
{
    const struct comeback *r = w->r;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->nplaces && status == STATUS_OK; i++)
        if (is_made(&r->places[i]))
            status = write_mkdir(w, i);
    if (status == STATUS_OK)
        status = write_moves(w);
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        if (r->files[i].state == COMEBACK_PLACED)
            status = write_file(w, &r->files[i]);
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        if (r->files[i].is_secured)
            status = write_secure(w, &r->files[i]);
    return status == STATUS_OK ? restore_secure_list(r, w->draft.plan) : status;
}

enum status restore_write(struct comeback *r, struct plan *plan_ret)
{
    struct restore_writing w = {.r = r, .draft = {.plan = plan_ret}};
    enum status status = restore_refuse_begin(&w);

    name_files(r);
    name_places(r);
    if (status == STATUS_OK)
        status = write_volumes(&w);
    if (status == STATUS_OK)
        status = write_folders(&w);
    if (status == STATUS_OK)
        status = write_ops(&w);
    return status == STATUS_OK ? restore_refuse(&w) : status;
}
