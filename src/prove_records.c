/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks are stretches of 256 KiB of $MFT. A record that is not in the overlay is only asked for its
 * runs; one that is, is read from both sides.
 */
#include "src/prove_records.h"

#include "mft/pool.h"
#include "mft/record.h"
#include "src/prove_bits.h"
#include "src/prove_blocks.h"
#include "src/prove_file.h"

#include <stdlib.h>

enum { CHUNK_BYTES = 256 << 10, RUNS_FEW = 16 };

/* What one task has found. */
struct found {
    uint8_t *before, *after; /* CHUNK_BYTES each */
    uint64_t *unreadable;
    struct arena arena;
    struct prove_spans due, folders, extensions, listed; /* numbers of records */
    struct prove_spans owned, gained, lost;
    struct prove_spans old_claims, new_claims; /* of the record in hand */
    struct prove_fault faults[PROVE_NQUESTIONS];
};

struct pass {
    struct prove_state *state;
    struct found *found;     /* for each slot of the pool */
    struct prove_bits *bits; /* for each worker */
    struct stream bitmap;    /* after */
    unsigned nworkers;
    uint32_t per_chunk; /* records */
};

/* A record before or after. */
struct side {
    uint8_t *at;
    enum record_state state;
    bool is_base; /* in use, and a base record */
};

/* The record in hand. */
struct hand {
    struct pass *pass;
    struct found *found;
    unsigned worker;
    uint64_t number;
    bool is_changed;
    struct side before, after;
};

static void keep(struct hand *hand, enum prove_question question, struct prove_fault fault)
{
    prove_keep(&hand->found->faults[question], fault);
}

static enum status note(struct hand *hand, struct prove_spans *set, uint64_t number)
{
    return prove_spans_add(set, &hand->found->arena, number, number + 1);
}

/* The file that a record in use belongs to. */
static uint64_t file_of(const struct hand *hand, const struct side *side)
{
    return side->is_base ? hand->number : reference_record(record_base(side->at));
}

/* ---- Runs ---- */

/* Asks whether the overlay has blocks of this run, and what that means. */
static enum status judge(struct hand *hand, const struct attribute *a, const struct run *run)
{
    struct found *found = hand->found;
    const struct prove_blocks_run asked = {file_of(hand, &hand->before), a, run->lcn,
                                           run->nclusters};
    struct prove_blocks_verdict verdict = {.owned = &found->owned, .arena = &found->arena};
    enum status status = prove_blocks_judge(hand->pass->state, &asked, &verdict);

    if (status != STATUS_OK)
        return status;
    if (verdict.is_foreign)
        keep(hand, PROVE_OF_BLOCKS,
             (struct prove_fault){PROVE_FOREIGN, asked.number, verdict.offset});
    if (verdict.is_index)
        status = note(hand, &found->folders, asked.number);
    if (verdict.is_list && status == STATUS_OK)
        status = note(hand, &found->due, asked.number);
    return status;
}

/* Each run of a record in use: what it had is judged, what a changed one has or had is kept. */
static enum status see_runs(struct hand *hand, const struct side *side, struct prove_spans *claims)
{
    const uint64_t nclusters = hand->pass->state->old->geometry.nclusters;
    const bool is_before = side == &hand->before;
    struct attribute a;
    enum status status = STATUS_OK;

    attribute_first(side->at, &a);
    while (status == STATUS_OK && attribute_next(&a) == STATUS_OK) {
        uint64_t lcn = 0;
        struct run run;

        if (!a.is_nonresident)
            continue;
        for (size_t at = 0;
             status == STATUS_OK && runlist_next(a.value, &at, &lcn, &run) == STATUS_OK;) {
            if (run.lcn == RUN_HOLE || !bytes_fit(run.lcn, run.nclusters, nclusters))
                continue;
            if (is_before)
                status = judge(hand, &a, &run);
            if (hand->is_changed && status == STATUS_OK)
                status =
                    prove_spans_add(claims, &hand->found->arena, run.lcn, run.lcn + run.nclusters);
        }
    }
    return status;
}

/* A cluster that a record has and $Bitmap does not mark. */
static enum status check_marked(struct hand *hand)
{
    const struct prove_spans *claims = &hand->found->new_claims;
    struct prove_bits *bits = &hand->pass->bits[hand->worker];

    for (size_t i = 0; i < claims->n; i++) {
        const struct prove_span *span = &claims->at[i];
        uint64_t cluster;
        const enum status status = prove_bits_find(bits, span->from, span->to, false, &cluster);

        if (status != STATUS_OK)
            return status;
        if (cluster < span->to)
            keep(hand, PROVE_OF_BITMAPS,
                 (struct prove_fault){PROVE_BITMAP, hand->number,
                                      cluster * hand->pass->state->old->geometry.cluster_bytes});
    }
    return STATUS_OK;
}

static bool are_same_claims(const struct prove_spans *a, const struct prove_spans *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

/* What the record gave up, and what it has got. */
static enum status see_claims(struct hand *hand)
{
    struct found *found = hand->found;
    struct prove_spans *before = &found->old_claims, *after = &found->new_claims;
    enum status status;
    uint64_t twice;

    before->n = 0;
    after->n = 0;
    status = hand->before.state == RECORD_USED ? see_runs(hand, &hand->before, before) : STATUS_OK;
    if (!hand->is_changed || status != STATUS_OK)
        return status;
    if (hand->after.state == RECORD_USED)
        status = see_runs(hand, &hand->after, after);
    if (status == STATUS_OK)
        status = check_marked(hand);
    if (status != STATUS_OK || are_same_claims(before, after))
        return status;
    prove_spans_sort(before);
    prove_spans_unite(before);
    prove_spans_sort(after);
    if (prove_spans_have_twice(after, &twice))
        keep(hand, PROVE_OF_BITMAPS,
             (struct prove_fault){PROVE_BITMAP, hand->number,
                                  twice * hand->pass->state->old->geometry.cluster_bytes});
    prove_spans_unite(after);
    status = prove_spans_subtract(before, after, &found->arena, &found->lost);
    return status == STATUS_OK ? prove_spans_subtract(after, before, &found->arena, &found->gained)
                               : status;
}

/* ---- Records that were changed ---- */

static enum status compare_file(struct hand *hand, unsigned may, bool *is_same_ret)
{
    const struct prove_state *state = hand->pass->state;
    const struct prove_file file = {
        .old = state->old,
        .now = state->now,
        .number = hand->number,
        .may = may,
        .before = hand->before.at,
        .after = hand->after.at,
        .arena = &hand->found->arena,
        .listed = &hand->found->listed,
    };

    return prove_file_compare(&file, is_same_ret);
}

/* A file that is there before and after. */
static enum status see_same_file(struct hand *hand)
{
    unsigned may;
    bool is_same;
    enum status status;

    prove_blocks_may_change(hand->pass->state, hand->number, &may);
    status = compare_file(hand, may, &is_same);
    if (status == STATUS_OK && !is_same)
        keep(hand, PROVE_OF_FILES, (struct prove_fault){PROVE_CHANGED, hand->number, 0});
    return status;
}

/* A record of a file that the batch has no business with. */
static void check_owner(struct hand *hand, const struct side *side)
{
    const struct prove_state *state = hand->pass->state;
    unsigned may;

    if (side->state == RECORD_USED && !prove_blocks_may_change(state, file_of(hand, side), &may))
        keep(hand, PROVE_OF_BLOCKS,
             (struct prove_fault){PROVE_FOREIGN, file_of(hand, side),
                                  volume_record_offset(state->now, hand->number)});
}

static bool has_list(const struct side *side)
{
    return side->is_base && prove_file_has_list(side->at);
}

/* Files of one record are compared at once, others when all is known of their records. */
static enum status see_changed(struct hand *hand)
{
    struct found *found = hand->found;
    const struct side *before = &hand->before, *after = &hand->after;
    enum status status = STATUS_OK;

    check_owner(hand, before);
    check_owner(hand, after);
    if (after->is_base && record_flags(after->at) & RECORD_DIRECTORY)
        status = note(hand, &found->folders, hand->number);
    if (status == STATUS_OK && (has_list(before) || has_list(after)))
        return note(hand, &found->due, hand->number);
    if (status == STATUS_OK && before->is_base && after->is_base &&
        record_sequence(before->at) == record_sequence(after->at))
        return see_same_file(hand);
    if (status == STATUS_OK && before->state == RECORD_USED && !before->is_base)
        status = note(hand, &found->due, file_of(hand, before));
    if (status == STATUS_OK && after->state == RECORD_USED && !after->is_base) {
        status = note(hand, &found->due, file_of(hand, after));
        if (status == STATUS_OK)
            status = note(hand, &found->extensions, hand->number);
    }
    return status;
}

static enum status see_record(struct hand *hand)
{
    const enum status status = see_claims(hand);

    return status == STATUS_OK && hand->is_changed ? see_changed(hand) : status;
}

/* ---- Stretches of $MFT ---- */

static uint32_t read_side(const struct volume *volume, uint64_t first, uint32_t n,
                          uint64_t *unreadable, uint8_t *to)
{
    struct volume_gaps gaps = {.unreadable = unreadable};

    if (first >= volume->nrecords)
        return 0;
    if (n > volume->nrecords - first)
        n = (uint32_t)(volume->nrecords - first);
    volume_read_records(volume, first, n, to, &gaps);
    return n;
}

static struct side take_side(uint8_t *at, uint32_t record_bytes, bool is_there)
{
    struct side side = {.at = at, .state = RECORD_ZEROED};
    uint32_t wrong;

    if (is_there)
        side.state = record_fix(at, record_bytes, &wrong);
    side.is_base = side.state == RECORD_USED && record_base(at) == 0;
    return side;
}

/* Are two records, fixed, the same but for the number that says how often they were written? The
 * library writes the records of $MFTMirr together. */
static bool is_written_again(const struct side *before, const struct side *after, uint32_t n)
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

static enum status see_chunk(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct pass *pass = context;
    const struct prove_state *state = pass->state;
    const uint32_t record_bytes = state->old->geometry.record_bytes, n = pass->per_chunk;
    struct found *found = &pass->found[slot];
    const uint64_t first = task * n;
    const uint32_t nold = read_side(state->old, first, n, found->unreadable, found->before);
    const uint32_t nnow = has_written(state, first, n)
                              ? read_side(state->now, first, n, found->unreadable, found->after)
                              : 0;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < (nold > nnow ? nold : nnow) && status == STATUS_OK; i++) {
        uint8_t *before = found->before + (size_t)i * record_bytes;
        uint8_t *after = found->after + (size_t)i * record_bytes;
        struct hand hand = {.pass = pass, .found = found, .worker = worker, .number = first + i};

        hand.is_changed = i < nnow && prove_has(state->is_written, first + i) &&
                          (i >= nold || memcmp(before, after, record_bytes) != 0);
        hand.before = take_side(before, record_bytes, i < nold);
        hand.after = take_side(after, record_bytes, hand.is_changed);
        hand.is_changed &= !is_written_again(&hand.before, &hand.after, record_bytes);
        status = see_record(&hand);
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
    struct found *found = &pass->found[slot];
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
    *found = (struct found){
        .before = found->before, .after = found->after, .unreadable = found->unreadable};
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
    for (unsigned i = 0; pass->found && i < pool_slots(pass->nworkers); i++) {
        free(pass->found[i].before);
        free(pass->found[i].unreadable);
        arena_free(&pass->found[i].arena);
    }
    free(pass->found);
    free(pass->bits);
}

static enum status begin_slots(struct pass *pass)
{
    const size_t words = pass->per_chunk / 64 + 1;

    for (unsigned i = 0; i < pool_slots(pass->nworkers); i++) {
        struct found *found = &pass->found[i];

        found->before = malloc(2 * (size_t)CHUNK_BYTES);
        found->unreadable = malloc(words * sizeof *found->unreadable);
        if (!found->before || !found->unreadable)
            return STATUS_NO_MEMORY;
        found->after = found->before + CHUNK_BYTES;
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
        .found = calloc(pool_slots(nworkers), sizeof *pass_ret->found),
        .bits = calloc(nworkers, sizeof *pass_ret->bits),
    };
    if (pass_ret->found && pass_ret->bits)
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
