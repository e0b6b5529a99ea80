/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of a plan: see applyrest.h. */
#include "src/applyrest.h"

#include <stdlib.h>

/* Operations of VOLUME before this one are done, or perhaps done. */
static uint32_t touched_by(const struct applyjob_volume *volume)
{
    return volume->ndone + (volume->is_mounted && volume->has_intent ? volume->intent.n : 0);
}

static const struct index *index_of(const struct applyjob *job, uint32_t volume)
{
    return job->rows[job->volumes[volume].drive].index;
}

static uint32_t first_of(const struct applyjob_volume *volume, bool with_done)
{
    return with_done && volume->is_mounted ? 0 : volume->ndone;
}

static uint64_t count_ops(const struct applyjob *job, bool with_done)
{
    uint64_t n = 0;

    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++)
        n += job->volumes[v].nops - first_of(&job->volumes[v], with_done);
    return n;
}

static bool is_any_touched(const struct applyjob *job)
{
    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++)
        if (touched_by(&job->volumes[v]) > 0)
            return true;
    return false;
}

static bool copy_ops(const struct applyjob *job, bool with_done, struct applyrest_ops *to)
{
    size_t n = (size_t)count_ops(job, with_done) + 1;

    to->ops = calloc(n, sizeof *to->ops);
    to->numbers = calloc(n, sizeof *to->numbers);
    to->is_begun = calloc(n, sizeof *to->is_begun);
    if (!to->ops || !to->numbers || !to->is_begun)
        return false;
    to->plan.ops = to->ops;
    to->plan.nops = 0;
    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++) {
        const struct applyjob_volume *volume = &job->volumes[v];

        for (uint32_t i = first_of(volume, with_done); i < volume->nops; i++) {
            to->is_begun[to->plan.nops] = volume->is_mounted && i < touched_by(volume);
            to->numbers[to->plan.nops] = volume->numbers ? volume->numbers[i] : i;
            to->ops[to->plan.nops++] = volume->ops[i];
        }
    }
    return true;
}

/* Marks the rows of the files to which what was done has given names, or from which it took some.
 */
static void mark_files(const struct applyjob *job, uint32_t v, bool *is_touched)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    const struct index *index = index_of(job, v);

    for (uint32_t i = 0; i < touched_by(volume); i++) {
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

/* They have the names that they have now: one that went may have taken a DOS name along, so that
 * counting operations would not tell. */
static void put_links(const struct applyjob *job, uint32_t v, const bool *is_touched,
                      struct applyrest_ops *to)
{
    const struct index *index = index_of(job, v);

    for (uint32_t i = 0; i < to->plan.nops; i++) {
        struct plan_op *op = &to->ops[i];
        uint32_t folder = op->from_folder != PLAN_NONE ? op->from_folder : op->folder, file;

        if (folder == PLAN_NONE || job->file.plan.folders[folder].volume != v)
            continue;
        file = index_find_reference(index, op->expect.reference);
        if (file != INDEX_NONE && is_touched[file])
            op->expect.links = index->files.header_links[file];
        if (file != INDEX_NONE && op->kind == PLAN_RMDIR)
            follow_folder(index, file, op);
    }
}

static bool count_names(const struct applyjob *job, uint32_t v, struct applyrest *rest)
{
    bool *is_touched = calloc((size_t)index_of(job, v)->files.n + 1, sizeof *is_touched);

    if (!is_touched)
        return false;
    mark_files(job, v, is_touched);
    put_links(job, v, is_touched, &rest->left);
    put_links(job, v, is_touched, &rest->asked);
    free(is_touched);
    return true;
}

bool applyrest_of(const struct applyjob *job, struct applyrest *rest_ret)
{
    const struct applyrest_ops whole = {.plan = job->file.plan};
    struct applyrest rest = {whole, whole};
    bool is_good = true;

    if (is_any_touched(job)) {
        is_good = copy_ops(job, false, &rest.left) && copy_ops(job, true, &rest.asked);
        for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good; v++)
            is_good = touched_by(&job->volumes[v]) == 0 || count_names(job, v, &rest);
    }
    if (is_good)
        *rest_ret = rest;
    else
        applyrest_free(&rest);
    return is_good;
}

static void free_ops(struct applyrest_ops *ops)
{
    free(ops->ops);
    free(ops->numbers);
    free(ops->is_begun);
}

void applyrest_free(struct applyrest *rest)
{
    free_ops(&rest->left);
    free_ops(&rest->asked);
}
