/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only what something needs is written: folders that would stay empty because all that was to be in
 * them was refused are not made, and folders of the volumes are named where something lies in them.
 */
#include "planner/savewrite.h"

#include "planner/savemanifest.h"
#include "planner/savetables.h"

enum { NOT_FATAL, FATAL }; /* verdicts of ErrorControl */

struct savewrite {
    struct saving *saving;
    struct store *store;
    const struct machine *machine;
    struct draft draft;
    const uint32_t *rules; /* of the expansion: in the plan, plus one; 0: not used */
    struct policy errors;  /* ErrorControl */
    uint32_t moved;        /* of the plan: the folder that a drive has as MOVED; PLAN_NONE */
};

/* ---- What is needed ---- */

static bool is_made(const struct store_folder *folder)
{
    return folder->is_needed && folder->there == INDEX_NONE;
}

static void need_rows(struct savewrite *w)
{
    const struct saving *saving = w->saving;
    struct store_folder *folders = w->store->folders;

    for (uint32_t i = 0; i < saving->nfiles; i++) {
        folders[saving->rows[saving->files[i]].folder].is_needed = true;
        folders[saving->rows[saving->files[i]].folder].is_named = true;
    }
    for (uint32_t i = 0; i < saving->nrows; i++) {
        const struct saving_row *row = &saving->rows[i];

        if (saving_is_refused(w->saving, row))
            folders[row->kind == PLAN_MKDIR ? saving_around(w->saving, row->folder) : row->folder]
                .is_named = true;
        else if (row->kind == PLAN_MKDIR)
            folders[row->folder].is_needed = true;
    }
}

/* Folders stand behind those that they lie in: from the last to the first, what one needs is known
 * when it is met. */
static void need_folders(struct savewrite *w)
{
    struct store_folder *folders = w->store->folders;
    uint32_t master = w->store->tops[w->store->master];
    bool is_any = w->saving->nfiles > 0;

    for (uint32_t i = 0; i < w->store->n && !is_any; i++)
        is_any = is_made(&folders[i]);
    if (is_any && folders[master].refused == PLAN_AS_USUAL)
        folders[master].is_needed = true;
    for (uint32_t i = w->store->n; i-- > 0;) {
        if (folders[i].is_needed && folders[i].parent != STORE_NONE)
            folders[folders[i].parent].is_needed = true;
        if (is_made(&folders[i]) && folders[i].drive != MACHINE_NONE)
            folders[saving_around(w->saving, i)].is_named = true;
    }
    for (uint32_t i = w->store->n; i-- > 0;)
        if (folders[i].is_named && !saving_is_root(w->saving, &folders[i]))
            folders[folders[i].parent].is_named = true;
}

/* ---- Folders ---- */

/* What is there already keeps the name that it has. */
static struct str name_of(const struct savewrite *w, const struct store_folder *folder)
{
    const struct index *index = w->machine->drives[folder->target].index;

    return folder->there == INDEX_NONE || folder->parent == STORE_NONE
               ? folder->name
               : index_name(index, index_first_name(index, folder->there));
}

/* The way to the store goes through folders that something may be taken from, too. */
static void share_row(struct savewrite *w, const struct store_folder *folder)
{
    uint32_t place;

    if (folder->there == INDEX_NONE)
        return;
    place = w->store->places[folder->target][folder->there];
    if (place != 0 && place != STORE_NONE)
        w->store->folders[place - 1].from_row = folder->row;
}

static enum status write_target(struct savewrite *w, struct store_folder *folder)
{
    uint32_t parent =
        folder->parent == STORE_NONE ? PLAN_NONE : w->store->folders[folder->parent].row;
    enum status status = draft_folder(&w->draft, parent, folder->target, name_of(w, folder),
                                      folder->there == INDEX_NONE, &folder->row);

    if (status == STATUS_OK)
        share_row(w, folder);
    return status;
}

/* The folder of the plan in which NAME is, that lies in what FOLDER stands for or was moved from
 * there. */
static uint32_t source_of(const struct savewrite *w, const struct store_folder *folder,
                          uint32_t name)
{
    return machine_is_moved(&w->machine->drives[folder->drive], name) ? w->moved : folder->from_row;
}

/* The same for what FOLDER stands for itself, which is no root. */
static uint32_t source_around(const struct savewrite *w, const struct store_folder *folder)
{
    const struct index *index = w->machine->drives[folder->drive].index;

    return source_of(w, &w->store->folders[folder->parent], index_first_name(index, folder->file));
}

static enum status write_source(struct savewrite *w, struct store_folder *folder)
{
    const struct index *index = w->machine->drives[folder->drive].index;
    uint32_t parent = saving_is_root(w->saving, folder) ? PLAN_NONE : source_around(w, folder);

    return draft_folder(&w->draft, parent, folder->drive,
                        index_name(index, index_first_name(index, folder->file)), false,
                        &folder->from_row);
}

/* Beside the root, what lies in it now that was in the root itself. */
static enum status write_moved(struct savewrite *w, const struct store_folder *root)
{
    const struct machine_drive *drive = &w->machine->drives[root->drive];

    if (!drive->real)
        return STATUS_OK;
    return draft_folder(&w->draft, root->from_row, root->drive,
                        index_name(drive->real, index_first_name(drive->real, drive->moved)), false,
                        &w->moved);
}

static enum status write_folders(struct savewrite *w)
{
    struct store_folder *folders = w->store->folders;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < w->saving->norder && status == STATUS_OK; i++)
        if (folders[w->saving->order[i]].is_needed)
            status = write_target(w, &folders[w->saving->order[i]]);
    for (uint32_t i = 0; i < w->saving->norder && status == STATUS_OK; i++) {
        struct store_folder *folder = &folders[w->saving->order[i]];

        if (folder->is_named && folder->from_row == PLAN_NONE)
            status = write_source(w, folder);
        if (folder->is_named && status == STATUS_OK && saving_is_root(w->saving, folder))
            status = write_moved(w, folder);
    }
    return status;
}

/* ---- Operations ---- */

static uint32_t rule_of(const struct savewrite *w, uint32_t rule)
{
    return rule == PLAN_NONE ? PLAN_NONE : w->rules[rule] - 1;
}

/* The name of a folder of the plan is the end of its path. */
static struct str last_name(const struct plan_folder *folder)
{
    size_t at = folder->path.n;

    while (folder->path.at[at - 1] != '\\')
        at--;
    return (struct str){folder->path.at + at, folder->path.n - at};
}

static enum status write_mkdir(struct savewrite *w, const struct store_folder *folder)
{
    struct plan *plan = w->draft.plan;
    struct plan_op *op = draft_op(&w->draft);

    if (!op)
        return STATUS_NO_MEMORY;
    op->kind = PLAN_MKDIR;
    op->folder = plan->folders[folder->row].parent;
    op->name = last_name(&plan->folders[folder->row]);
    op->rule = rule_of(w, folder->rule);
    op->from_folder = PLAN_NONE;
    op->expect.attributes = folder->attributes;
    plan->volumes[folder->target].has_store = true;
    if (folder->drive == MACHINE_NONE)
        return STATUS_OK;
    op->expect = draft_expect(w->machine->drives[folder->drive].index, folder->file);
    op->from_folder =
        saving_is_root(w->saving, folder) ? folder->from_row : source_around(w, folder);
    op->from_name = saving_is_root(w->saving, folder) ? (struct str){op->name.at, 0} : op->name;
    return STATUS_OK;
}

static enum status write_file(struct savewrite *w, const struct saving_row *row)
{
    const struct store_folder *folder = &w->store->folders[row->folder];
    const struct index *index = w->machine->drives[folder->drive].index;
    struct plan_op *op = draft_op(&w->draft);
    enum status status = STATUS_NO_MEMORY;

    if (op)
        status = draft_text(&w->draft, index_name(index, row->name), &op->name);
    if (status != STATUS_OK)
        return status;
    op->kind = (enum plan_kind)row->kind;
    op->reason = (enum plan_reason)row->reason;
    op->folder = folder->row;
    op->from_folder = source_of(w, folder, row->name);
    op->from_name = op->name;
    op->rule = rule_of(w, row->rule);
    op->expect = draft_expect(index, index->names.file[row->name]);
    w->draft.plan->volumes[folder->target].has_store = true;
    return STATUS_OK;
}

static enum status write_ops(struct savewrite *w)
{
    const struct saving *saving = w->saving;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < saving->norder && status == STATUS_OK; i++)
        if (is_made(&w->store->folders[saving->order[i]]))
            status = write_mkdir(w, &w->store->folders[saving->order[i]]);
    for (uint32_t i = 0; i < saving->nfiles && status == STATUS_OK; i++)
        status = write_file(w, &saving->rows[saving->files[i]]);
    return status == STATUS_OK ? savemanifest_write(saving, &w->draft) : status;
}

/* ---- Refusals ---- */

/* A user who is left out: the folder, where there is one. */
static enum status write_left_out(struct savewrite *w, const struct save_left_out *left_out)
{
    const struct machine *machine = w->machine;
    const struct profile *profile = &machine->profiles->at[left_out->profile];
    const struct index *index = machine->drives[machine->system].index;
    struct plan_op *op = draft_refusal(&w->draft);
    enum status status = STATUS_NO_MEMORY;

    if (op)
        status =
            draft_text(&w->draft, profile->name.n > 0 ? profile->name : profile->sid, &op->name);
    if (status != STATUS_OK)
        return status;
    op->kind = PLAN_MKDIR;
    op->reason = left_out->reason;
    op->folder = op->from_folder = op->rule = PLAN_NONE;
    if (profile->folder == INDEX_NONE)
        return STATUS_OK;

    uint32_t place = w->store->places[machine->system][profile->folder];
    if (place == 0 || place == STORE_NONE)
        return STATUS_OK;
    op->expect = draft_expect(index, profile->folder);
    op->from_folder = saving_is_root(w->saving, &w->store->folders[place - 1])
                          ? w->store->folders[place - 1].from_row
                          : source_around(w, &w->store->folders[place - 1]);
    return draft_text(&w->draft, index_name(index, index_first_name(index, profile->folder)),
                      &op->from_name);
}

/* <fatal> of ErrorControl: a refusal of that kind forbids to apply the plan. */
static enum status ask_errors(struct savewrite *w, const struct machine_drive *drive, uint32_t name,
                              enum plan_reason reason)
{
    uint32_t code = plan_reason_code(reason), verdict = POLICY_SILENT;
    enum status status = STATUS_OK;

    if (code > 0)
        status = policy_ask(&w->errors, drive, name, code, &verdict);
    if (status == STATUS_OK && verdict == FATAL)
        w->draft.plan->is_blocked = true;
    return status;
}

static enum status write_refusal(struct savewrite *w, const struct saving_row *row)
{
    const struct store_folder *folder = &w->store->folders[row->folder];
    const struct index *index = w->machine->drives[folder->drive].index;
    bool is_by_folder = row->state != SAVING_REFUSED;
    struct plan_op *op = draft_refusal(&w->draft);
    enum status status = STATUS_NO_MEMORY;

    if (op)
        status = draft_text(&w->draft, index_name(index, row->name), &op->name);
    if (status != STATUS_OK)
        return status;
    op->kind = (enum plan_kind)row->kind;
    op->reason = is_by_folder ? folder->refused : (enum plan_reason)row->reason;
    op->detail = is_by_folder ? folder->detail : row->detail;
    op->folder = PLAN_NONE;
    op->from_folder = source_of(w,
                                row->kind == PLAN_MKDIR
                                    ? &w->store->folders[saving_around(w->saving, row->folder)]
                                    : folder,
                                row->name);
    op->from_name = op->name;
    op->rule = rule_of(w, row->rule);
    op->expect = draft_expect(index, index->names.file[row->name]);
    w->draft.plan->is_blocked |= op->reason == PLAN_EFS_ABORT;
    return ask_errors(w, &w->machine->drives[folder->drive], row->name, op->reason);
}

static enum status write_refusals(struct savewrite *w)
{
    const struct saving *saving = w->saving;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < saving->job->nleft_out && status == STATUS_OK; i++)
        status = write_left_out(w, &saving->job->left_out[i]);
    for (uint32_t i = 0; i < saving->nrows && status == STATUS_OK; i++)
        if (saving_is_refused(w->saving, &saving->rows[i]))
            status = write_refusal(w, &saving->rows[i]);
    return status;
}

static enum status take_errors(struct savewrite *w)
{
    const struct config *config = w->saving->job->config;
    enum status status = STATUS_OK;

    for (const struct config_error *it = config ? config->errors : NULL; it && status == STATUS_OK;
         it = it->next)
        status = policy_add(&w->errors, it->pattern, it->is_any ? POLICY_ANY_CODE : it->code,
                            it->is_fatal ? FATAL : NOT_FATAL);
    return status;
}

enum status savewrite_plan(struct saving *saving, struct plan *plan)
{
    struct savewrite w = {.saving = saving,
                          .store = &saving->store,
                          .machine = saving->job->machine,
                          .draft = {.plan = plan},
                          .moved = PLAN_NONE};
    enum status status;

    need_rows(&w);
    need_folders(&w);
    status = savetables_write(saving, &w.draft, &w.rules);
    if (status == STATUS_OK)
        status = write_folders(&w);
    if (status == STATUS_OK)
        status = write_ops(&w);
    if (status == STATUS_OK)
        status = take_errors(&w);
    if (status == STATUS_OK)
        status = write_refusals(&w);
    policy_free(&w.errors);
    return status;
}
