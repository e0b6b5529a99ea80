/* SPDX-License-Identifier: GPL-3.0-or-later */
/* $Bitmap against what records have got: see prove_clusters.h. */
#include "src/prove_clusters.h"

#include "src/prove_bits.h"

static void find_fault(struct prove_state *state, uint64_t cluster)
{
    prove_keep(&state->faults[PROVE_OF_BITMAPS],
               (struct prove_fault){PROVE_BITMAP, RECORD_BITMAP,
                                    cluster * state->old->geometry.cluster_bytes});
}

/* An attribute may have moved to another record, which gained what the first one lost. */
static enum status settle(struct prove_state *state, struct arena *arena,
                          struct prove_spans *gained_ret, struct prove_spans *lost_ret)
{
    uint64_t twice;
    enum status status;

    prove_spans_sort(&state->gained);
    prove_spans_sort(&state->lost);
    if (prove_spans_have_twice(&state->gained, &twice))
        find_fault(state, twice);
    prove_spans_unite(&state->gained);
    prove_spans_unite(&state->lost);
    status = prove_spans_subtract(&state->gained, &state->lost, arena, gained_ret);
    return status == STATUS_OK ? prove_spans_subtract(&state->lost, &state->gained, arena, lost_ret)
                               : status;
}

static enum status compare(struct prove_state *state, struct arena *arena)
{
    struct prove_spans gained = {0}, lost = {0}, set, cleared;
    struct stream old, now;
    uint64_t cluster;
    enum status status = settle(state, arena, &gained, &lost);

    if (status == STATUS_OK)
        status = prove_bits_open(state->old, arena, &old);
    if (status == STATUS_OK)
        status = prove_bits_open(state->now, arena, &now);
    if (status == STATUS_OK)
        status = prove_bits_differ(&old, &now, arena, &set, &cleared);
    if (status != STATUS_OK)
        return status;
    if (prove_spans_differ(&gained, &set, &cluster) ||
        prove_spans_differ(&lost, &cleared, &cluster))
        find_fault(state, cluster);
    return STATUS_OK;
}

enum status prove_clusters_compare(struct prove_state *state)
{
    struct arena arena = {0};
    const enum status status = compare(state, &arena);

    arena_free(&arena);
    if (status == STATUS_NO_MEMORY || status == STATUS_IO)
        return status;
    if (status != STATUS_OK)
        find_fault(state, 0);
    return STATUS_OK;
}
