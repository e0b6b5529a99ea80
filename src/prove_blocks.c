/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is in the overlay is not always another byte than before, and a block may be larger than a
 * cluster. So only what looks foreign is compared with the volume.
 */
#include "src/prove_blocks.h"

#include "src/prove_bits.h"
#include "src/prove_file.h"

enum { PIECE = 4096 };

/* ---- What the batch has to do with ---- */

/* $Extend\$Reparse and \$ObjId list the files with reparse points and object ids. */
static bool is_view(const struct index *index, uint64_t number)
{
    const uint32_t file = index_find(index, number);
    const uint32_t name = file == INDEX_NONE ? INDEX_NONE : index_first_name(index, file);

    return file != INDEX_NONE && name < index_end_name(index, file) &&
           reference_record(index->names.parent[name]) == RECORD_EXTEND &&
           (str_equal(index_name(index, name), str_of("$Reparse")) ||
            str_equal(index_name(index, name), str_of("$ObjId")));
}

static bool is_directory(const struct index *index, uint64_t number)
{
    const uint32_t file = index_find(index, number);

    return file != INDEX_NONE && index->files.flags[file] & FILE_DIRECTORY;
}

bool prove_blocks_may_change(const struct prove_state *state, uint64_t number, unsigned *may_ret)
{
    bool may = true;

    *may_ret = 0;
    if (number == RECORD_MFT)
        *may_ret = PROVE_FILE_MFT;
    else if (number == RECORD_SECURE)
        *may_ret = PROVE_FILE_VIEWS | PROVE_FILE_SDS;
    else if (number < RECORD_FIRST_USER && number != RECORD_ROOT)
        may = false;
    else if (number < state->nrecords && prove_has(state->is_parent, number) &&
             is_directory(state->before, number))
        *may_ret = PROVE_FILE_FOLDER;
    else if (is_view(state->before, number))
        *may_ret = PROVE_FILE_VIEWS;
    else
        may = number < state->nrecords && prove_has(state->is_meant, number);
    if (may && number < state->nrecords && prove_has(state->is_secured, number))
        *may_ret |= PROVE_FILE_SECURED;
    return may;
}

/* ---- What was written ---- */

static uint64_t bytes_of(const struct prove_state *state, uint64_t clusters)
{
    return clusters * state->old->geometry.cluster_bytes;
}

/* Marks the records that lie in [FROM, TO) of $MFT. */
static void mark_records(struct prove_state *state, uint64_t from, uint64_t to)
{
    const uint32_t record_bytes = state->old->geometry.record_bytes;

    for (uint64_t record = from / record_bytes;
         record < state->nrecords && record * record_bytes < to; record++)
        prove_put(state->is_written, record);
}

static void mark_runs(struct prove_state *state, const struct runlist *runs)
{
    const struct prove_spans *written = &state->written;

    for (size_t i = 0; i < runs->n; i++) {
        const struct run *run = &runs->runs[i];
        const uint64_t from = bytes_of(state, run->lcn), vcn = bytes_of(state, run->vcn);
        const uint64_t to = from + bytes_of(state, run->nclusters);

        if (run->lcn == RUN_HOLE)
            continue;
        for (size_t at = prove_spans_seek(written, from);
             at < written->n && written->at[at].from < to; at++) {
            const struct prove_span *span = &written->at[at];

            mark_records(state, vcn + (span->from > from ? span->from - from : 0),
                         vcn + (span->to < to ? span->to : to) - from);
        }
    }
}

enum status prove_blocks_list(struct prove_state *state)
{
    struct overlay_extent extent;
    enum status status = STATUS_OK;

    for (uint64_t at = 0; status == STATUS_OK && overlay_extent(state->job->overlay, &at, &extent);)
        status = prove_spans_add(&state->written, &state->arena, extent.offset,
                                 extent.offset + extent.bytes.n);
    mark_runs(state, &state->old->mft_runs);
    mark_runs(state, &state->now->mft_runs);
    return status;
}

/* ---- What belonged to something ---- */

/* Is there a byte in [FROM, TO) that would change? */
static enum status find_change(const struct prove_state *state, uint64_t from, uint64_t to,
                               bool *is_changed_ret, uint64_t *offset_ret)
{
    uint8_t before[PIECE], after[PIECE];

    *is_changed_ret = false;
    for (; from < to; from += PIECE) {
        const size_t n = to - from < PIECE ? (size_t)(to - from) : PIECE;
        enum status status = source_read_all(state->old->source, from, before, n);

        if (status == STATUS_OK)
            status = source_read_all(&state->through, from, after, n);
        if (status != STATUS_OK)
            return status;
        for (size_t i = 0; i < n; i++)
            if (before[i] != after[i]) {
                *offset_ret = from + i;
                *is_changed_ret = true;
                return STATUS_OK;
            }
    }
    return STATUS_OK;
}

static bool is_index_part(const struct attribute *a)
{
    return a->type == ATTR_INDEX_ALLOCATION || a->type == ATTR_BITMAP;
}

/* Was it there before the batch, and is not there any more? Names hold, so the batch meant it. */
static bool is_gone(const struct prove_state *state, uint64_t number)
{
    const uint32_t file = index_find(state->before, number);

    return file != INDEX_NONE &&
           index_find_reference(state->after, index_reference(state->before, file)) == INDEX_NONE;
}

/* May the batch write into clusters of this attribute? */
static bool may_write(const struct prove_state *state, const struct prove_blocks_run *run)
{
    const struct attribute *a = run->attribute;
    unsigned may;

    if (run->number == RECORD_MFTMIRR || run->number == RECORD_BITMAP)
        return a->type == ATTR_DATA && a->name_units == 0;
    if (is_gone(state, run->number))
        return true;
    if (!prove_blocks_may_change(state, run->number, &may))
        return false;
    return a->type == ATTR_LIST ||
           (may & PROVE_FILE_FOLDER && is_index_part(a) && attribute_is_named(a, "$I30")) ||
           (may & PROVE_FILE_VIEWS && is_index_part(a) && a->name_units != 0) ||
           (may & PROVE_FILE_SDS && a->type == ATTR_DATA && attribute_is_named(a, "$SDS")) ||
           (may & PROVE_FILE_MFT && (a->type == ATTR_DATA || a->type == ATTR_BITMAP) &&
            a->name_units == 0);
}

enum status prove_blocks_judge(const struct prove_state *state, const struct prove_blocks_run *run,
                               struct prove_blocks_verdict *verdict)
{
    const struct prove_spans *written = &state->written;
    const uint64_t from = bytes_of(state, run->lcn);
    const uint64_t to = from + bytes_of(state, run->nclusters);
    size_t at = prove_spans_seek(written, from);
    enum status status = STATUS_OK;
    bool is_allowed;

    if (at == written->n || written->at[at].from >= to)
        return STATUS_OK;
    is_allowed = may_write(state, run);
    verdict->is_index |= is_index_part(run->attribute);
    verdict->is_list |= run->attribute->type == ATTR_LIST;
    for (; status == STATUS_OK && at < written->n && written->at[at].from < to; at++) {
        const uint64_t first = written->at[at].from > from ? written->at[at].from : from;
        const uint64_t end = written->at[at].to < to ? written->at[at].to : to;

        status = prove_spans_add(verdict->owned, verdict->arena, first, end);
        if (status == STATUS_OK && !is_allowed && !verdict->is_foreign)
            status = find_change(state, first, end, &verdict->is_foreign, &verdict->offset);
    }
    return status;
}

/* ---- What belonged to nothing ---- */

static void keep_foreign(struct prove_state *state, uint64_t offset)
{
    prove_keep(&state->faults[PROVE_OF_BLOCKS],
               (struct prove_fault){PROVE_FOREIGN, PLAN_NONE, offset});
}

/* Behind the clusters there are only the backup boot sector, and what is no volume. */
static enum status check_free(struct prove_state *state, struct prove_bits *bits,
                              const struct prove_span *span)
{
    const uint32_t cluster_bytes = state->old->geometry.cluster_bytes;
    const uint64_t nclusters = state->old->geometry.nclusters;

    for (uint64_t at = span->from; at < span->to;) {
        uint64_t cluster = at / cluster_bytes, end = cluster, offset;
        bool is_changed = false;
        enum status status = STATUS_OK;

        if (cluster < nclusters)
            status = prove_bits_find(bits, cluster, (span->to - 1) / cluster_bytes + 1, true, &end);
        if (status != STATUS_OK)
            return status;
        if (cluster < nclusters && end > cluster) {
            at = end * cluster_bytes;
            continue;
        }
        end = cluster < nclusters ? (cluster + 1) * cluster_bytes : span->to;
        if (end > span->to)
            end = span->to;
        status = find_change(state, at, end, &is_changed, &offset);
        if (status != STATUS_OK)
            return status;
        if (is_changed)
            keep_foreign(state, offset);
        at = end;
    }
    return STATUS_OK;
}

enum status prove_blocks_left(struct prove_state *state)
{
    struct prove_spans left = {0};
    struct arena arena = {0};
    struct stream stream;
    struct prove_bits bits = {.stream = &stream};
    enum status status;

    prove_spans_sort(&state->owned);
    prove_spans_unite(&state->owned);
    status = prove_bits_open(state->old, &arena, &stream);
    if (status == STATUS_OK)
        status = prove_spans_subtract(&state->written, &state->owned, &arena, &left);
    for (size_t i = 0; i < left.n && status == STATUS_OK; i++)
        status = check_free(state, &bits, &left.at[i]);
    arena_free(&arena);
    return status;
}
