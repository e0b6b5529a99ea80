/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room for facts, and appending one set to another: ids are shifted by what stands before. */
#include "mft/facts.h"

#include "mft/rows.h"

#include <assert.h>

/* The smallest attributes that give a row: upper bounds for what a chunk can hold. */
enum {
    NAME_ATTRIBUTE_BYTES = ATTR_RESIDENT_HEADER_BYTES + FN_NAME + 2,
    STREAM_ATTRIBUTE_BYTES = ATTR_RESIDENT_HEADER_BYTES + 2,
    FINDINGS_PER_RECORD = 8,
    HELD_PER_RECORD = 3,
};

/* Grows the array at *AT, of *CAPACITY elements of SIZE bytes, to hold N more than USED. */
static enum status reserve(void *at, uint32_t *capacity, uint32_t used, uint32_t n, size_t size,
                           struct arena *arena)
{
    void *array;

    if (n > UINT32_MAX / 2 - used)
        return STATUS_TOO_LARGE;
    if (used + n <= *capacity)
        return STATUS_OK;

    uint32_t wanted = used + n > *capacity / 2 * 3 ? used + n : *capacity / 2 * 3;
    memcpy(&array, at, sizeof array);
    array = arena_grow(arena, array, wanted * size);
    if (!array)
        return STATUS_NO_MEMORY;
    memcpy(at, &array, sizeof array);
    *capacity = wanted;
    return STATUS_OK;
}

/* Room for so many rows of each table, in all tables that are not column by column the same. */
static enum status reserve_held(struct facts *f, uint32_t nholders, uint32_t nnames,
                                uint32_t nstreams, uint32_t nheld)
{
    enum status status = reserve(&f->holders, &f->holders_capacity, f->nholders, nholders,
                                 sizeof *f->holders, &f->arena);

    if (status == STATUS_OK)
        status = rows_reserve_names(&f->held_names, &f->arena, nnames, f->want);
    if (status == STATUS_OK)
        status = reserve(&f->held_ids, &f->held_ids_capacity, f->held_names.n, nnames,
                         sizeof *f->held_ids, &f->arena);
    if (status == STATUS_OK)
        status = rows_reserve_streams(&f->held_streams, &f->arena, nstreams);
    if (status == STATUS_OK)
        status = reserve(&f->held, &f->held_capacity, f->nheld, nheld, sizeof *f->held, &f->arena);
    return status;
}

static enum status reserve_rows(struct facts *f, uint32_t nfiles, uint32_t nnames,
                                uint32_t nstreams, uint32_t nreparse, uint32_t ntext)
{
    enum status status = rows_reserve_files(&f->files, &f->arena, nfiles, f->want);

    if (status == STATUS_OK)
        status = rows_reserve_names(&f->names, &f->arena, nnames, f->want);
    if (status == STATUS_OK)
        status = rows_reserve_streams(&f->streams, &f->arena, nstreams);
    if (status == STATUS_OK)
        status = rows_reserve_reparse(&f->reparse, &f->arena, nreparse);
    if (status == STATUS_OK)
        status = rows_reserve_text(&f->text, &f->arena, ntext);
    return status;
}

enum status facts_reserve(struct facts *facts, uint32_t nrecords, uint32_t record_bytes)
{
    uint32_t nnames = nrecords * (record_bytes / NAME_ATTRIBUTE_BYTES + 1);
    uint32_t nstreams = nrecords * (record_bytes / STREAM_ATTRIBUTE_BYTES + 1);
    /* Two bytes on the disk become at most three; each text has two more for its length. */
    uint32_t ntext =
        nrecords * (record_bytes / 2 * TEXT_BYTES_PER_UNIT_MAX + 2) + 2 * (nnames + nstreams) + 2;
    enum status status = reserve_rows(facts, nrecords, nnames, nstreams, nrecords, ntext);

    if (status == STATUS_OK)
        status = reserve_held(facts, nrecords, nnames, nstreams, nrecords * HELD_PER_RECORD);
    if (status == STATUS_OK)
        status = reserve(&facts->findings, &facts->findings_capacity, facts->nfindings,
                         nrecords * FINDINGS_PER_RECORD, sizeof *facts->findings, &facts->arena);
    return status;
}

void facts_clear(struct facts *facts)
{
    facts->files.n = facts->names.n = facts->streams.n = facts->reparse.n = facts->text.n = 0;
    facts_text_end(facts, 0);
    facts->nholders = facts->held_names.n = facts->held_streams.n = facts->nheld = 0;
    facts->nfindings = 0;
    facts->counts = (struct index_counts){0};
}

void facts_note(struct facts *facts, enum finding_kind kind, uint64_t record, uint32_t at,
                uint64_t detail)
{
    assert(facts->nfindings < facts->findings_capacity);
    facts->findings[facts->nfindings++] =
        (struct finding){.kind = kind, .record = record, .at = at, .detail = detail};
}

enum status facts_note_more(struct facts *facts, enum finding_kind kind, uint64_t record,
                            uint32_t at, uint64_t detail)
{
    enum status status = reserve(&facts->findings, &facts->findings_capacity, facts->nfindings, 1,
                                 sizeof *facts->findings, &facts->arena);

    if (status == STATUS_OK)
        facts_note(facts, kind, record, at, detail);
    return status;
}

/* ---- Appending ---- */

static void shift(uint32_t *column, uint32_t from, uint32_t end, uint32_t by)
{
    for (uint32_t i = from; i < end; i++)
        column[i] += by;
}

/* 0 means none and stays. */
static void shift_some(uint32_t *column, uint32_t from, uint32_t end, uint32_t by)
{
    for (uint32_t i = from; i < end; i++)
        column[i] += column[i] ? by : 0;
}

static void append_names(struct name_rows *to, const struct name_rows *from, uint32_t files_before,
                         uint32_t text_before)
{
    uint32_t n = to->n;

    rows_copy_names(to, n, from, 0, from->n);
    to->n += from->n;
    shift(to->file, n, to->n, files_before);
    shift(to->text, n, to->n, text_before);
    if (to->dos)
        shift_some(to->dos, n, to->n, text_before);
}

static void append_streams(struct stream_rows *to, const struct stream_rows *from,
                           uint32_t files_before, uint32_t text_before)
{
    uint32_t n = to->n;

    rows_copy_streams(to, n, from, 0, from->n);
    to->n += from->n;
    shift(to->file, n, to->n, files_before);
    shift(to->text, n, to->n, text_before);
}

static void append_holders(struct facts *all, const struct facts *chunk)
{
    for (uint32_t i = 0; i < chunk->nholders; i++) {
        struct holder holder = chunk->holders[i];

        holder.first_name += all->held_names.n;
        holder.first_stream += all->held_streams.n;
        holder.first_fact += all->nheld;
        all->holders[all->nholders++] = holder;
    }
}

/* The chunk's ids of owners become those of the whole. */
static enum status append_owners(struct facts *all, const struct facts *chunk,
                                 uint32_t files_before)
{
    for (uint32_t i = files_before; all->files.owner && i < all->files.n; i++)
        if (all->files.owner[i] != 0) {
            struct bytes sid = owners_sid(&chunk->owners, all->files.owner[i]);
            enum status status = owners_add(&all->owners, &all->arena, sid, &all->files.owner[i]);

            if (status != STATUS_OK)
                return status;
        }
    for (uint32_t i = 0; i < chunk->nheld; i++) {
        struct held_fact fact = chunk->held[i];
        uint32_t id = 0;

        if (fact.kind == HELD_OWNER) {
            enum status status = owners_add(&all->owners, &all->arena,
                                            owners_sid(&chunk->owners, (uint32_t)fact.size), &id);

            if (status != STATUS_OK)
                return status;
            fact.size = id;
        }
        all->held[all->nheld++] = fact;
    }
    return STATUS_OK;
}

static void add_counts(struct index_counts *to, const struct index_counts *from)
{
    to->records += from->records;
    to->read += from->read;
    to->bases += from->bases;
    to->extensions += from->extensions;
    to->deleted += from->deleted;
    to->free += from->free;
    to->damaged += from->damaged;
    to->dos_names += from->dos_names;
    usage_add(&to->usage, &from->usage);
    if (from->formatted > to->formatted)
        to->formatted = from->formatted;
}

static void append_rows(struct facts *all, const struct facts *chunk)
{
    uint32_t files = all->files.n, names = all->names.n, text = all->text.n;
    uint32_t reparse = all->reparse.n, held = all->held_names.n;

    rows_copy_files(&all->files, files, &chunk->files, 0, chunk->files.n);
    all->files.n += chunk->files.n;
    shift(all->files.first_name, files, all->files.n, names);
    append_names(&all->names, &chunk->names, files, text);
    append_streams(&all->streams, &chunk->streams, files, text);
    rows_copy_reparse(&all->reparse, reparse, &chunk->reparse, 0, chunk->reparse.n);
    all->reparse.n += chunk->reparse.n;
    shift(all->reparse.file, reparse, all->reparse.n, files);

    append_holders(all, chunk);
    append_names(&all->held_names, &chunk->held_names, 0, text);
    if (chunk->held_names.n > 0)
        memcpy(all->held_ids + held, chunk->held_ids,
               chunk->held_names.n * sizeof *chunk->held_ids);
    append_streams(&all->held_streams, &chunk->held_streams, 0, text);

    memcpy(all->text.at + text, chunk->text.at, chunk->text.n);
    all->text.n += chunk->text.n;
    if (chunk->nfindings > 0)
        memcpy(all->findings + all->nfindings, chunk->findings,
               chunk->nfindings * sizeof *chunk->findings);
    all->nfindings += chunk->nfindings;
    add_counts(&all->counts, &chunk->counts);
}

enum status facts_append(struct facts *all, const struct facts *chunk)
{
    uint32_t files_before = all->files.n;
    enum status status = reserve_rows(all, chunk->files.n, chunk->names.n, chunk->streams.n,
                                      chunk->reparse.n, chunk->text.n);

    if (status == STATUS_OK)
        status = reserve_held(all, chunk->nholders, chunk->held_names.n, chunk->held_streams.n,
                              chunk->nheld);
    if (status == STATUS_OK)
        status = reserve(&all->findings, &all->findings_capacity, all->nfindings, chunk->nfindings,
                         sizeof *all->findings, &all->arena);
    if (status != STATUS_OK)
        return status;
    append_rows(all, chunk);
    return append_owners(all, chunk, files_before);
}

/* ---- DOS names ---- */

/* A file has at most one; a hostile one may have any number, and each search runs over all names.
 */
enum { DOS_NAMES_MATCHED = 16 };

/* The WIN32 name that the DOS name at DOS belongs to, or END. */
static uint32_t partner_of(const struct name_rows *names, uint32_t first, uint32_t end,
                           uint32_t dos)
{
    for (uint32_t i = first; i < end; i++)
        if (names->name_space[i] == NAMESPACE_WIN32 && names->parent[i] == names->parent[dos])
            return i;
    return end;
}

uint32_t facts_fold_dos_names(struct name_rows *names, uint32_t first, uint32_t end,
                              uint32_t *alone_ret)
{
    uint32_t kept = first, alone = 0, ndos = 0;

    for (uint32_t i = first; i < end; i++) {
        if (names->name_space[i] != NAMESPACE_DOS)
            continue;

        uint32_t partner = ndos++ < DOS_NAMES_MATCHED ? partner_of(names, first, end, i) : end;
        alone += partner == end;
        if (names->dos && partner != end)
            names->dos[partner] = names->text[i];
    }
    for (uint32_t i = first; i < end; i++)
        if (names->name_space[i] != NAMESPACE_DOS) {
            if (kept != i)
                rows_copy_names(names, kept, names, i, 1);
            kept++;
        }
    *alone_ret = alone;
    /* Nothing else to know the file by: its DOS names stay. The rows from FIRST on are then
     * unmoved. */
    return kept == first && end > first ? first + 1 : kept;
}
