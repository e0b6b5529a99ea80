/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The number of a descriptor says nothing by itself: what it means is read from $Secure as it would
 * be, and held against the plan byte for byte. Where a batch secures a file twice the last counts.
 */
#include "src/prove_secured.h"

#include "planner/descriptors.h"
#include "src/descriptorlist.h"

static bool secures(const struct plan_op *op)
{
    return op->kind == PLAN_SECURE && op->expect.reference != 0;
}

static void compare(struct prove_state *state, const struct descriptors *list,
                    const struct plan_op *op, uint64_t *is_asked)
{
    const uint64_t record = reference_record(op->expect.reference);
    const uint32_t file = index_find_reference(state->after, op->expect.reference);
    struct bytes has;

    if (record >= state->nrecords || prove_has(is_asked, record))
        return;
    prove_put(is_asked, record);
    if (file == INDEX_NONE)
        return; /* names tell */
    has = descriptors_find(list, state->after->files.security_id[file]);
    if (has.n == 0 || !descriptors_same(has, plan_descriptor(state->job->batch, op->given)))
        prove_keep(&state->faults[PROVE_OF_FILES], (struct prove_fault){PROVE_CHANGED, record, 0});
}

enum status prove_secured_compare(struct prove_state *state)
{
    const struct plan *batch = state->job->batch;
    struct descriptors *list = NULL;
    uint64_t *is_asked;
    uint32_t i = 0;
    enum status status;

    /* Read only where it is needed: it is some MiB. */
    while (i < batch->nops && !secures(&batch->ops[i]))
        i++;
    if (i == batch->nops)
        return STATUS_OK;
    is_asked = arena_array(&state->arena, (size_t)(state->nrecords / 64) + 1, sizeof *is_asked);
    status = is_asked ? descriptorlist_load(state->now, &list) : STATUS_NO_MEMORY;
    for (i = batch->nops; i-- > 0 && status == STATUS_OK;)
        if (secures(&batch->ops[i]))
            compare(state, list, &batch->ops[i], is_asked);
    descriptorlist_free(list);
    if (status != STATUS_DAMAGED)
        return status;
    prove_keep(&state->faults[PROVE_OF_FILES],
               (struct prove_fault){PROVE_CHANGED, RECORD_SECURE, 0});
    return STATUS_OK;
}
