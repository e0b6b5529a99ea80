/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks are stretches of 256 KiB of $MFT. A record that is not in the overlay is only asked for its
 * runs; one that is, is read from both sides.
 */
#include "src/prove_records.h"

#include "mft/pool.h"
#include "src/prove_record.h"

#include <stdlib.h>

enum { CHUNK_BYTES = 256 << 10 };

/* What a task works with. */
struct slot {
    uint8_t *before, *after; /* CHUNK_BYTES each */
    uint64_t *unreadable;
    struct prove_found found;
};

struct pass {
    struct prove_state *state;
    struct slot *slots;      /* for each slot of the pool */
    struct prove_bits *bits; /* for each worker */
    struct stream bitmap;    /* after */
    unsigned nworkers;
    uint32_t per_chunk; /* records */
};

/* ---- Stretches of $MFT ---- */

static uint32_t read_side(const struct volume *volume, uint64_t first, uint32_t n,
                          struct volume_gaps gaps, uint8_t *to)
{
    if (first >= volume->nrecords)
        return 0;
    if (n > volume->nrecords - first)
        n = (uint32_t)(volume->nrecords - first);
    volume_read_records(volume, first, n, to, &gaps);
    return n;
}

/* Are two records, fixed, the same but for the number that says how often they were written? The
 * library writes the records of $MFTMirr together. */
static bool is_written_again(const struct prove_side *before, const struct prove_side *after,
                             uint32_t n)
{
    const uint32_t usn = bytes_u16(before->at + RECORD_USA_OFF);

    return before->state == after->state && before->state != RECORD_ZEROED && usn + 2 <= n &&
           memcmp(before->at, after->at, usn) == 0 &&
           memcmp(before->at + usn + 2, after->at + usn + 2, n - usn - 2) == 0;
}

static bool has_written(const struct prove_state *state, uint64_t first, uint32_t n)
{
    uint64_t record = first;

    return prove_next(state->is_written, first + n < state->nrecords ? first + n : state->nrecords,
                      &record);
}

static enum status see_chunk(void *context, unsigned worker, unsigned slot_number, uint64_t task)
{
    struct pass *pass = context;
    const struct prove_state *state = pass->state;
    const uint32_t record_bytes = state->old->geometry.record_bytes, n = pass->per_chunk;
    struct slot *slot = &pass->slots[slot_number];
    const uint64_t first = task * n;
    const uint32_t nold = read_side(
        state->old, first, n, (struct volume_gaps){.unreadable = slot->unreadable}, slot->before);
    const uint32_t nnow =
        has_written(state, first, n)
            ? read_side(state->now, first, n, (struct volume_gaps){.unreadable = slot->unreadable},
                        slot->after)
            : 0;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < (nold > nnow ? nold : nnow) && status == STATUS_OK; i++) {
        uint8_t *before = slot->before + (size_t)i * record_bytes;
        uint8_t *after = slot->after + (size_t)i * record_bytes;
        struct prove_record record = {.state = state,
                                      .found = &slot->found,
                                      .bits = &pass->bits[worker],
                                      .number = first + i};

        record.is_changed = i < nnow && prove_has(state->is_written, first + i) &&
                            (i >= nold || memcmp(before, after, record_bytes) != 0);
        record.before = prove_record_side(before, record_bytes, i < nold);
        record.after = prove_record_side(after, record_bytes, record.is_changed);
        record.is_changed &= !is_written_again(&record.before, &record.after, record_bytes);
        status = prove_record_see(&record);
    }
    return status;
}

/* ---- Taking over ---- */

static void put_all(uint64_t *set, uint64_t n, const struct prove_spans *numbers)
{
    for (size_t i = 0; i < numbers->n; i++)
        for (uint64_t number = numbers->at[i].from; number < numbers->at[i].to && number < n;
             number++)
            prove_put(set, number);
}

/* Sets, lists and first faults of one task; its slot is then as new. */
static enum status take_over(void *context, unsigned slot, uint64_t task)
{
    struct pass *pass = context;
    struct prove_state *state = pass->state;
    struct prove_found *found = &pass->slots[slot].found;
    enum status status;

    (void)task;
    put_all(state->is_due, state->nrecords, &found->due);
    put_all(state->is_folder_due, state->nrecords, &found->folders);
    put_all(state->is_extension, state->nrecords, &found->extensions);
    put_all(state->is_listed, state->nrecords, &found->listed);
    status = prove_spans_append(&state->owned, &state->arena, &found->owned);
    if (status == STATUS_OK)
        status = prove_spans_append(&state->gained, &state->arena, &found->gained);
    if (status == STATUS_OK)
        status = prove_spans_append(&state->lost, &state->arena, &found->lost);
    for (int i = 0; i < PROVE_NQUESTIONS; i++)
        prove_keep(&state->faults[i], found->faults[i]);
    arena_free(&found->arena);
    *found = (struct prove_found){0};
    return status;
}

/* ---- The pass ---- */

static enum status run_job(struct pass *pass, uint64_t ntasks,
                           enum status (*work)(void *, unsigned, unsigned, uint64_t))
{
    const struct pool_job job = {
        .context = pass, .ntasks = ntasks, .work = work, .commit = take_over};
    struct pool *pool;
    enum status status;

    if (ntasks == 0)
        return STATUS_OK;
    status = pool_start(&job, pass->nworkers, &pool);
    return status == STATUS_OK ? pool_finish(pool) : status;
}

static void end_pass(struct pass *pass)
{
    for (unsigned i = 0; pass->slots && i < pool_slots(pass->nworkers); i++) {
        free(pass->slots[i].before);
        free(pass->slots[i].unreadable);
        arena_free(&pass->slots[i].found.arena);
    }
    free(pass->slots);
    free(pass->bits);
}

static enum status begin_slots(struct pass *pass)
{
    const size_t words = pass->per_chunk / 64 + 1;

    for (unsigned i = 0; i < pool_slots(pass->nworkers); i++) {
        struct slot *slot = &pass->slots[i];

        slot->before = malloc(2 * (size_t)CHUNK_BYTES);
        slot->unreadable = malloc(words * sizeof *slot->unreadable);
        if (!slot->before || !slot->unreadable)
            return STATUS_NO_MEMORY;
        slot->after = slot->before + CHUNK_BYTES;
    }
    return STATUS_OK;
}

static enum status begin_pass(struct prove_state *state, struct arena *arena, struct pass *pass_ret)
{
    const unsigned nworkers = pool_workers(state->job->nworkers);
    enum status status = STATUS_NO_MEMORY;

    *pass_ret = (struct pass){
        .state = state,
        .nworkers = nworkers,
        .per_chunk = CHUNK_BYTES / state->old->geometry.record_bytes,
        .slots = calloc(pool_slots(nworkers), sizeof *pass_ret->slots),
        .bits = calloc(nworkers, sizeof *pass_ret->bits),
    };
    if (pass_ret->slots && pass_ret->bits)
        status = begin_slots(pass_ret);
    if (status == STATUS_OK)
        status = prove_bits_open(state->now, arena, &pass_ret->bitmap);
    for (unsigned i = 0; i < nworkers && status == STATUS_OK; i++)
        pass_ret->bits[i].stream = &pass_ret->bitmap;
    return status;
}

enum status prove_records_pass(struct prove_state *state)
{
    struct arena arena = {0};
    struct pass pass;
    enum status status = begin_pass(state, &arena, &pass);

    if (status == STATUS_OK)
        status = run_job(&pass, (state->nrecords + pass.per_chunk - 1) / pass.per_chunk, see_chunk);
    end_pass(&pass);
    arena_free(&arena);
    return status;
}
