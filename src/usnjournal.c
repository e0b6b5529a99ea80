/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading $Extend\$UsnJrnl:$J: see usnjournal.h. The stream has a hole where what is too old was,
 * which may be far larger than the volume: only runs that have clusters are read. Records are
 * folded by file in a table with open addressing.
 */
#include "src/usnjournal.h"

#include "mft/path.h"
#include "mft/stream.h"
#include "src/usnrecord.h"

#include <stdlib.h>

enum { PIECE_BYTES = 1 << 20, SLOTS_MIN = 1024 };

struct folding {
    struct usnjournal *journal;
    uint32_t *slots; /* rows of changes plus one; 0: free */
    uint32_t nslots; /* a power of two; for half as many changes there is room */
};

/* ---- Folding ---- */

static uint32_t hash_of(uint64_t reference)
{
    return (uint32_t)((reference * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static uint32_t *find_slot(const struct folding *f, uint64_t reference)
{
    for (uint32_t i = hash_of(reference);; i++) {
        uint32_t *slot = &f->slots[i & (f->nslots - 1)];

        if (*slot == 0 || f->journal->changes[*slot - 1].reference == reference)
            return slot;
    }
}

/* Room for one file more: half of the slots stay free. */
static enum status make_room(struct folding *f)
{
    struct usnjournal *journal = f->journal;
    uint32_t nslots = f->nslots ? 2 * f->nslots : SLOTS_MIN, *slots;
    struct audit_change *changes;

    if (journal->n < f->nslots / 2)
        return STATUS_OK;
    if (f->nslots > UINT32_MAX / 2)
        return STATUS_NO_MEMORY;
    changes = arena_grow(&journal->arena, journal->changes, nslots / 2 * sizeof *changes);
    if (!changes)
        return STATUS_NO_MEMORY;
    journal->changes = changes;
    slots = calloc(nslots, sizeof *slots);
    if (!slots)
        return STATUS_NO_MEMORY;
    free(f->slots);
    f->slots = slots;
    f->nslots = nslots;
    for (uint32_t i = 0; i < journal->n; i++)
        *find_slot(f, changes[i].reference) = i + 1;
    return STATUS_OK;
}

static void widen(uint64_t time, uint64_t *first, uint64_t *last)
{
    if (time == 0)
        return;
    if (*first == 0 || time < *first)
        *first = time;
    if (time > *last)
        *last = time;
}

static enum status fold(struct folding *f, const struct usnrecord *record)
{
    struct usnjournal *journal = f->journal;
    enum status status = make_room(f);
    struct audit_change *change;
    uint32_t *slot;

    if (status != STATUS_OK)
        return status;
    slot = find_slot(f, record->reference);
    if (*slot == 0) {
        journal->changes[journal->n++] = (struct audit_change){.reference = record->reference};
        *slot = journal->n;
    }
    change = &journal->changes[*slot - 1];
    change->reasons |= record->reasons;
    change->n++;
    journal->nrecords++;
    widen(record->time, &change->first, &change->last);
    widen(record->time, &journal->first, &journal->last);
    return STATUS_OK;
}

static enum status fold_page(struct folding *f, struct bytes page, uint64_t offset)
{
    struct usnrecord record;
    enum status status;

    for (size_t at = 0;
         (status = usnrecord_next(page, offset, &at, &record)) != STATUS_NOT_FOUND;) {
        if (status == STATUS_DAMAGED)
            f->journal->ndamaged++;
        else if ((status = fold(f, &record)) != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status fold_bytes(struct folding *f, struct bytes bytes, uint64_t offset)
{
    enum status status = STATUS_OK;

    for (size_t at = 0; at < bytes.n && status == STATUS_OK; at += USNRECORD_PAGE_BYTES) {
        size_t n = bytes.n - at < USNRECORD_PAGE_BYTES ? bytes.n - at : USNRECORD_PAGE_BYTES;

        status = fold_page(f, (struct bytes){bytes.at + at, n}, offset + at);
    }
    return status;
}

static int by_reference(const void *left, const void *right)
{
    const struct audit_change *a = left, *b = right;

    return (a->reference > b->reference) - (a->reference < b->reference);
}

/* STATUS, and the journal in order, or nothing of it. */
static enum status end(struct folding *f, enum status status)
{
    struct usnjournal *journal = f->journal;

    free(f->slots);
    if (status == STATUS_OK && journal->n > 0)
        qsort(journal->changes, journal->n, sizeof *journal->changes, by_reference);
    if (status != STATUS_OK)
        usnjournal_free(journal);
    return status;
}

/* ---- Reading ---- */

/* The NBYTES at OFFSET, in pieces; what cannot be read is damage. */
static enum status read_stretch(struct folding *f, const struct stream *stream, uint64_t offset,
                                uint64_t nbytes, uint8_t *piece)
{
    enum status status = STATUS_OK;

    while (nbytes > 0 && status == STATUS_OK) {
        size_t n = nbytes < PIECE_BYTES ? (size_t)nbytes : PIECE_BYTES, got = 0;

        if (stream_read(stream, offset, piece, n, &got) != STATUS_OK)
            f->journal->ndamaged++;
        else
            status = fold_bytes(f, (struct bytes){piece, got}, offset);
        offset += n;
        nbytes -= n;
    }
    return status;
}

/* Neighbouring runs are one stretch, so that clusters smaller than a page cut none. A run list that
 * names more clusters than there are is followed no further than that. */
static enum status read_runs(struct folding *f, const struct stream *stream, uint8_t *piece)
{
    const struct runlist *list = &stream->runs;
    uint64_t cluster_bytes = stream->volume->geometry.cluster_bytes;
    uint64_t left = stream->volume->source->size_bytes;
    enum status status = STATUS_OK;

    for (size_t i = 0, end_run; i < list->n && status == STATUS_OK; i = end_run) {
        uint64_t first = list->runs[i].vcn * cluster_bytes, end_byte = first;

        for (end_run = i; end_run < list->n && list->runs[end_run].lcn != RUN_HOLE; end_run++)
            end_byte += list->runs[end_run].nclusters * cluster_bytes;
        end_run += end_run == i;
        if (end_byte > stream->size_bytes)
            end_byte = stream->size_bytes;
        if (end_byte <= first)
            continue;
        if (end_byte - first > left)
            end_byte = first + left;
        left -= end_byte - first;
        status = read_stretch(f, stream, first, end_byte - first, piece);
    }
    return status;
}

static enum status read_stream(struct folding *f, const struct stream *stream)
{
    uint8_t *piece;
    enum status status;

    if (stream->is_resident)
        return fold_bytes(f, stream->resident, 0);
    piece = malloc(PIECE_BYTES);
    if (!piece)
        return STATUS_NO_MEMORY;
    status = read_runs(f, stream, piece);
    free(piece);
    return status;
}

enum status usnjournal_read(const struct volume *volume, const struct index *index,
                            struct usnjournal *journal_ret)
{
    struct usnjournal journal = {0};
    struct folding f = {.journal = &journal};
    struct arena arena = {0};
    struct stream stream;
    uint32_t name;
    enum status status = path_find(index, str_of("\\$Extend\\$UsnJrnl"), NULL, &name, NULL);

    if (status == STATUS_OK)
        status = stream_open(volume, index->files.record[index->names.file[name]], ATTR_DATA, "$J",
                             &arena, &stream);
    journal.is_there = status == STATUS_OK;
    if (status == STATUS_OK)
        status = read_stream(&f, &stream);
    else if (status != STATUS_NO_MEMORY)
        status = STATUS_OK;
    arena_free(&arena);
    status = end(&f, status);
    if (status == STATUS_OK)
        *journal_ret = journal;
    return status;
}

enum status usnjournal_parse(struct bytes bytes, uint64_t offset, struct usnjournal *journal_ret)
{
    struct usnjournal journal = {.is_there = true};
    struct folding f = {.journal = &journal};
    enum status status = end(&f, fold_bytes(&f, bytes, offset));

    if (status == STATUS_OK)
        *journal_ret = journal;
    return status;
}

void usnjournal_free(struct usnjournal *journal)
{
    arena_free(&journal->arena);
    *journal = (struct usnjournal){0};
}
