/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record before and after: see prove_record.h. */
#include "src/prove_record.h"

#include "src/prove_blocks.h"
#include "src/prove_file.h"
#include "src/prove_names.h"

enum { END_BYTES = 8 /* the mark behind the attributes, padded */ };

struct prove_side prove_record_side(uint8_t *at, uint32_t record_bytes, bool is_there)
{
    struct prove_side side = {.at = at, .state = RECORD_ZEROED};
    uint32_t wrong;

    if (is_there)
        side.state = record_fix(at, record_bytes, &wrong);
    side.is_base = side.state == RECORD_USED && record_base(at) == 0;
    return side;
}

static void keep(struct prove_record *record, enum prove_question question,
                 struct prove_fault fault)
{
    prove_keep(&record->found->faults[question], fault);
}

static enum status note(struct prove_record *record, struct prove_spans *set, uint64_t number)
{
    return prove_spans_add(set, &record->found->arena, number, number + 1);
}

/* The file that a record in use belongs to. */
static uint64_t file_of(const struct prove_record *record, const struct prove_side *side)
{
    return side->is_base ? record->number : reference_record(record_base(side->at));
}

/* ---- Runs ---- */

/* Asks whether the overlay has blocks of this run, and what that means. */
static enum status judge(struct prove_record *record, const struct attribute *a,
                         const struct run *run)
{
    struct prove_found *found = record->found;
    const struct prove_blocks_run asked = {file_of(record, &record->before), a, run->lcn,
                                           run->nclusters};
    struct prove_blocks_verdict verdict = {.owned = &found->owned, .arena = &found->arena};
    enum status status = prove_blocks_judge(record->state, &asked, &verdict);

    if (status != STATUS_OK)
        return status;
    if (verdict.is_foreign)
        keep(record, PROVE_OF_BLOCKS,
             (struct prove_fault){PROVE_FOREIGN, asked.number, verdict.offset});
    if (verdict.is_index)
        status = note(record, &found->folders, asked.number);
    if (verdict.is_list && status == STATUS_OK)
        status = note(record, &found->due, asked.number);
    return status;
}

/* Each run of a record in use: what it had is judged, what a changed one has or had is kept. */
static enum status see_runs(struct prove_record *record, const struct prove_side *side,
                            struct prove_spans *claims)
{
    const uint64_t nclusters = record->state->old->geometry.nclusters;
    const bool is_before = side == &record->before;
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
                status = judge(record, &a, &run);
            if (record->is_changed && status == STATUS_OK)
                status = prove_spans_add(claims, &record->found->arena, run.lcn,
                                         run.lcn + run.nclusters);
        }
    }
    return status;
}

/* A cluster that a record has and $Bitmap does not mark. */
static enum status check_marked(struct prove_record *record)
{
    const struct prove_spans *claims = &record->found->new_claims;

    for (size_t i = 0; i < claims->n; i++) {
        const struct prove_span *span = &claims->at[i];
        uint64_t cluster;
        const enum status status =
            prove_bits_find(record->bits, span->from, span->to, false, &cluster);

        if (status != STATUS_OK)
            return status;
        if (cluster < span->to)
            keep(record, PROVE_OF_BITMAPS,
                 (struct prove_fault){PROVE_BITMAP, record->number,
                                      cluster * record->state->old->geometry.cluster_bytes});
    }
    return STATUS_OK;
}

static bool are_same_claims(const struct prove_spans *a, const struct prove_spans *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

/* What the record gave up, and what it has got. */
static enum status see_claims(struct prove_record *record)
{
    struct prove_found *found = record->found;
    struct prove_spans *before = &found->old_claims, *after = &found->new_claims;
    enum status status;
    uint64_t twice;

    before->n = 0;
    after->n = 0;
    status =
        record->before.state == RECORD_USED ? see_runs(record, &record->before, before) : STATUS_OK;
    if (!record->is_changed || status != STATUS_OK)
        return status;
    if (record->after.state == RECORD_USED)
        status = see_runs(record, &record->after, after);
    if (status == STATUS_OK)
        status = check_marked(record);
    if (status != STATUS_OK || are_same_claims(before, after))
        return status;
    prove_spans_sort(before);
    prove_spans_unite(before);
    prove_spans_sort(after);
    if (prove_spans_have_twice(after, &twice))
        keep(record, PROVE_OF_BITMAPS,
             (struct prove_fault){PROVE_BITMAP, record->number,
                                  twice * record->state->old->geometry.cluster_bytes});
    prove_spans_unite(after);
    status = prove_spans_subtract(before, after, &found->arena, &found->lost);
    return status == STATUS_OK ? prove_spans_subtract(after, before, &found->arena, &found->gained)
                               : status;
}

/* ---- Records that were changed ---- */

static enum status compare_file(struct prove_record *record, unsigned may, bool *is_same_ret)
{
    const struct prove_state *state = record->state;
    const struct prove_file file = {
        .old = state->old,
        .now = state->now,
        .number = record->number,
        .may = may,
        .before = record->before.at,
        .after = record->after.at,
        .arena = &record->found->arena,
        .listed = &record->found->listed,
    };

    return prove_file_compare(&file, is_same_ret);
}

/* A file that is there before and after. */
static enum status see_same_file(struct prove_record *record)
{
    unsigned may;
    bool is_same;
    enum status status;

    prove_blocks_may_change(record->state, record->number, &may);
    status = compare_file(record, may, &is_same);
    if (status == STATUS_OK && !is_same)
        keep(record, PROVE_OF_FILES, (struct prove_fault){PROVE_CHANGED, record->number, 0});
    return status;
}

/* A record of a file that the batch has no business with. */
static void check_owner(struct prove_record *record, const struct prove_side *side)
{
    const struct prove_state *state = record->state;
    unsigned may;

    if (side->state == RECORD_USED && !prove_blocks_may_change(state, file_of(record, side), &may))
        keep(record, PROVE_OF_BLOCKS,
             (struct prove_fault){PROVE_FOREIGN, file_of(record, side),
                                  volume_record_offset(state->now, record->number)});
}

/* An attribute that the batch may have made or let grow: all of it has clusters. */
static bool has_sound_size(const struct prove_record *record, const struct attribute *a)
{
    const uint64_t nclusters = bytes_u64(a->record + a->at + ATTR_HIGHEST_VCN) + 1;

    return attribute_allocated(a) == nclusters * record->state->old->geometry.cluster_bytes &&
           attribute_data_size(a) <= attribute_allocated(a) &&
           attribute_initialized(a) <= attribute_data_size(a) &&
           bytes_u16(a->record + a->at + ATTR_COMPRESSION_UNIT) == 0;
}

/* Do attributes end where the header says, and are lists and indexes of one piece whole? */
static bool has_sound_attributes(const struct prove_record *record)
{
    const bool is_listed = prove_file_has_list(record->after.at);
    struct attribute a;
    enum status status;

    attribute_first(record->after.at, &a);
    while ((status = attribute_next(&a)) == STATUS_OK)
        if (a.is_nonresident &&
            (a.type == ATTR_LIST || (record->after.is_base && !is_listed &&
                                     (a.type == ATTR_INDEX_ALLOCATION || a.type == ATTR_BITMAP))) &&
            !has_sound_size(record, &a))
            return false;
    return status == STATUS_NOT_FOUND &&
           bytes_u32(record->after.at + RECORD_BYTES_IN_USE) == a.at + END_BYTES;
}

/* What a header says that nothing else repeats: an extension has no links. */
static bool has_sound_header(const struct prove_record *record)
{
    const uint8_t *at = record->after.at;

    return !record_names_other_number(at, record->number) &&
           (record->after.is_base ||
            (record_link_count(at) == 0 && record_flags(at) == RECORD_IN_USE));
}

/* A file or folder of one record that was not there. */
static bool is_sound_new(const struct prove_record *record)
{
    const unsigned known = RECORD_IN_USE | RECORD_DIRECTORY;
    struct attribute a;

    if (record_flags(record->after.at) & ~known)
        return false;
    attribute_first(record->after.at, &a);
    while (attribute_next(&a) == STATUS_OK)
        if ((a.type == ATTR_FILE_NAME && !prove_names_may_come(&a)) ||
            (a.type <= ATTR_SECURITY_DESCRIPTOR && a.name_units != 0))
            return false;
    return true;
}

static bool is_new(const struct prove_record *record)
{
    return record->after.is_base &&
           (!record->before.is_base ||
            record_sequence(record->before.at) != record_sequence(record->after.at));
}

static bool has_list(const struct prove_side *side)
{
    return side->is_base && prove_file_has_list(side->at);
}

/* Files of one record are compared at once, others when all is known of their records. */
static enum status see_changed(struct prove_record *record)
{
    struct prove_found *found = record->found;
    const struct prove_side *before = &record->before, *after = &record->after;
    enum status status = STATUS_OK;

    check_owner(record, before);
    check_owner(record, after);
    if (after->state == RECORD_USED &&
        (!has_sound_header(record) || !has_sound_attributes(record) ||
         (is_new(record) && !is_sound_new(record))))
        keep(record, PROVE_OF_FILES, (struct prove_fault){PROVE_CHANGED, record->number, 0});
    if (after->is_base && record_flags(after->at) & RECORD_DIRECTORY)
        status = note(record, &found->folders, record->number);
    if (status == STATUS_OK && (has_list(before) || has_list(after)))
        return note(record, &found->due, record->number);
    if (status == STATUS_OK && before->is_base && after->is_base && !is_new(record))
        return see_same_file(record);
    if (status == STATUS_OK && before->state == RECORD_USED && !before->is_base)
        status = note(record, &found->due, file_of(record, before));
    if (status == STATUS_OK && after->state == RECORD_USED && !after->is_base) {
        status = note(record, &found->due, file_of(record, after));
        if (status == STATUS_OK)
            status = note(record, &found->extensions, record->number);
    }
    return status;
}

enum status prove_record_see(struct prove_record *record)
{
    const enum status status = see_claims(record);

    return status == STATUS_OK && record->is_changed ? see_changed(record) : status;
}
