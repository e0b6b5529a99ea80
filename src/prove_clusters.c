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

/* ---- $MFT's bitmap ---- */

static bool is_marked(struct bytes bitmap, uint64_t record)
{
    return record / 8 < bitmap.n && (bitmap.at[record / 8] >> record % 8 & 1);
}

static bool is_in_use(const struct prove_state *state, uint64_t record)
{
    const uint32_t file = record < state->nrecords ? index_find(state->after, record) : INDEX_NONE;

    return (file != INDEX_NONE && state->after->files.flags[file] & FILE_IN_USE) ||
           (record < state->nrecords && prove_has(state->is_extension, record));
}

static enum status load(const struct volume *volume, struct arena *arena, struct bytes *bitmap_ret)
{
    struct stream stream;
    const enum status status = stream_open(volume, RECORD_MFT, ATTR_BITMAP, "", arena, &stream);

    return status == STATUS_OK ? stream_load(&stream, volume->source->size_bytes, arena, bitmap_ret)
                               : status;
}

/* Each bit that changed tells of a record what the record itself tells. */
static enum status compare_records(struct prove_state *state, struct arena *arena)
{
    struct bytes old, now;
    enum status status = load(state->old, arena, &old);

    if (status == STATUS_OK)
        status = load(state->now, arena, &now);
    for (uint64_t byte = 0; status == STATUS_OK && (byte < old.n || byte < now.n); byte++) {
        if (byte < old.n && byte < now.n && old.at[byte] == now.at[byte])
            continue;
        for (uint64_t record = 8 * byte; record < 8 * (byte + 1); record++)
            if (is_marked(old, record) != is_marked(now, record) &&
                is_marked(now, record) != is_in_use(state, record))
                prove_keep(&state->faults[PROVE_OF_BITMAPS],
                           (struct prove_fault){PROVE_BITMAP, record, 0});
    }
    return status;
}

enum status prove_clusters_compare(struct prove_state *state)
{
    struct arena arena = {0};
    enum status status = compare(state, &arena);

    if (status == STATUS_OK)
        status = compare_records(state, &arena);
    arena_free(&arena);
    if (status == STATUS_NO_MEMORY || status == STATUS_IO)
        return status;
    if (status != STATUS_OK)
        find_fault(state, 0);
    return STATUS_OK;
}
