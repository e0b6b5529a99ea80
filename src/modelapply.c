/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names are compared by number and by the sum of a hash of each (folder, file, name): those that
 * stay, and those that are made. See modelapply.h.
 */
#include "src/modelapply.h"

#include "planner/predict.h"
#include "src/backend_model.h"
#include "src/planpath.h"
#include "src/say.h"

#include <errno.h>
#include <stdlib.h>

struct sum {
    uint64_t hashes, n;
};

static void add(struct sum *sum, uint64_t folder, uint64_t file, struct str name)
{
    uint64_t hash = (folder * UINT64_C(0x9E3779B97F4A7C15) ^ file) * UINT64_C(0xD6E8FEB86659FD93);

    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT64_C(0x100000001B3);
    sum->hashes += hash ^ hash >> 29;
    sum->n++;
}

static bool are_same(const struct sum *a, const struct sum *b)
{
    return a->n == b->n && a->hashes == b->hashes;
}

/* ---- Carrying out ---- */

static uint32_t number_of(const struct modelapply_job *job, uint32_t i)
{
    return job->numbers ? job->numbers[i] : job->first + i;
}

static bool say_op(const struct modelapply_job *job, uint32_t i, int why)
{
    struct textbuf path = {0};

    planpath_target(job->plan, &job->ops[i], &path);
    textbuf_char(&path, '\0');
    if (path.is_short || why == ENOMEM)
        say_no_memory();
    else
        say("Operation %u (%s '%s') cannot be carried out: %s. Nothing was written: it was a dry "
            "run.",
            number_of(job, i) + 1, plan_kind_word(job->ops[i].kind), path.at, carry_why(why));
    textbuf_free(&path);
    return false;
}

static bool carry_all(const struct modelapply_job *job)
{
    for (uint32_t i = 0; i < job->nops; i++) {
        int why = carry_op(job->carrier, &job->ops[i], number_of(job, i));

        if (why)
            return say_op(job, i, why);
        applybar_step(job->bar, "carrying out", job->first + i);
    }
    return true;
}

/* ---- Comparing ---- */

static void add_model(struct backend *backend, struct sum *old, struct sum *made)
{
    struct backend_model_name name;

    for (uint32_t i = 0; backend_model_name(backend, i, &name); i++)
        add(name.is_made ? made : old, name.folder, name.reference, name.name);
}

static void add_kept(const struct prediction *prediction, struct sum *old)
{
    const struct index *index = prediction->before;

    for (uint32_t name = 0; name < index->names.n; name++)
        if (index->files.flags[index->names.file[name]] & FILE_IN_USE &&
            predict_keeps(prediction, name))
            add(old, index->names.parent[name], index_reference(index, index->names.file[name]),
                index_name(index, name));
}

/* What has no reference yet has got one meanwhile. OPS of the prediction are those of REST. */
static void add_predicted(const struct modelapply_job *job, const struct prediction *prediction,
                          uint64_t *folders, struct sum *made)
{
    for (uint32_t i = 0; i < prediction->n; i++) {
        const struct predict_name *name = &prediction->names[i];
        const struct journal_item *item = carry_item(job->carrier, number_of(job, name->op));
        uint64_t reference = name->reference ? name->reference : item ? item->reference : 0;
        const struct plan_op *op = &job->ops[name->op];

        if (name->makes != PLAN_NONE)
            folders[name->makes] = reference;
        add(made, name->parent ? name->parent : folders[op->folder], reference, op->name);
    }
}

static bool is_as_predicted(const struct modelapply_job *job, struct backend *backend,
                            bool *is_good_ret)
{
    struct sum old = {0}, made = {0}, kept = {0}, predicted = {0};
    struct prediction prediction;
    struct plan rest = *job->plan;
    uint64_t *folders = calloc((size_t)rest.nfolders + 1, sizeof *folders);
    enum status status = folders ? STATUS_OK : STATUS_NO_MEMORY;

    rest.ops = (struct plan_op *)job->ops;
    rest.nops = job->nops;
    if (status == STATUS_OK)
        status = predict(&rest, job->machine, job->drives[job->volume], &prediction);
    if (status == STATUS_OK) {
        add_model(backend, &old, &made);
        add_kept(&prediction, &kept);
        add_predicted(job, &prediction, folders, &predicted);
        *is_good_ret = are_same(&old, &kept) && are_same(&made, &predicted);
        predict_free(&prediction);
    }
    free(folders);
    return status == STATUS_OK;
}

static bool compare(const struct modelapply_job *job, struct backend *backend)
{
    bool is_good = false;

    applybar_step(job->bar, "comparing", job->first + job->nops);
    if (!is_as_predicted(job, backend, &is_good)) {
        say_no_memory();
        return false;
    }
    if (!is_good)
        say("What came of the plan in memory is not what was predicted of it. Nothing was written. "
            "That is a mistake in mftlink: please report it.");
    return is_good;
}

/* ---- The whole ---- */

static void close_all(struct backend **models, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (models[i])
            models[i]->calls->close(models[i]);
    free(models);
}

bool modelapply_run(const struct modelapply_job *job)
{
    const uint32_t n = job->plan->nvolumes;
    struct backend **models = calloc((size_t)n + 1, sizeof(struct backend *));
    bool is_good = models;

    for (uint32_t v = 0; v < n && is_good; v++)
        is_good = backend_model_open(job->machine->drives[job->drives[v]].index, job->folders,
                                     job->plan->nfolders, &models[v]) == 0;
    if (!is_good) {
        say_no_memory();
    } else {
        job->carrier->to = models[job->volume];
        job->carrier->readers = models;
        job->carrier->has_no_bytes = true;
        is_good = carry_all(job) && compare(job, models[job->volume]);
    }
    if (models)
        close_all(models, n);
    return is_good;
}
