/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of the questions: see prove.h. Each of prove_*.c answers one or two; what they share is
 * in prove_state.h. Names and bytes are asked for side by side; what is said of bytes counts only
 * where the names are right, since these say what the batch may touch.
 */
#include "src/prove.h"

#include "mft/pool.h"
#include "mft/scan.h"
#include "mft/volumeinfo.h"
#include "src/prove_blocks.h"
#include "src/prove_clusters.h"
#include "src/prove_folders.h"
#include "src/prove_mirror.h"
#include "src/prove_outcome.h"
#include "src/prove_records.h"
#include "src/prove_rows.h"
#include "src/prove_secure.h"
#include "src/prove_secured.h"
#include "src/prove_several.h"

/* ---- The volume after ---- */

/* Errors of the world are handed on; what is wrong with the volume is an answer. */
static enum status take_unreadable(enum status status, struct proof *proof)
{
    switch (status) {
    case STATUS_OK:
    case STATUS_NO_MEMORY:
    case STATUS_IO:
    case STATUS_TOO_LARGE:
        return status;
    case STATUS_OPEN:
    case STATUS_NOT_NTFS:
    case STATUS_BAD_BOOT:
    case STATUS_NO_MFT:
    case STATUS_TRUNCATED:
    case STATUS_DAMAGED:
    case STATUS_NOT_FOUND:
    case STATUS_ENCODED:
        break;
    }
    proof->kind = PROVE_UNREADABLE;
    proof->detail = status;
    return STATUS_OK;
}

static bool has_same_geometry(const struct geometry *a, const struct geometry *b)
{
    return a->sector_bytes == b->sector_bytes && a->cluster_bytes == b->cluster_bytes &&
           a->record_bytes == b->record_bytes && a->index_bytes == b->index_bytes &&
           a->nsectors == b->nsectors && a->nclusters == b->nclusters && a->mft_lcn == b->mft_lcn &&
           a->mirror_lcn == b->mirror_lcn && a->serial == b->serial;
}

static enum status open_after(struct prove_state *state, struct proof *proof)
{
    const struct scan_options options = {
        .want = state->job->want | WANT_TIMES | WANT_SECURITY | WANT_DOS_NAMES | WANT_CHILDREN,
        .nworkers = state->job->nworkers,
    };
    enum status status;

    state->through = overlay_source(state->job->overlay);
    status = volume_open(&state->through, &state->now);
    if (status == STATUS_OK && !has_same_geometry(&state->old->geometry, &state->now->geometry))
        status = STATUS_BAD_BOOT;
    if (status == STATUS_OK)
        status = scan_run(state->now, &options, &state->after);
    return take_unreadable(status, proof);
}

static uint64_t *new_set(struct prove_state *state)
{
    return arena_array(&state->arena, (size_t)(state->nrecords / 64) + 1, sizeof(uint64_t));
}

static enum status begin_sets(struct prove_state *state)
{
    const uint64_t before = state->old->nrecords, after = state->now->nrecords;

    state->nrecords = before > after ? before : after;
    state->is_written = new_set(state);
    state->is_meant = new_set(state);
    state->is_secured = new_set(state);
    state->is_parent = new_set(state);
    state->is_due = new_set(state);
    state->is_folder_due = new_set(state);
    state->is_extension = new_set(state);
    state->is_listed = new_set(state);
    return state->is_written && state->is_meant && state->is_secured && state->is_parent &&
                   state->is_due && state->is_folder_due && state->is_extension && state->is_listed
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}

/* The volume's own table: one that the batch has written is none of ours. */
static enum status find_upcase(struct prove_state *state, struct proof *proof)
{
    state->upcase = state->job->machine->drives[state->job->drive].upcase;
    return state->upcase ? STATUS_OK
                         : take_unreadable(
                               volumeinfo_upcase(state->old, &state->arena, &state->upcase), proof);
}

/* ---- The questions ---- */

static bool holds(const struct proof *proof)
{
    return proof->kind == PROVE_HOLDS;
}

static bool has_fault(const struct prove_state *state, enum prove_question question)
{
    return state->faults[question].kind != PROVE_HOLDS;
}

static enum status begin_questions(struct prove_state *state, struct proof *proof)
{
    enum status status = open_after(state, proof);

    if (status == STATUS_OK && holds(proof))
        status = begin_sets(state);
    if (status == STATUS_OK && holds(proof))
        status = find_upcase(state, proof);
    return status;
}

static enum status ask_names(struct prove_state *state, struct proof *proof)
{
    enum status status = prove_outcome_names(state, proof);

    if (status == STATUS_OK && holds(proof))
        prove_outcome_findings(state, proof);
    return status;
}

static enum status ask_files(struct prove_state *state)
{
    enum status status;

    prove_rows_mark(state);
    prove_rows_compare(state);
    if (has_fault(state, PROVE_OF_FILES))
        return STATUS_OK;
    status = prove_blocks_list(state);
    if (status == STATUS_OK)
        status = prove_records_pass(state);
    if (status == STATUS_OK)
        status = prove_several_compare(state);
    if (status == STATUS_OK)
        status = prove_mirror_compare(state);
    if (status == STATUS_OK)
        status = prove_secure_compare(state);
    return status == STATUS_OK ? prove_secured_compare(state) : status;
}

/* Up to the first that finds a fault. */
static enum status ask_bytes(struct prove_state *state)
{
    enum status status = ask_files(state);

    if (status == STATUS_OK && !has_fault(state, PROVE_OF_FILES))
        status = prove_folders_compare(state);
    if (status != STATUS_OK || has_fault(state, PROVE_OF_FILES) ||
        has_fault(state, PROVE_OF_FOLDERS))
        return status;
    status = prove_blocks_left(state);
    if (status != STATUS_OK || has_fault(state, PROVE_OF_BLOCKS))
        return status;
    return prove_clusters_compare(state);
}

/* Names are asked for beside bytes: what both need is there, and neither changes it. */
struct asking {
    struct prove_state *state;
    struct proof *proof;
};

static enum status ask_aside(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    const struct asking *asking = context;

    (void)worker;
    (void)slot;
    (void)task;
    return ask_names(asking->state, asking->proof);
}

static enum status ask_alone(struct prove_state *state, struct proof *proof)
{
    enum status status = ask_names(state, proof);

    return status == STATUS_OK && holds(proof) ? ask_bytes(state) : status;
}

static enum status ask_both(struct prove_state *state, struct proof *proof)
{
    struct asking asking = {state, proof};
    const struct pool_job job = {&asking, 1, ask_aside, NULL};
    struct pool *pool;
    enum status status = pool_start(&job, 1, &pool), names;

    if (status != STATUS_OK)
        return status;
    status = ask_bytes(state);
    names = pool_finish(pool);
    return names != STATUS_OK || !holds(proof) ? names : status;
}

static enum status ask(struct prove_state *state, struct proof *proof)
{
    enum status status = begin_questions(state, proof);

    if (status == STATUS_OK && holds(proof))
        status = pool_workers(state->job->nworkers) == 1 ? ask_alone(state, proof)
                                                         : ask_both(state, proof);
    for (int i = 0; i < PROVE_NQUESTIONS && status == STATUS_OK && holds(proof); i++)
        if (has_fault(state, (enum prove_question)i))
            return prove_outcome_tell(state, &state->faults[i], proof);
    return status;
}

enum status prove_batch(const struct prove_job *job, struct proof *proof_ret)
{
    struct prove_state state = {
        .job = job,
        .old = job->before,
        .before = job->machine->drives[job->drive].index,
    };
    struct proof proof = {.kind = PROVE_HOLDS, .op = PLAN_NONE, .record = UINT64_MAX};
    const enum status status = ask(&state, &proof);

    if (status == STATUS_OK && holds(&proof)) {
        proof.after = state.after;
        state.after = NULL;
    }
    index_free(state.after);
    volume_close(state.now);
    arena_free(&state.arena);
    if (status != STATUS_OK)
        arena_free(&proof.arena);
    else
        *proof_ret = proof;
    return status;
}

void prove_free(struct proof *proof)
{
    index_free(proof->after);
    arena_free(&proof->arena);
    *proof = (struct proof){0};
}
