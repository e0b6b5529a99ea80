/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of a plan: see applyrest.h. */
#include "src/applyrest.h"

#include "planner/applied.h"

#include <stdlib.h>

/* Behind what is done, and what was begun on a mounted volume. */
static uint32_t begin_of(const struct applyjob_volume *volume)
{
    return volume->ndone + (volume->is_mounted && volume->has_intent ? volume->intent.n : 0);
}

static const struct index *index_of(const struct applyjob *job, uint32_t volume)
{
    return job->rows[job->volumes[volume].drive].index;
}

static void put(const struct applyjob_volume *volume, uint32_t i, struct applyrest *rest)
{
    rest->ops[rest->plan.nops] = volume->ops[i];
    rest->numbers[rest->plan.nops++] = volume->numbers ? volume->numbers[i] : i;
}

/* What was begun may be half done: each of it is looked at when it comes, but what of it is not on
 * the volume yet is asked for with the rest, which may need it. */
static bool put_begun(const struct applyjob *job, const struct applyjob_volume *volume,
                      struct applyrest *rest)
{
    const struct applied_job applied = {
        .plan = &job->file.plan,
        .ops = volume->ops + volume->ndone,
        .nops = begin_of(volume) - volume->ndone,
        .machine = &job->machine,
        .drive = volume->drive,
    };
    bool *is_done, is_good;

    if (applied.nops == 0)
        return true;
    is_done = calloc(applied.nops, sizeof *is_done);
    is_good = is_done && applied_each(&applied, is_done) == STATUS_OK;
    for (uint32_t i = 0; is_good && i < applied.nops; i++)
        if (!is_done[i])
            put(volume, volume->ndone + i, rest);
    free(is_done);
    return is_good;
}

static bool copy_ops(const struct applyjob *job, uint64_t nleft, struct applyrest *rest)
{
    bool is_good;

    rest->ops = calloc(nleft + 1, sizeof *rest->ops);
    rest->numbers = calloc(nleft + 1, sizeof *rest->numbers);
    is_good = rest->ops && rest->numbers;
    rest->plan.ops = rest->ops;
    rest->plan.nops = 0;
    for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good; v++) {
        const struct applyjob_volume *volume = &job->volumes[v];

        is_good = put_begun(job, volume, rest);
        for (uint32_t i = begin_of(volume); i < volume->nops && is_good; i++)
            put(volume, i, rest);
    }
    return is_good;
}

/* Marks the rows of the files to which what was done has given names, or from which it took some.
 */
static void mark_volume(const struct applyjob *job, uint32_t v, bool *is_touched)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    const struct index *index = index_of(job, v);

    for (uint32_t i = 0; i < begin_of(volume); i++) {
        const struct plan_op *op = &volume->ops[i];
        uint32_t file = INDEX_NONE;

        if (op->kind == PLAN_LINK || op->kind == PLAN_UNLINK || op->kind == PLAN_MOVE)
            file = index_find_reference(index, op->expect.reference);
        if (file != INDEX_NONE)
            is_touched[file] = true;
    }
}

/* A folder that something was taken from has other times: the system that has it mounted sees to
 * that. */
static void follow_folder(const struct index *index, uint32_t file, struct plan_op *op)
{
    op->expect.size = index->files.size[file];
    if (index->files.times)
        op->expect.modified = index->files.times[TIMES * (size_t)file + 1];
}

/* How many names these files have is what they have now: a name that went may have taken a DOS name
 * along, so that counting operations would not tell. */
static bool count_names(const struct applyjob *job, uint32_t v, struct applyrest *rest)
{
    const struct index *index = index_of(job, v);
    bool *is_touched = calloc((size_t)index->files.n + 1, sizeof *is_touched);

    if (!is_touched)
        return false;
    mark_volume(job, v, is_touched);
    for (uint32_t i = 0; i < rest->plan.nops; i++) {
        struct plan_op *op = &rest->ops[i];
        uint32_t folder = op->from_folder != PLAN_NONE ? op->from_folder : op->folder, file;

        if (job->file.plan.folders[folder].volume != v)
            continue;
        file = index_find_reference(index, op->expect.reference);
        if (file != INDEX_NONE && is_touched[file])
            op->expect.links = index->files.header_links[file];
        if (file != INDEX_NONE && op->kind == PLAN_RMDIR)
            follow_folder(index, file, op);
    }
    free(is_touched);
    return true;
}

bool applyrest_of(const struct applyjob *job, struct applyrest *rest_ret)
{
    struct applyrest rest = {.plan = job->file.plan};
    uint64_t nleft = 0;
    bool is_good = true, is_begun = false;

    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++)
        nleft += job->volumes[v].nops - job->volumes[v].ndone;
    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++)
        is_begun |= begin_of(&job->volumes[v]) > 0;
    if (is_begun)
        is_good = copy_ops(job, nleft, &rest);
    for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good && rest.ops; v++)
        if (begin_of(&job->volumes[v]) > 0)
            is_good = count_names(job, v, &rest);
    if (is_good)
        *rest_ret = rest;
    else
        applyrest_free(&rest);
    return is_good;
}

void applyrest_free(struct applyrest *rest)
{
    free(rest->ops);
    free(rest->numbers);
}
