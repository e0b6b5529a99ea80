/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, looked up again: see applied.h. */
#include "planner/applied.h"

#include "planner/ledger.h"
#include "planner/lookup.h"

struct applied {
    const struct applied_job *job;
    const struct index *index;
    struct lookup lookup;
    uint32_t *folders; /* of the plan: rows of the index; INDEX_NONE */
    struct arena arena;
};

static uint32_t file_of(const struct index *index, uint32_t name)
{
    return name == INDEX_NONE ? INDEX_NONE : index->names.file[name];
}

/* Parents stand before what is in them. */
static void find_folders(struct applied *a)
{
    const struct plan *plan = a->job->plan;

    for (uint32_t i = 0; i < plan->nfolders; i++) {
        uint32_t parent = plan->folders[i].parent;

        if (parent == PLAN_NONE)
            a->folders[i] = index_find(a->index, RECORD_ROOT);
        else if (parent >= i || a->folders[parent] == INDEX_NONE)
            a->folders[i] = INDEX_NONE;
        else
            a->folders[i] = file_of(
                a->index, lookup_child(&a->lookup, a->folders[parent], ledger_last_step(plan, i)));
    }
}

/* The file that NAME is now in FOLDER of the plan; INDEX_NONE. */
static uint32_t find(struct applied *a, uint32_t folder, struct str name)
{
    uint32_t row = folder == PLAN_NONE ? INDEX_NONE : a->folders[folder], found;

    if (row == INDEX_NONE || !(a->index->files.flags[row] & FILE_DIRECTORY))
        return INDEX_NONE;
    found = lookup_child(&a->lookup, row, name);
    return found != INDEX_NONE && str_equal(index_name(a->index, found), name)
               ? a->index->names.file[found]
               : INDEX_NONE;
}

static bool is_that(const struct applied *a, uint32_t file, const struct plan_op *op)
{
    return file != INDEX_NONE && index_reference(a->index, file) == op->expect.reference;
}

static bool is_done(struct applied *a, const struct plan_op *op)
{
    uint32_t file = find(a, op->folder, op->name);

    switch (op->kind) {
    case PLAN_MKDIR:
        return file != INDEX_NONE && a->index->files.flags[file] & FILE_DIRECTORY;
    case PLAN_COPY:
    case PLAN_MANIFEST:
        return file != INDEX_NONE && !(a->index->files.flags[file] & FILE_DIRECTORY);
    case PLAN_LINK:
    case PLAN_MOVE:
    case PLAN_SECURE: /* what it is secured by is not looked at */
        return is_that(a, file, op);
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
        return !is_that(a, file, op);
    }
    return false;
}

enum status applied_check(const struct applied_job *job, struct applied_faults *faults_ret)
{
    const struct machine_drive *drive = &job->machine->drives[job->drive];
    struct applied a = {.job = job, .index = drive->index};
    struct applied_faults faults = {.first = PLAN_NONE};
    enum status status = lookup_begin(&a.lookup, drive->index, drive->upcase);

    a.folders = arena_array(&a.arena, (size_t)job->plan->nfolders + 1, sizeof *a.folders);
    if (status == STATUS_OK && !a.folders)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        find_folders(&a);
        for (uint32_t i = 0; i < job->nops; i++)
            if (!is_done(&a, &job->ops[i]) && faults.n++ == 0)
                faults.first = i;
        *faults_ret = faults;
    }
    lookup_free(&a.lookup);
    arena_free(&a.arena);
    return status;
}
