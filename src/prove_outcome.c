/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, findings, and what is told of a fault: see prove_outcome.h. */
#include "src/prove_outcome.h"

#include "mft/path.h"

/* ---- Which operation? ---- */

/* An operation that means the file of RECORD; PLAN_NONE. */
static uint32_t op_of_source(const struct plan *batch, uint64_t record)
{
    for (uint32_t op = 0; op < batch->nops; op++)
        if (batch->ops[op].kind != PLAN_COPY && batch->ops[op].kind != PLAN_MKDIR &&
            batch->ops[op].expect.reference != 0 &&
            reference_record(batch->ops[op].expect.reference) == record)
            return op;
    return PLAN_NONE;
}

/* The first operation in the folder PATH, or that makes what PATH names; PLAN_NONE. */
static uint32_t op_of_path(const struct plan *batch, struct str path)
{
    uint32_t folder = 0;

    while (folder < batch->nfolders && !str_equal(batch->folders[folder].path, path))
        folder++;
    for (uint32_t op = 0; op < batch->nops; op++) {
        const struct str at = batch->folders[batch->ops[op].folder].path,
                         name = batch->ops[op].name;

        if (batch->ops[op].folder == folder ||
            (path.n == at.n + 1 + name.n && path.at[at.n] == '\\' && at.n > 1 &&
             memcmp(path.at, at.at, at.n) == 0 && memcmp(path.at + at.n + 1, name.at, name.n) == 0))
            return op;
    }
    return PLAN_NONE;
}

/* ---- What it is about ---- */

static enum status keep_text(struct proof *proof, struct str text)
{
    char *at = arena_alloc(&proof->arena, text.n + 1);

    if (!at)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    proof->name = (struct str){at, text.n};
    return STATUS_OK;
}

/* The path of the file with this base record, after the batch or, if it is not there then, before;
 * empty where none has it. */
static enum status find_path(const struct prove_state *state, uint64_t record, struct path *path)
{
    const struct index *index = state->after;
    uint32_t file = index_find(index, record);

    if (file == INDEX_NONE) {
        index = state->before;
        file = index_find(index, record);
    }
    path->n = 0;
    return file == INDEX_NONE ? STATUS_OK : path_of_file(index, file, path);
}

enum status prove_outcome_tell(const struct prove_state *state, const struct prove_fault *fault,
                               struct proof *proof)
{
    struct path path = {0};
    enum status status = STATUS_OK;

    if (fault->record != UINT64_MAX)
        status = find_path(state, fault->record, &path);
    if (status == STATUS_OK)
        status = keep_text(proof, path_str(&path));
    if (status == STATUS_OK) {
        proof->kind = fault->kind;
        proof->record = fault->record;
        proof->offset = fault->offset;
        if (fault->record != UINT64_MAX)
            proof->op = op_of_source(state->job->batch, fault->record);
        if (proof->op == PLAN_NONE && path.n > 0)
            proof->op = op_of_path(state->job->batch, path_str(&path));
    }
    path_free(&path);
    return status;
}

/* ---- Names ---- */

static enum status tell_missing(const struct prove_state *state,
                                const struct prediction *prediction,
                                const struct predict_difference *difference, struct proof *proof)
{
    const struct index *before = state->before;
    struct path path = {0};
    enum status status;

    proof->kind = PROVE_MISSING;
    if (difference->predicted != PLAN_NONE) {
        const struct predict_name *name = &prediction->names[difference->predicted];

        proof->op = name->op;
        if (name->reference != 0)
            proof->record = reference_record(name->reference);
        return keep_text(proof, state->job->batch->ops[name->op].name);
    }
    proof->record = before->files.record[before->names.file[difference->old]];
    proof->op = op_of_source(state->job->batch, proof->record);
    status = path_of_name(before, difference->old, &path);
    if (status == STATUS_OK)
        status = keep_text(proof, path_str(&path));
    path_free(&path);
    return status;
}

static enum status tell_present(const struct prove_state *state, enum prove_kind kind,
                                const struct predict_difference *difference, struct proof *proof)
{
    const struct prove_fault fault = {.kind = kind,
                                      .record = state->after->files.record[difference->file]};
    struct path path = {0};
    enum status status = prove_outcome_tell(state, &fault, proof);

    if (status != STATUS_OK || kind != PROVE_UNEXPECTED)
        return status;
    status = path_of_name(state->after, difference->name, &path);
    if (status == STATUS_OK)
        status = keep_text(proof, path_str(&path));
    path_free(&path);
    return status;
}

static enum status tell_difference(const struct prove_state *state,
                                   const struct prediction *prediction,
                                   const struct predict_difference *difference, struct proof *proof)
{
    switch (difference->kind) {
    case PREDICT_MISSING:
        return tell_missing(state, prediction, difference, proof);
    case PREDICT_UNEXPECTED:
        return tell_present(state, PROVE_UNEXPECTED, difference, proof);
    case PREDICT_LINK_COUNT:
        return tell_present(state, PROVE_LINK_COUNT, difference, proof);
    }
    return STATUS_OK;
}

enum status prove_outcome_names(const struct prove_state *state, struct proof *proof)
{
    const struct prove_job *job = state->job;
    struct prediction prediction;
    struct predict_differences differences;
    enum status status = predict(job->batch, job->machine, job->drive, &prediction);

    if (status != STATUS_OK)
        return status;
    status = predict_compare(&prediction, state->after, &differences);
    if (status == STATUS_OK) {
        if (differences.n > 0)
            status = tell_difference(state, &prediction, &differences.at[0], proof);
        predict_differences_free(&differences);
    }
    predict_free(&prediction);
    return status;
}

/* ---- Findings ---- */

/* Counts the findings of RECORD from *AT on, and moves *AT behind them. */
static void count(const struct index *index, uint64_t record, uint32_t *at, uint32_t *counts)
{
    memset(counts, 0, FINDING_KINDS * sizeof *counts);
    while (*at < index->nfindings && index->findings[*at].record < record)
        ++*at;
    for (; *at < index->nfindings && index->findings[*at].record == record; ++*at)
        counts[index->findings[*at].kind]++;
}

void prove_outcome_findings(const struct prove_state *state, struct proof *proof)
{
    uint32_t before[FINDING_KINDS], after[FINDING_KINDS];

    for (uint32_t i = 0, j = 0; i < state->after->nfindings;) {
        const uint64_t record = state->after->findings[i].record;

        count(state->after, record, &i, after);
        count(state->before, record, &j, before);
        for (unsigned kind = 0; kind < FINDING_KINDS; kind++)
            if (after[kind] > before[kind]) {
                proof->kind = PROVE_FINDING;
                proof->record = record;
                proof->detail = kind;
                proof->op = op_of_source(state->job->batch, record);
                return;
            }
    }
}
