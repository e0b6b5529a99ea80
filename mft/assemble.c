/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holders are resolved to the rows of their base records and sorted, so that each file's stand
 * together, its base record first. Each such group gives names, streams and facts in that order;
 * the new rows are then merged into those of the other files.
 */
#include "mft/assemble.h"

#include "mft/listing.h"
#include "mft/rows.h"

#include <stdlib.h>

/* A holder that has found its file; sorting the keys sorts by file, base record before extensions,
 * then record. */
#define KEY_EXTENSION (UINT64_C(1) << 31)

enum { LISTS_SLACK_BYTES = 16 * 1024 * 1024 }; /* for small sources with damaged lists */

struct assembly {
    const struct volume *volume;
    struct facts *facts;
    struct index *index;
    uint64_t *keys; /* file << 32, KEY_EXTENSION, number of the holder */
    uint32_t nkeys;
    struct name_rows names; /* of all groups so far */
    struct stream_rows streams;
    struct reparse_rows reparse;
    uint64_t list_bytes; /* of the attribute lists read so far */
    struct arena arena;
};

static const struct holder *holder_of(const struct assembly *as, uint64_t key)
{
    return &as->facts->holders[key & (KEY_EXTENSION - 1)];
}

/* ---- Which file does a holder belong to? ---- */

/* Deleting a file counts its base record's sequence number up; its extensions still carry the old
 * one. */
static bool may_be_deleted_extension(const struct file_rows *files, uint32_t file,
                                     uint16_t sequence)
{
    return !(files->flags[file] & FILE_IN_USE) && files->flags[file] & FILE_LIST &&
           (files->sequence[file] == sequence || files->sequence[file] == (uint16_t)(sequence + 1));
}

static enum status reject(struct assembly *as, const struct holder *h, enum finding_kind kind)
{
    return facts_note_more(as->facts, kind, h->record, 0, h->base);
}

/* *FILE_RET is INDEX_NONE for a holder that belongs to no file; that is a finding. */
static enum status resolve(struct assembly *as, const struct holder *h, uint32_t *file_ret)
{
    const struct file_rows *files = &as->index->files;
    uint32_t file = index_find(as->index, reference_record(h->base));
    uint16_t sequence = reference_sequence(h->base);

    *file_ret = INDEX_NONE;
    if (h->is_base) {
        *file_ret = file;
        return STATUS_OK;
    }
    if (h->is_deleted) {
        if (file != INDEX_NONE && may_be_deleted_extension(files, file, sequence))
            *file_ret = file;
        return STATUS_OK;
    }
    if (file == INDEX_NONE || !(files->flags[file] & FILE_IN_USE))
        return reject(as, h, FINDING_EXTENSION_ORPHAN);
    if (files->sequence[file] != sequence)
        return reject(as, h, FINDING_EXTENSION_STALE);
    if (!(files->flags[file] & FILE_LIST))
        return reject(as, h, FINDING_EXTENSION_UNLISTED);
    *file_ret = file;
    return STATUS_OK;
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t left, right;

    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

static enum status sort_holders(struct assembly *as)
{
    uint32_t n = as->facts->nholders;

    if (n >= KEY_EXTENSION)
        return STATUS_TOO_LARGE;
    as->keys = arena_grow(&as->arena, NULL, n * sizeof *as->keys + 1);
    if (!as->keys)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        const struct holder *h = &as->facts->holders[i];
        uint32_t file;
        enum status status = resolve(as, h, &file);

        if (status != STATUS_OK)
            return status;
        if (file != INDEX_NONE)
            as->keys[as->nkeys++] = (uint64_t)file << 32 | (h->is_base ? 0 : KEY_EXTENSION) | i;
    }
    qsort(as->keys, as->nkeys, sizeof *as->keys, compare_keys);
    return STATUS_OK;
}

/* ---- What a holder holds ---- */

struct range {
    uint32_t first, end;
};

static struct range names_of(const struct facts *f, const struct holder *h)
{
    const struct holder *next = h + 1;
    bool is_last = next == f->holders + f->nholders;

    return (struct range){h->first_name, is_last ? f->held_names.n : next->first_name};
}

static struct range streams_of(const struct facts *f, const struct holder *h)
{
    const struct holder *next = h + 1;
    bool is_last = next == f->holders + f->nholders;

    return (struct range){h->first_stream, is_last ? f->held_streams.n : next->first_stream};
}

static struct range held_of(const struct facts *f, const struct holder *h)
{
    const struct holder *next = h + 1;
    bool is_last = next == f->holders + f->nholders;

    return (struct range){h->first_fact, is_last ? f->nheld : next->first_fact};
}

/* ---- One file ---- */

static bool lists_holder(const struct listing *l, const struct holder *h)
{
    return !l->is_known || h->is_base ||
           listing_has_record(l, reference_of(h->record, h->sequence));
}

static bool lists_name(const struct listing *l, const struct holder *h, uint16_t id)
{
    return !l->is_known || listing_has_name(l, h->record, id);
}

static uint32_t count_names(const struct assembly *as, const uint64_t *keys, uint32_t n)
{
    uint32_t names = 0;

    for (uint32_t i = 0; i < n; i++) {
        struct range r = names_of(as->facts, holder_of(as, keys[i]));

        names += r.end - r.first;
    }
    return names;
}

static enum status add_names(struct assembly *as, uint32_t file, const struct holder *h,
                             const struct listing *listing)
{
    struct range r = names_of(as->facts, h);
    enum status status =
        rows_reserve_names(&as->names, &as->arena, r.end - r.first, as->facts->want);

    if (status != STATUS_OK)
        return status;
    for (uint32_t i = r.first; i < r.end; i++)
        if (lists_name(listing, h, as->facts->held_ids[i])) {
            rows_copy_names(&as->names, as->names.n, &as->facts->held_names, i, 1);
            as->names.file[as->names.n++] = file;
        }
    return STATUS_OK;
}

static enum status add_streams(struct assembly *as, uint32_t file, const struct holder *h)
{
    struct range r = streams_of(as->facts, h);
    enum status status = rows_reserve_streams(&as->streams, &as->arena, r.end - r.first);

    if (status != STATUS_OK)
        return status;
    for (uint32_t i = r.first; i < r.end; i++) {
        rows_copy_streams(&as->streams, as->streams.n, &as->facts->held_streams, i, 1);
        as->streams.file[as->streams.n++] = file;
        as->index->files.flags[file] |= FILE_STREAMS;
    }
    return STATUS_OK;
}

static void set_data(struct file_rows *files, uint32_t file, const struct held_fact *data)
{
    if (files->flags[file] & (FILE_DIRECTORY | FILE_HAS_DATA))
        return;
    files->size[file] = data->size;
    files->allocated[file] = data->allocated;
    files->flags[file] = (uint16_t)((files->flags[file] & ~FILE_RESIDENT) | data->flags);
}

static enum status set_reparse(struct assembly *as, uint32_t file, uint32_t tag)
{
    enum status status;

    if (as->index->files.flags[file] & FILE_REPARSE)
        return STATUS_OK;
    status = rows_reserve_reparse(&as->reparse, &as->arena, 1);
    if (status != STATUS_OK)
        return status;
    as->reparse.file[as->reparse.n] = file;
    as->reparse.tag[as->reparse.n++] = tag;
    as->index->files.flags[file] |= FILE_REPARSE;
    return STATUS_OK;
}

static enum status add_facts(struct assembly *as, uint32_t file, const struct holder *h)
{
    struct file_rows *files = &as->index->files;
    struct range r = held_of(as->facts, h);
    enum status status = STATUS_OK;

    for (uint32_t i = r.first; i < r.end && status == STATUS_OK; i++) {
        const struct held_fact *fact = &as->facts->held[i];

        switch (fact->kind) {
        case HELD_DATA:
            set_data(files, file, fact);
            break;
        case HELD_REPARSE:
            status = set_reparse(as, file, (uint32_t)fact->size);
            break;
        case HELD_OWNER:
            if (files->owner[file] == 0)
                files->owner[file] = (uint32_t)fact->size;
            break;
        }
    }
    return status;
}

static enum status add_holder(struct assembly *as, uint32_t file, const struct holder *h,
                              const struct listing *listing)
{
    enum status status;

    if (!lists_holder(listing, h))
        return reject(as, h, FINDING_EXTENSION_UNLISTED);
    status = add_names(as, file, h, listing);
    if (status == STATUS_OK)
        status = add_streams(as, file, h);
    if (status == STATUS_OK)
        status = add_facts(as, file, h);
    return status;
}

/* Folds DOS names and says what is odd about the names of FILE, the last in the table from FIRST
 * on. */
static enum status finish_names(struct assembly *as, uint32_t file, uint32_t first)
{
    uint32_t found = as->names.n - first, alone;
    uint16_t flags = as->index->files.flags[file];
    uint64_t record = as->index->files.record[file];
    enum status status = STATUS_OK;

    as->names.n = facts_fold_dos_names(&as->names, first, as->names.n, &alone);
    as->facts->counts.dos_names += found - (as->names.n - first);
    if (!(flags & FILE_IN_USE))
        return STATUS_OK;
    if (found != as->index->files.header_links[file])
        status = facts_note_more(as->facts, FINDING_LINK_COUNT, record, RECORD_LINK_COUNT, found);
    if (status == STATUS_OK && found == 0)
        status = facts_note_more(as->facts, FINDING_NO_NAME, record, 0, 0);
    if (status == STATUS_OK && alone > 0)
        status = facts_note_more(as->facts, FINDING_DOS_NAME_ALONE, record, 0, 0);
    if (status == STATUS_OK && flags & FILE_DIRECTORY && as->names.n - first > 1)
        status =
            facts_note_more(as->facts, FINDING_DIRECTORY_NAMES, record, 0, as->names.n - first);
    return status;
}

/*
 * The list is wanted only where the names found are not as many as the header says. Lists that are
 * together larger than the source share clusters: no driver writes that, and each of a million such
 * files could cost a quarter of a MiB.
 */
static enum status consult_list(struct assembly *as, uint32_t file, uint32_t nnames,
                                struct arena *arena, struct listing *listing)
{
    const struct file_rows *files = &as->index->files;
    enum status status;

    if (!(files->flags[file] & FILE_IN_USE) || nnames == files->header_links[file])
        return STATUS_OK;
    status = as->list_bytes <= as->volume->source->size_bytes + LISTS_SLACK_BYTES
                 ? listing_load(as->volume, files->record[file], arena, listing)
                 : STATUS_TOO_LARGE;
    as->list_bytes += status == STATUS_DAMAGED ? LIST_BYTES_MAX : listing->nbytes;
    if (status == STATUS_OK || status == STATUS_NO_MEMORY)
        return status;
    return facts_note_more(as->facts, FINDING_LIST_UNREADABLE, files->record[file], 0, 0);
}

static enum status assemble_file(struct assembly *as, const uint64_t *keys, uint32_t n)
{
    uint32_t file = (uint32_t)(keys[0] >> 32), first = as->names.n;
    struct listing listing = {0};
    struct arena arena = {0};
    enum status status = consult_list(as, file, count_names(as, keys, n), &arena, &listing);

    for (uint32_t i = 0; i < n && status == STATUS_OK; i++)
        status = add_holder(as, file, holder_of(as, keys[i]), &listing);
    if (status == STATUS_OK)
        status = finish_names(as, file, first);
    arena_free(&arena);
    return status;
}

static enum status assemble_files(struct assembly *as)
{
    uint32_t end;

    for (uint32_t first = 0; first < as->nkeys; first = end) {
        enum status status;

        for (end = first + 1; end < as->nkeys && as->keys[end] >> 32 == as->keys[first] >> 32;)
            end++;
        status = assemble_file(as, as->keys + first, end - first);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- All files ---- */

/* Where each file's names begin, once those of the assembled files stand between the others. */
static void shift_first_names(struct file_rows *files, const struct name_rows *merged)
{
    uint32_t before = 0;

    if (merged->n == 0)
        return;
    for (uint32_t file = merged->file[0]; file < files->n; file++) {
        files->first_name[file] += before;
        while (before < merged->n && merged->file[before] == file)
            before++;
    }
}

static enum status merge(struct assembly *as)
{
    struct index *index = as->index;
    enum status status =
        rows_merge_names(&index->names, &as->names, &as->facts->arena, as->facts->want);

    if (status == STATUS_OK)
        status = rows_merge_streams(&index->streams, &as->streams, &as->facts->arena);
    if (status == STATUS_OK)
        status = rows_merge_reparse(&index->reparse, &as->reparse, &as->facts->arena);
    if (status == STATUS_OK)
        shift_first_names(&index->files, &as->names);
    return status;
}

enum status assemble(const struct volume *volume, struct facts *facts, struct index *index)
{
    struct assembly as = {.volume = volume, .facts = facts, .index = index};
    enum status status;

    if (facts->nholders == 0)
        return STATUS_OK;
    status = sort_holders(&as);
    if (status == STATUS_OK)
        status = assemble_files(&as);
    if (status == STATUS_OK)
        status = merge(&as);
    arena_free(&as.arena);
    return status;
}
