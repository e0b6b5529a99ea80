/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps from facts to index, in their order; and what remains to be done to findings and
 * owners. */
#include "mft/join.h"

#include "mft/ancestry.h"
#include "mft/assemble.h"
#include "mft/security.h"

#include <stdlib.h>

/*
 * A bit for each record that has a row, and the rows before each 64 of them. Where no row is,
 * nothing is written: NRECORDS of an inventory is what somebody says, and untouched zeros cost no
 * memory.
 */
static enum status map_rows(struct facts *facts, uint64_t nrecords, struct index *index)
{
    size_t nwords = (size_t)(nrecords / 64 + 1);

    index->nrecords = nrecords;
    index->has_row = arena_array(&facts->arena, nwords, sizeof *index->has_row);
    index->rows_before = arena_array(&facts->arena, nwords, sizeof *index->rows_before);
    if (!index->has_row || !index->rows_before)
        return STATUS_NO_MEMORY;
    for (uint32_t file = 0; file < facts->files.n; file++) {
        uint32_t record = facts->files.record[file], word = record / 64;

        if (index->has_row[word] == 0)
            index->rows_before[word] = file;
        index->has_row[word] |= UINT64_C(1) << record % 64;
    }
    return STATUS_OK;
}

/*
 * A bare $MFT has no bitmap to say which zeros nobody has used yet. Windows formats records as it
 * needs them: zeros behind the last formatted record, or among those kept for $MFT itself, are as
 * it leaves them.
 */
static bool is_never_used(const struct facts *facts, const struct finding *finding)
{
    return finding->kind == FINDING_ZEROED &&
           (finding->record >= facts->counts.formatted ||
            (finding->record >= RECORD_FIRST_UNRESERVED && finding->record < RECORD_FIRST_USER));
}

static void drop_never_used(struct facts *facts)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < facts->nfindings; i++)
        if (!is_never_used(facts, &facts->findings[i]))
            facts->findings[kept++] = facts->findings[i];
    facts->counts.damaged -= facts->nfindings - kept;
    facts->counts.free += facts->nfindings - kept;
    facts->nfindings = kept;
}

/* Record by record; within a record in the order of the kinds. */
static int compare_findings(const void *a, const void *b)
{
    const struct finding *left = a, *right = b;

    if (left->record != right->record)
        return left->record < right->record ? -1 : 1;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return (left->detail > right->detail) - (left->detail < right->detail);
}

static enum status note_volume(const struct volume *volume, struct facts *facts)
{
    for (uint32_t i = 0; i < volume->nfindings; i++) {
        enum status status =
            facts_note_more(facts, volume->findings[i].kind, 0, 0, volume->findings[i].detail);

        if (status != STATUS_OK)
            return status;
        facts->findings[facts->nfindings - 1].offset = volume->findings[i].offset;
    }
    return STATUS_OK;
}

/* Says where each record lies. */
static void place_findings(const struct volume *volume, struct facts *facts)
{
    for (uint32_t i = 0; i < facts->nfindings; i++)
        if (facts->findings[i].kind > FINDING_BITMAP_UNREADABLE)
            facts->findings[i].offset = volume_record_offset(volume, facts->findings[i].record);
}

/* Puts the findings into their order, and marks the files that have some. */
static void take_findings(struct facts *facts, struct index *index)
{
    if (facts->nfindings > 0)
        qsort(facts->findings, facts->nfindings, sizeof *facts->findings, compare_findings);
    index->findings = facts->findings;
    index->nfindings = facts->nfindings;
    for (uint32_t i = 0; i < index->nfindings; i++) {
        uint32_t file = index_find(index, index->findings[i].record);

        if (file != INDEX_NONE && index->findings[i].kind > FINDING_BITMAP_UNREADABLE)
            index->files.flags[file] |= FILE_FINDING;
    }
}

static enum status name_owners(struct facts *facts, struct index *index)
{
    index->nowners = facts->owners.n;
    index->owners = arena_array(&facts->arena, facts->owners.n + (size_t)1, sizeof *index->owners);
    if (!index->owners)
        return STATUS_NO_MEMORY;
    for (uint32_t id = 1; id <= facts->owners.n; id++) {
        char text[SECURITY_SID_TEXT_MAX];

        security_sid_text(owners_sid(&facts->owners, id), text);
        index->owners[id - 1] = arena_alloc(&facts->arena, strlen(text) + 1);
        if (!index->owners[id - 1])
            return STATUS_NO_MEMORY;
        memcpy(index->owners[id - 1], text, strlen(text) + 1);
    }
    return STATUS_OK;
}

/* What is only held until the join is given back before the index grows its last columns. */
static void drop_held(struct facts *facts)
{
    void *columns[] = {facts->holders,
                       facts->held,
                       facts->held_ids,
                       facts->held_names.file,
                       facts->held_names.parent,
                       facts->held_names.text,
                       facts->held_names.dos,
                       facts->held_names.times,
                       facts->held_names.name_space};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        arena_drop(&facts->arena, columns[i]);
}

/* The rows of FACTS become those of INDEX. */
static enum status take_rows(struct facts *facts, uint64_t nrecords, struct index *index)
{
    index->files = facts->files;
    index->names = facts->names;
    index->streams = facts->streams;
    index->reparse = facts->reparse;
    index->text = facts->text;
    index->want = facts->want;
    return map_rows(facts, nrecords, index);
}

static enum status build(const struct volume *volume, struct facts *facts, struct index *index)
{
    enum status status = take_rows(facts, volume->nrecords, index);

    if (volume->mft_bitmap.n == 0)
        drop_never_used(facts);
    if (status == STATUS_OK)
        status = assemble(volume, facts, index);
    if (status == STATUS_OK) {
        drop_held(facts);
        status = ancestry_trace(facts, index);
    }
    if (status == STATUS_OK)
        status = note_volume(volume, facts);
    if (status == STATUS_OK)
        status = name_owners(facts, index);
    if (status == STATUS_OK) {
        place_findings(volume, facts);
        take_findings(facts, index);
        index->counts = facts->counts;
        index->counts.usage.is_known = facts->want & WANT_USAGE && !volume->is_dump;
    }
    return status;
}

static enum status build_kept(const struct join_kept *kept, struct facts *facts,
                              struct index *index)
{
    enum status status = take_rows(facts, kept->nrecords, index);

    if (status == STATUS_OK)
        status = ancestry_trace(facts, index);
    /* What tracing found is among the findings that were kept. */
    facts->nfindings = 0;
    for (uint32_t i = 0; i < kept->nfindings && status == STATUS_OK; i++) {
        status = facts_note_more(facts, kept->findings[i].kind, 0, 0, 0);
        if (status == STATUS_OK)
            facts->findings[i] = kept->findings[i];
    }
    if (status == STATUS_OK)
        status = name_owners(facts, index);
    if (status == STATUS_OK) {
        take_findings(facts, index);
        index->counts = kept->counts;
    }
    return status;
}

/* The index takes over the memory of FACTS, or it is freed. */
static enum status hand_over(enum status status, struct facts *facts, struct index *index,
                             struct index **index_ret)
{
    if (status == STATUS_OK) {
        index->arena = facts->arena;
        *index_ret = index;
    } else {
        arena_free(&facts->arena);
        free(index);
    }
    *facts = (struct facts){0};
    return status;
}

enum status join(const struct volume *volume, struct facts *facts, struct index **index_ret)
{
    struct index *index = calloc(1, sizeof *index);
    enum status status = index ? build(volume, facts, index) : STATUS_NO_MEMORY;

    return hand_over(status, facts, index, index_ret);
}

enum status join_kept(const struct join_kept *kept, struct facts *facts, struct index **index_ret)
{
    struct index *index = calloc(1, sizeof *index);
    enum status status = index ? build_kept(kept, facts, index) : STATUS_NO_MEMORY;

    return hand_over(status, facts, index, index_ret);
}
