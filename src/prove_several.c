/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of several records: see prove_several.h. */
#include "src/prove_several.h"

#include "mft/pool.h"
#include "mft/record.h"
#include "src/prove_attributes.h"
#include "src/prove_blocks.h"
#include "src/prove_file.h"
#include "src/prove_names.h"

#include <stdlib.h>

enum { FILES_A_TASK = 8 };

struct slot {
    uint8_t *before, *after; /* base records */
    struct arena arena;
    struct prove_spans listed;
    struct prove_fault fault;
};

struct several {
    struct prove_state *state;
    struct slot *slots;
    const uint64_t *numbers;
    uint64_t n;
};

static void find_fault(struct slot *slot, uint64_t number)
{
    prove_keep(&slot->fault, (struct prove_fault){PROVE_CHANGED, number, 0});
}

/* Reads a base record in use; false where it is none. */
static enum status read_base(const struct volume *volume, uint64_t number, uint8_t *to,
                             bool *is_base_ret)
{
    enum record_state state = RECORD_FREE;
    const enum status status = volume_read_record(volume, number, to, &state);

    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *is_base_ret = status == STATUS_OK && state == RECORD_USED && record_base(to) == 0;
    return STATUS_OK;
}

static enum status compare(const struct several *several, struct slot *slot, uint64_t number)
{
    struct prove_file file = {
        .old = several->state->old,
        .now = several->state->now,
        .number = number,
        .before = slot->before,
        .after = slot->after,
        .arena = &slot->arena,
        .listed = &slot->listed,
    };
    bool is_same;
    enum status status;

    prove_blocks_may_change(several->state, number, &file.may);
    status = prove_file_compare(&file, &is_same);
    if (status == STATUS_OK && !is_same)
        find_fault(slot, number);
    return status;
}

/* A file that was not there before. */
static enum status see_new(const struct several *several, struct slot *slot, uint64_t number)
{
    struct prove_attributes all;
    enum status status =
        prove_attributes_collect(several->state->now, number, slot->after, &slot->arena, &all);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < all.nrecords && status == STATUS_OK; i++)
        status = prove_spans_add(&slot->listed, &slot->arena, all.records[i], all.records[i] + 1);
    if (!all.is_whole || !all.is_listed)
        find_fault(slot, number);
    for (size_t i = 0; i < all.nnames; i++)
        if (!prove_names_may_come(&all.names[i]))
            find_fault(slot, number);
    return status;
}

static enum status see_file(const struct several *several, struct slot *slot, uint64_t number)
{
    bool was_there = false, is_there = false;
    enum status status = read_base(several->state->old, number, slot->before, &was_there);

    if (status == STATUS_OK)
        status = read_base(several->state->now, number, slot->after, &is_there);
    if (status != STATUS_OK || !is_there)
        return status;
    if (was_there && record_sequence(slot->before) == record_sequence(slot->after))
        return compare(several, slot, number);
    return see_new(several, slot, number);
}

static enum status see_task(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct several *several = context;
    enum status status = STATUS_OK;

    (void)worker;
    for (uint64_t i = task * FILES_A_TASK;
         i < several->n && i < (task + 1) * FILES_A_TASK && status == STATUS_OK; i++)
        status = see_file(several, &several->slots[slot], several->numbers[i]);
    return status;
}

static enum status take_over(void *context, unsigned slot_number, uint64_t task)
{
    const struct several *several = context;
    struct prove_state *state = several->state;
    struct slot *slot = &several->slots[slot_number];

    (void)task;
    for (size_t i = 0; i < slot->listed.n; i++)
        for (uint64_t number = slot->listed.at[i].from;
             number < slot->listed.at[i].to && number < state->nrecords; number++)
            prove_put(state->is_listed, number);
    prove_keep(&state->faults[PROVE_OF_FILES], slot->fault);
    arena_free(&slot->arena);
    *slot = (struct slot){.before = slot->before, .after = slot->after};
    return STATUS_OK;
}

/* ---- All of them ---- */

static enum status run(struct several *several, unsigned nworkers)
{
    const struct pool_job job = {
        .context = several,
        .ntasks = (several->n + FILES_A_TASK - 1) / FILES_A_TASK,
        .work = see_task,
        .commit = take_over,
    };
    const uint32_t record_bytes = several->state->old->geometry.record_bytes;
    const unsigned nslots = pool_slots(nworkers);
    struct pool *pool;
    enum status status = STATUS_OK;

    several->slots = calloc(nslots, sizeof *several->slots);
    if (!several->slots)
        return STATUS_NO_MEMORY;
    for (unsigned i = 0; i < nslots && status == STATUS_OK; i++) {
        struct slot *slot = &several->slots[i];

        slot->before = malloc(record_bytes);
        slot->after = malloc(record_bytes);
        if (!slot->before || !slot->after)
            status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK)
        status = pool_start(&job, nworkers, &pool);
    if (status == STATUS_OK)
        status = pool_finish(pool);
    for (unsigned i = 0; i < nslots; i++) {
        free(several->slots[i].before);
        free(several->slots[i].after);
        arena_free(&several->slots[i].arena);
    }
    free(several->slots);
    return status;
}

/* Extension records that belong to a file only by what they say themselves. */
static void find_unlisted(struct prove_state *state)
{
    for (uint64_t record = 0; prove_next(state->is_extension, state->nrecords, &record); record++)
        if (!prove_has(state->is_listed, record))
            prove_keep(&state->faults[PROVE_OF_FILES],
                       (struct prove_fault){PROVE_CHANGED, record, 0});
}

enum status prove_several_compare(struct prove_state *state)
{
    struct several several = {.state = state};
    enum status status;

    several.n = prove_list(state->is_due, state->nrecords, &state->arena, &several.numbers);
    if (several.n == UINT64_MAX)
        return STATUS_NO_MEMORY;
    status = several.n > 0 ? run(&several, pool_workers(state->job->nworkers)) : STATUS_OK;
    if (status == STATUS_OK)
        find_unlisted(state);
    return status;
}
