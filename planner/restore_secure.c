/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIDs of old users in the descriptors of what is restored. Files share few descriptors: each is
 * read once. All names of a file have one descriptor, so that one of them tells of it. See
 * restore_secure.h.
 */
#include "planner/restore_secure.h"

#include "planner/restore_place.h"

/* ---- Descriptors ---- */

static bool have_descriptors(const struct comeback *r, uint32_t drive)
{
    return r->machine->drives[drive].descriptors && comeback_index(r, drive)->files.security_id;
}

static bool are_known(const struct comeback *r, uint32_t drive)
{
    return r->job->sids && r->job->sids->n > 0 && have_descriptors(r, drive);
}

static enum status keep(struct comeback *r, struct bytes bytes, uint32_t *number_ret)
{
    struct bytes *descriptors = restore_place_room(r, r->descriptors, r->ndescriptors,
                                                   &r->descriptors_capacity, sizeof *descriptors);

    if (!descriptors)
        return STATUS_NO_MEMORY;
    r->descriptors = descriptors;
    descriptors[r->ndescriptors] = bytes;
    *number_ret = ++r->ndescriptors;
    return STATUS_OK;
}

static enum status ask(struct comeback *r, struct bytes bytes, struct comeback_descriptor *at)
{
    struct bytes changed;
    enum status status = sidmap_apply(r->job->sids, bytes, &r->arena, &changed);

    at->is_asked = true;
    at->is_wrong = status == STATUS_DAMAGED;
    if (at->is_wrong)
        return STATUS_OK;
    if (status == STATUS_OK && changed.n > 0)
        status = keep(r, bytes, &at->had);
    return status == STATUS_OK && changed.n > 0 ? keep(r, changed, &at->given) : status;
}

/* Has the file a descriptor of its own, in its record, and a mapped owner? */
static bool is_owned_apart(const struct comeback *r, const struct index *index, uint32_t file)
{
    const struct sidmap *sids = r->job->sids;

    if (index->files.security_id[file] != 0 || !index->files.owner || index->files.owner[file] == 0)
        return false;
    for (uint32_t i = 0; i < sids->n; i++)
        if (strcmp(index->owners[index->files.owner[file] - 1], sids->at[i].from_text) == 0)
            return true;
    return false;
}

/* The row of descriptor ID of DRIVE, which is there; NULL without memory. */
static struct comeback_descriptor *row_of(struct comeback *r, uint32_t drive, uint32_t id)
{
    const struct descriptors *list = r->machine->drives[drive].descriptors;

    if (!r->secures[drive])
        r->secures[drive] = arena_array(&r->arena, (size_t)list->n + 1, sizeof *r->secures[drive]);
    return r->secures[drive] ? &r->secures[drive][descriptors_place(list, id)] : NULL;
}

enum status restore_secure_of(struct comeback *r, uint32_t drive, uint32_t file,
                              struct comeback_descriptor *becomes_ret)
{
    const struct descriptors *list = r->machine->drives[drive].descriptors;
    const struct index *index = comeback_index(r, drive);
    struct comeback_descriptor *at;
    enum status status = STATUS_OK;
    struct bytes bytes;

    *becomes_ret = (struct comeback_descriptor){0};
    if (!are_known(r, drive))
        return STATUS_OK;
    bytes = descriptors_find(list, index->files.security_id[file]);
    becomes_ret->is_wrong =
        bytes.n == 0 && (index->files.security_id[file] != 0 || is_owned_apart(r, index, file));
    if (bytes.n == 0)
        return STATUS_OK;
    at = row_of(r, drive, index->files.security_id[file]);
    if (!at)
        return STATUS_NO_MEMORY;
    if (!at->is_asked)
        status = ask(r, bytes, at);
    *becomes_ret = *at;
    return status;
}

/* ---- Descriptors that stay behind ---- */

/* Do rules leave its descriptor out? The most specific one decides. */
static bool is_let_go(const struct comeback *r, const struct comeback_file *file)
{
    const uint32_t *rules = r->attributes[r->folders[file->folder].drive];
    const uint32_t rule = rules ? rules[file->name] : 0;

    return rule && r->job->expansion->rules[rule - 1].rule->kind == RULES_EXCLUDE_ATTRIBUTES;
}

/* The descriptor of FILE as it is; 0: it cannot be read. */
static enum status as_it_is(struct comeback *r, uint32_t drive, uint32_t file, uint32_t *number_ret)
{
    const uint32_t id =
        have_descriptors(r, drive) ? comeback_index(r, drive)->files.security_id[file] : 0;
    const struct bytes bytes =
        id ? descriptors_find(r->machine->drives[drive].descriptors, id) : (struct bytes){NULL, 0};
    struct comeback_descriptor *row;
    enum status status = STATUS_OK;

    *number_ret = 0;
    if (bytes.n == 0)
        return STATUS_OK;
    row = row_of(r, drive, id);
    if (!row)
        return STATUS_NO_MEMORY;
    if (row->as_is == 0)
        status = keep(r, bytes, &row->as_is);
    *number_ret = row->as_is;
    return status;
}

/* What the folder PLACE has, or gets when it is made: see restore_write.c. */
static enum status of_folder(struct comeback *r, uint32_t place, uint32_t *number_ret)
{
    const struct comeback_place *at = &r->places[place];
    const struct comeback_folder *model;
    struct comeback_descriptor becomes;
    enum status status;
    uint32_t file;

    while (at->file == INDEX_NONE &&
           (at->model == COMEBACK_NONE || (at->user != 0 && at->user != COMEBACK_NONE)))
        at = &r->places[at->parent];
    if (at->file != INDEX_NONE)
        return as_it_is(r, at->drive, at->file, number_ret);
    model = &r->folders[at->model];
    file = r->places[model->here].file;
    status = restore_secure_of(r, model->drive, file, &becomes);
    if (status != STATUS_OK || becomes.given == 0)
        return status == STATUS_OK ? as_it_is(r, model->drive, file, number_ret) : status;
    *number_ret = becomes.given;
    return STATUS_OK;
}

/* It gets what the folder has that it comes into. */
static enum status let_go(struct comeback *r, struct comeback_file *file)
{
    const bool is_copy = file->kind == PLAN_COPY;
    uint32_t had = 0, given = 0;
    enum status status = of_folder(r, file->to, &given);

    if (status == STATUS_OK && !is_copy)
        status = as_it_is(r, r->folders[file->folder].drive, comeback_file_of(r, file), &had);
    if (status != STATUS_OK)
        return status;
    if (given == 0 || (had == 0 && !is_copy)) {
        file->is_unsecured = true;
        return STATUS_OK;
    }
    file->is_secured =
        !is_copy && !descriptors_same(r->descriptors[had - 1], r->descriptors[given - 1]);
    file->had = file->is_secured ? had : 0;
    file->given = file->is_secured || is_copy ? given : 0;
    return STATUS_OK;
}

/* ---- Files ---- */

/* Is it restored, now or before, as a link to the file that the store has? */
static bool is_shared(const struct comeback_file *file)
{
    return file->kind == PLAN_LINK &&
           (file->state == COMEBACK_PLACED || file->state == COMEBACK_THERE);
}

static enum status secure(struct comeback *r, struct comeback_file *file, uint64_t *is_asked)
{
    const struct comeback_folder *folder = &r->folders[file->folder];
    uint32_t row = comeback_file_of(r, file);
    struct comeback_descriptor becomes;
    enum status status;

    if (is_asked[row / 64] >> row % 64 & 1)
        return STATUS_OK;
    is_asked[row / 64] |= UINT64_C(1) << row % 64;
    if (is_let_go(r, file) && have_descriptors(r, folder->drive))
        return let_go(r, file);
    status = restore_secure_of(r, folder->drive, row, &becomes);
    file->had = becomes.had;
    file->given = becomes.given;
    file->is_secured = becomes.given != 0;
    file->is_unsecured = becomes.is_wrong;
    return status;
}

enum status restore_secure(struct comeback *r)
{
    uint64_t **is_asked = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *is_asked);
    enum status status = is_asked ? STATUS_OK : STATUS_NO_MEMORY;

    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++) {
        struct comeback_file *file = &r->files[i];
        uint32_t drive = r->folders[file->folder].drive;

        if (file->kind == PLAN_COPY && file->state == COMEBACK_PLACED && is_let_go(r, file) &&
            have_descriptors(r, r->places[file->to].drive))
            status = let_go(r, file);
        if (!is_shared(file) || !have_descriptors(r, drive))
            continue;
        if (!is_asked[drive])
            is_asked[drive] = arena_array(
                &r->arena, (size_t)comeback_index(r, drive)->files.n / 64 + 1, sizeof **is_asked);
        status = is_asked[drive] ? secure(r, file, is_asked[drive]) : STATUS_NO_MEMORY;
    }
    return status;
}

/* ---- The plan ---- */

enum status restore_secure_list(const struct comeback *r, struct plan *plan)
{
    const uint32_t n = r->ndescriptors;

    plan->descriptors = arena_array(&plan->arena, (size_t)n + 1, sizeof *plan->descriptors);
    if (!plan->descriptors)
        return STATUS_NO_MEMORY;
    for (; plan->ndescriptors < n; plan->ndescriptors++) {
        const struct bytes from = r->descriptors[plan->ndescriptors];
        uint8_t *at = arena_alloc(&plan->arena, from.n);

        if (!at)
            return STATUS_NO_MEMORY;
        memcpy(at, from.at, from.n);
        plan->descriptors[plan->ndescriptors] = (struct bytes){at, from.n};
    }
    return STATUS_OK;
}
