/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the extents of an attribute and reading through their runs.
 *
 * Without an attribute list the base record holds all of the attribute. With one, only the list
 * counts: its entries of that type and name, put in order of their lowest VCN, must follow each
 * other without a gap.
 */
#include "mft/stream.h"

#include <stdlib.h>

#include "mft/attrlist.h"

/* What belongs to opening one attribute. */
struct opening {
    const struct volume *volume;
    struct arena *arena;
    uint64_t base; /* record number of the file */
    uint16_t base_sequence;
    uint32_t type;
    const char *name;
    uint8_t *record;        /* the record read last */
    uint64_t record_number; /* its number */
    struct stream stream;
};

static enum status take_first(const struct attribute *a, struct stream *stream)
{
    if (attribute_lowest_vcn(a) != 0)
        return STATUS_DAMAGED; /* it has no sizes */
    stream->size_bytes = attribute_data_size(a);
    stream->initialized_bytes = attribute_initialized(a);
    stream->allocated_bytes = attribute_allocated(a);
    stream->flags = a->flags;
    stream->is_resident = !a->is_nonresident;
    if (stream->is_resident) {
        stream->resident = a->value;
        return STATUS_OK;
    }
    if (stream->volume->is_dump)
        return STATUS_TRUNCATED;
    if (stream->size_bytes > INT64_MAX || stream->initialized_bytes > stream->size_bytes ||
        (stream->flags & (ATTR_COMPRESSED | ATTR_ENCRYPTED)))
        return STATUS_DAMAGED;
    return STATUS_OK;
}

/* Appends one extent, which must begin where the ones before it end. */
static enum status take_extent(const struct attribute *a, struct arena *arena,
                               struct stream *stream)
{
    uint64_t highest = bytes_u64(a->record + a->at + ATTR_HIGHEST_VCN);
    enum status status;

    if (!a->is_nonresident || attribute_lowest_vcn(a) != runlist_end(&stream->runs))
        return STATUS_DAMAGED;
    status = runlist_append(&stream->runs, arena, a->value, stream->volume->geometry.nclusters);
    if (status == STATUS_OK && runlist_end(&stream->runs) != highest + 1)
        status = STATUS_DAMAGED;
    return status;
}

enum status stream_open_attribute(const struct volume *volume, const struct attribute *a,
                                  struct arena *arena, struct stream *stream_ret)
{
    struct stream stream = {.volume = volume};
    enum status status = take_first(a, &stream);

    if (status == STATUS_OK && !stream.is_resident)
        status = take_extent(a, arena, &stream);
    if (status == STATUS_OK)
        *stream_ret = stream;
    else
        arena_drop(arena, stream.runs.runs);
    return status;
}

/* Reads record NUMBER into opening.record. */
static enum status read_record(struct opening *o, uint64_t number)
{
    enum record_state state;

    if (number == o->record_number)
        return STATUS_OK;
    o->record_number = UINT64_MAX;

    enum status status = volume_read_record(o->volume, number, o->record, &state);
    if (status != STATUS_OK)
        return status;
    if (state == RECORD_FREE)
        return STATUS_NOT_FOUND;
    if (state != RECORD_USED)
        return STATUS_DAMAGED;
    o->record_number = number;
    return STATUS_OK;
}

/* May the record in hand, read because the list gives REFERENCE, hold attributes of the file? */
static bool is_of_file(const struct opening *o, uint64_t reference)
{
    uint64_t base = record_base(o->record);

    if (record_sequence(o->record) != reference_sequence(reference))
        return false;
    if (reference_record(reference) == o->base)
        return base == 0;
    return base == reference_of(o->base, o->base_sequence);
}

static enum status find_in_record(const struct opening *o, const struct attrlist_entry *entry,
                                  struct attribute *a_ret)
{
    struct attribute a;
    enum status status;

    attribute_first(o->record, &a);
    while ((status = attribute_next(&a)) == STATUS_OK)
        if (a.type == o->type && a.id == entry->id &&
            attribute_lowest_vcn(&a) == entry->lowest_vcn && attribute_is_named(&a, o->name)) {
            *a_ret = a;
            return STATUS_OK;
        }
    return status;
}

/* Takes what one entry of the list names; FIRST of the attribute or a later extent. */
static enum status take_entry(struct opening *o, const struct attrlist_entry *entry, bool first)
{
    struct attribute a;
    enum status status = read_record(o, reference_record(entry->reference));

    if (status == STATUS_OK)
        status = is_of_file(o, entry->reference) ? find_in_record(o, entry, &a) : STATUS_DAMAGED;
    if (status == STATUS_NOT_FOUND)
        return STATUS_DAMAGED; /* the list promised it */
    if (status == STATUS_OK && first)
        status = take_first(&a, &o->stream);
    if (status == STATUS_OK && !o->stream.is_resident)
        status = take_extent(&a, o->arena, &o->stream);
    if (status == STATUS_OK && first && o->stream.is_resident) {
        /* The record's buffer is used again for the next one. */
        uint8_t *copy = arena_alloc(o->arena, a.value.n);

        if (!copy)
            return STATUS_NO_MEMORY;
        memcpy(copy, a.value.at, a.value.n);
        o->stream.resident.at = copy;
    }
    return status;
}

static bool is_wanted(const struct opening *o, const struct attrlist_entry *entry)
{
    size_t n = strlen(o->name);

    if (entry->type != o->type || entry->name_units != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (bytes_u16(entry->name + 2 * i) != (unsigned char)o->name[i])
            return false;
    return true;
}

static int by_vcn(const void *a, const void *b)
{
    uint64_t left = ((const struct attrlist_entry *)a)->lowest_vcn;
    uint64_t right = ((const struct attrlist_entry *)b)->lowest_vcn;

    return (left > right) - (left < right);
}

/* Collects the list's entries for the attribute, ascending by VCN. */
static enum status collect(const struct opening *o, struct bytes list,
                           struct attrlist_entry **entries_ret, size_t *n_ret)
{
    size_t capacity = list.n / LIST_ENTRY_BYTES_MIN + 1, n = 0;
    struct attrlist_entry *entries = arena_array(o->arena, capacity, sizeof *entries);
    enum status status;

    if (!entries)
        return STATUS_NO_MEMORY;
    for (size_t at = 0; (status = attrlist_next(list, &at, &entries[n])) == STATUS_OK;)
        if (is_wanted(o, &entries[n]))
            n++;
    if (status != STATUS_NOT_FOUND)
        return status;
    if (n == 0)
        return STATUS_NOT_FOUND;
    qsort(entries, n, sizeof *entries, by_vcn);
    *entries_ret = entries;
    *n_ret = n;
    return STATUS_OK;
}

static enum status open_by_list(struct opening *o, struct bytes list)
{
    struct attrlist_entry *entries = NULL;
    size_t n = 0;
    enum status status = collect(o, list, &entries, &n);

    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status =
            i > 0 && o->stream.is_resident ? STATUS_DAMAGED : take_entry(o, &entries[i], i == 0);
    return status;
}

static enum status open_in_base(struct opening *o)
{
    struct attribute a;
    enum status status = attribute_find(o->record, o->type, o->name, &a);

    return status == STATUS_OK ? stream_open_attribute(o->volume, &a, o->arena, &o->stream)
                               : status;
}

enum status stream_open(const struct volume *volume, uint64_t number, uint32_t type,
                        const char *name, struct arena *arena, struct stream *stream_ret)
{
    struct opening o = {
        .volume = volume,
        .arena = arena,
        .base = number,
        .type = type,
        .name = name,
        .record = arena_alloc(arena, volume->geometry.record_bytes),
        .record_number = UINT64_MAX,
        .stream = {.volume = volume},
    };
    struct bytes list;

    if (!o.record)
        return STATUS_NO_MEMORY;

    enum status status = read_record(&o, number);
    if (status != STATUS_OK)
        return status;
    if (record_base(o.record) != 0)
        return STATUS_NOT_FOUND;
    o.base_sequence = record_sequence(o.record);
    status = attrlist_load(volume, o.record, arena, &list);
    if (status == STATUS_OK)
        status = open_by_list(&o, list);
    else if (status == STATUS_NOT_FOUND)
        status = open_in_base(&o);
    if (status == STATUS_OK)
        *stream_ret = o.stream;
    else
        arena_drop(arena, o.stream.runs.runs);
    return status;
}

/* Reads up to N bytes at OFFSET, at most to the end of the run that holds it. */
static enum status read_in_run(const struct stream *stream, uint64_t offset, uint8_t *buffer,
                               size_t n, size_t *got_ret)
{
    uint64_t cluster_bytes = stream->volume->geometry.cluster_bytes;
    uint64_t vcn = offset / cluster_bytes, in_cluster = offset % cluster_bytes;
    const struct run *run = runlist_find(&stream->runs, vcn);

    if (!run)
        return STATUS_DAMAGED;

    uint64_t nclusters = run->nclusters - (vcn - run->vcn);
    if (nclusters <= n / cluster_bytes + 1 && n > nclusters * cluster_bytes - in_cluster)
        n = (size_t)(nclusters * cluster_bytes - in_cluster);
    *got_ret = n;
    if (run->lcn == RUN_HOLE) {
        memset(buffer, 0, n);
        return STATUS_OK;
    }
    return source_read_all(stream->volume->source,
                           (run->lcn + (vcn - run->vcn)) * cluster_bytes + in_cluster, buffer, n);
}

enum status stream_read(const struct stream *stream, uint64_t offset, void *buffer, size_t n,
                        size_t *got_ret)
{
    uint8_t *at = buffer;
    size_t done = 0;

    if (offset >= stream->size_bytes) {
        *got_ret = 0;
        return STATUS_OK;
    }
    if (n > stream->size_bytes - offset)
        n = (size_t)(stream->size_bytes - offset);
    if (stream->is_resident) {
        memcpy(at, stream->resident.at + offset, n);
        done = n;
    }
    while (done < n) {
        uint64_t from = offset + done;
        size_t got = n - done;

        if (from >= stream->initialized_bytes) {
            memset(at + done, 0, got);
        } else {
            if (got > stream->initialized_bytes - from)
                got = (size_t)(stream->initialized_bytes - from);

            enum status status = read_in_run(stream, from, at + done, got, &got);
            if (status != STATUS_OK)
                return status;
        }
        done += got;
    }
    *got_ret = n;
    return STATUS_OK;
}

enum status stream_load(const struct stream *stream, uint64_t limit, struct arena *arena,
                        struct bytes *bytes_ret)
{
    uint64_t size = stream->size_bytes;

    if (size > limit || size > stream->volume->source->size_bytes || size > SIZE_MAX)
        return STATUS_TOO_LARGE;

    uint8_t *at = arena_alloc(arena, (size_t)size);
    size_t got = 0;
    if (!at)
        return STATUS_NO_MEMORY;

    enum status status = stream_read(stream, 0, at, (size_t)size, &got);
    if (status == STATUS_OK)
        *bytes_ret = (struct bytes){at, got};
    return status;
}
