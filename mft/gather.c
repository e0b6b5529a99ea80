/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function for each type of attribute that says something which the index keeps. */
#include "mft/gather.h"

#include "mft/attribute.h"
#include "mft/security.h"
#include "mft/stream.h"

/* A self-relative descriptor has two ACLs with 16-bit sizes: more is none. */
enum { DESCRIPTOR_BYTES_MAX = 3 * 65536 };

_Static_assert(FINDING_KINDS <= 32, "a bit for each kind");

void gather_note(struct gatherer *g, enum finding_kind kind, uint32_t at, uint64_t detail)
{
    if (g->noted & UINT32_C(1) << kind)
        return;
    g->noted |= UINT32_C(1) << kind;
    g->flags |= FILE_FINDING;
    facts_note(g->facts, kind, g->number, at, detail);
}

static void take_standard_information(struct gatherer *g, const struct attribute *a)
{
    struct file_rows *files = &g->facts->files;
    uint32_t file = g->file;
    const uint8_t *v = a->value.at;

    if (a->is_nonresident || a->value.n < SI_BYTES_OLD) {
        gather_note(g, FINDING_BAD_ATTRIBUTE, a->at, 0);
        return;
    }
    if (file == INDEX_NONE)
        return;
    files->attributes[file] = bytes_u32(v + SI_ATTRIBUTES);
    if (files->times)
        for (unsigned i = 0; i < TIMES; i++)
            files->times[file * (size_t)TIMES + i] =
                bytes_u64(v + SI_CREATED + sizeof(uint64_t) * i);
    if (a->value.n < SI_BYTES)
        return;
    if (files->security_id)
        files->security_id[file] = bytes_u32(v + SI_SECURITY_ID);
    if (files->usn)
        files->usn[file] = bytes_u64(v + SI_USN);
}

/* 1 to 255 units that lie inside the value. */
static bool is_possible_name(const struct attribute *a)
{
    return !a->is_nonresident && a->value.n >= FN_NAME + 2 && a->value.at[FN_NAME_UNITS] > 0 &&
           a->value.n >= FN_NAME + 2 * (size_t)a->value.at[FN_NAME_UNITS];
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Is one of the eight bytes 0? */
static bool has_zero_byte(uint64_t eight)
{
    return (eight - EACH_BYTE) & ~eight & 0x80 * EACH_BYTE;
}

/* No driver writes NUL or a slash into a name. Eight bytes at a time: this looks at every name. */
static bool has_impossible_byte(const char *text, size_t n)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint64_t eight = bytes_u64((const uint8_t *)text + i);

        if (has_zero_byte(eight) || has_zero_byte(eight ^ '/' * EACH_BYTE))
            return true;
    }
    for (; i < n; i++)
        if (text[i] == '/' || text[i] == '\0')
            return true;
    return false;
}

static void put_name(struct gatherer *g, struct name_rows *names, const uint8_t *v)
{
    uint32_t row = names->n++;
    char *text = facts_text_begin(g->facts);
    size_t n = text_from_utf16(v + FN_NAME, v[FN_NAME_UNITS], text);

    if (has_impossible_byte(text, n))
        gather_note(g, FINDING_BAD_NAME, 0, 0);
    names->file[row] = g->file;
    names->parent[row] = bytes_u64(v + FN_PARENT);
    names->text[row] = facts_text_end(g->facts, n);
    names->name_space[row] =
        v[FN_NAMESPACE] <= NAMESPACE_WIN32_DOS ? v[FN_NAMESPACE] : NAMESPACE_POSIX;
    if (names->dos)
        names->dos[row] = 0;
    if (names->times)
        for (unsigned i = 0; i < TIMES; i++)
            names->times[row * (size_t)TIMES + i] =
                bytes_u64(v + FN_CREATED + sizeof(uint64_t) * i);
}

static void take_file_name(struct gatherer *g, const struct attribute *a)
{
    g->nnames++;
    if (!is_possible_name(a)) {
        gather_note(g, FINDING_BAD_NAME, a->at, 0);
        return;
    }
    if (bytes_u32(a->value.at + FN_ATTRIBUTES) & FILE_ATTRIBUTE_REPARSE_POINT)
        g->fn_tag = bytes_u32(a->value.at + FN_REPARSE_TAG);
    if (g->is_held) {
        g->facts->held_ids[g->facts->held_names.n] = a->id;
        put_name(g, &g->facts->held_names, a->value.at);
    } else {
        g->ndos += a->value.at[FN_NAMESPACE] == NAMESPACE_DOS;
        put_name(g, &g->facts->names, a->value.at);
    }
}

/* An extension's fact about its file; of each kind the first counts. */
static void hold(struct gatherer *g, struct held_fact fact)
{
    if (g->held & 1U << fact.kind)
        return;
    g->held |= 1U << fact.kind;
    g->facts->held[g->facts->nheld++] = fact;
}

static uint16_t data_flags(const struct attribute *a)
{
    return (uint16_t)(FILE_HAS_DATA | (a->is_nonresident ? 0 : FILE_RESIDENT) |
                      (a->flags & ATTR_SPARSE ? FILE_SPARSE : 0) |
                      (a->flags & ATTR_COMPRESSED ? FILE_COMPRESSED : 0) |
                      (a->flags & ATTR_ENCRYPTED ? FILE_ENCRYPTED : 0));
}

static void take_unnamed_data(struct gatherer *g, const struct attribute *a)
{
    struct file_rows *files = &g->facts->files;

    if (g->file == INDEX_NONE) {
        hold(g, (struct held_fact){.kind = HELD_DATA,
                                   .size = attribute_data_size(a),
                                   .allocated = attribute_allocated(a),
                                   .flags = data_flags(a)});
        return;
    }
    if (g->flags & (FILE_DIRECTORY | FILE_HAS_DATA))
        return;
    files->size[g->file] = attribute_data_size(a);
    files->allocated[g->file] = attribute_allocated(a);
    g->flags = (uint16_t)((g->flags & ~FILE_RESIDENT) | data_flags(a));
}

/* Of the file that the record belongs to. */
static uint64_t base_number(const struct gatherer *g)
{
    uint64_t base = record_base(g->record);

    return base ? reference_record(base) : g->number;
}

/* $BadClus:$Bad is as long as the volume, and all hole: its bad clusters are what it has. */
static bool is_bad_clusters(const struct gatherer *g, const struct attribute *a)
{
    return base_number(g) == RECORD_BADCLUS && a->is_nonresident && attribute_is_named(a, "$Bad");
}

/* Bytes of a cluster. A bare $MFT does not know; what A is said to be allocated tells. */
static uint64_t cluster_bytes(const struct gatherer *g, const struct attribute *a)
{
    const uint8_t *p = a->record + a->at;
    uint64_t highest = bytes_u64(p + ATTR_HIGHEST_VCN);

    if (!g->volume->is_dump)
        return g->volume->geometry.cluster_bytes;
    return highest < UINT64_MAX ? bytes_u64(p + ATTR_ALLOCATED) / (highest + 1) : 0;
}

/* UINT64_MAX for more than can be. */
static uint64_t occupied_bytes(const struct gatherer *g, const struct attribute *a)
{
    uint64_t each = cluster_bytes(g, a), n = runlist_allocated(a->value);

    return each != 0 && n > INT64_MAX / each ? UINT64_MAX : n * each;
}

static void take_stream(struct gatherer *g, const struct attribute *a, uint64_t size,
                        uint64_t allocated)
{
    struct stream_rows *rows = g->file == INDEX_NONE ? &g->facts->held_streams : &g->facts->streams;
    uint32_t row = rows->n++;
    size_t n = text_from_utf16(a->name, a->name_units, facts_text_begin(g->facts));

    rows->file[row] = g->file;
    rows->text[row] = facts_text_end(g->facts, n);
    rows->size[row] = size;
    rows->allocated[row] = allocated;
    g->flags |= FILE_STREAMS;
}

static void take_data(struct gatherer *g, const struct attribute *a)
{
    uint64_t size, allocated;

    if (attribute_lowest_vcn(a) != 0)
        return; /* no first extent: it has no sizes */
    size = attribute_data_size(a);
    allocated = attribute_allocated(a);
    if (a->name_units != 0 && is_bad_clusters(g, a))
        size = allocated = occupied_bytes(g, a);
    if (size > INT64_MAX || allocated > INT64_MAX)
        gather_note(g, FINDING_BAD_ATTRIBUTE, a->at, 0);
    else if (a->name_units == 0)
        take_unnamed_data(g, a);
    else
        take_stream(g, a, size, allocated);
}

/* The tag of a reparse point that lies in clusters: read where that is possible, else as the name
 * claims. */
static uint32_t read_tag(struct gatherer *g, const struct attribute *a)
{
    uint8_t tag[4];
    struct arena arena = {0};
    struct stream stream;
    size_t got = 0;
    enum status status = stream_open_attribute(g->volume, a, &arena, &stream);

    if (status == STATUS_OK)
        status = stream_read(&stream, 0, tag, sizeof tag, &got);
    arena_free(&arena);
    if (status == STATUS_NO_MEMORY)
        g->status = status;
    return status == STATUS_OK && got == sizeof tag ? bytes_u32(tag) : g->fn_tag;
}

static void take_reparse(struct gatherer *g, const struct attribute *a)
{
    struct reparse_rows *rows = &g->facts->reparse;
    uint32_t tag;

    if (attribute_lowest_vcn(a) != 0)
        return;
    if (!a->is_nonresident && a->value.n < 4) {
        gather_note(g, FINDING_BAD_ATTRIBUTE, a->at, 0);
        return;
    }
    tag = a->is_nonresident ? read_tag(g, a) : bytes_u32(a->value.at);
    if (g->file == INDEX_NONE) {
        hold(g, (struct held_fact){.kind = HELD_REPARSE, .size = tag});
    } else if (!(g->flags & FILE_REPARSE)) {
        rows->file[rows->n] = g->file;
        rows->tag[rows->n++] = tag;
        g->flags |= FILE_REPARSE;
    }
}

/* The descriptor's bytes: in the record, or in clusters where the record was full. */
static enum status load_descriptor(const struct gatherer *g, const struct attribute *a,
                                   struct arena *arena, struct bytes *bytes_ret)
{
    struct stream stream;
    enum status status;

    if (!a->is_nonresident) {
        *bytes_ret = a->value;
        return STATUS_OK;
    }
    status = stream_open_attribute(g->volume, a, arena, &stream);
    return status == STATUS_OK ? stream_load(&stream, DESCRIPTOR_BYTES_MAX, arena, bytes_ret)
                               : status;
}

static void take_owner(struct gatherer *g, struct bytes sid)
{
    struct facts *facts = g->facts;
    uint32_t id;

    if (sid.n == 0 || g->status != STATUS_OK)
        return;
    g->status = owners_add(&facts->owners, &facts->arena, sid, &id);
    if (g->status != STATUS_OK)
        return;
    if (g->file == INDEX_NONE)
        hold(g, (struct held_fact){.kind = HELD_OWNER, .size = id});
    else
        facts->files.owner[g->file] = id;
}

/* A file has one; of more, which only a hostile record has, no other is read. */
static void take_security_descriptor(struct gatherer *g, const struct attribute *a)
{
    struct arena arena = {0};
    struct bytes descriptor = {0};
    enum status status;

    if (!g->facts->files.owner || g->has_descriptor || attribute_lowest_vcn(a) != 0)
        return;
    g->has_descriptor = true;
    status = load_descriptor(g, a, &arena, &descriptor);
    if (status == STATUS_OK)
        take_owner(g, security_descriptor_owner(descriptor));
    else if (status == STATUS_NO_MEMORY)
        g->status = status;
    arena_free(&arena);
}

static void take_attribute(struct gatherer *g, const struct attribute *a)
{
    switch (a->type) {
    case ATTR_STANDARD_INFORMATION:
        take_standard_information(g, a);
        break;
    case ATTR_FILE_NAME:
        take_file_name(g, a);
        break;
    case ATTR_SECURITY_DESCRIPTOR:
        take_security_descriptor(g, a);
        break;
    case ATTR_DATA:
        take_data(g, a);
        break;
    case ATTR_REPARSE_POINT:
        take_reparse(g, a);
        break;
    default: /* types are the disk's numbers, not an enum: all others say nothing that is kept */
        break;
    }
}

void gather_hold(struct gatherer *g, uint64_t base, bool is_deleted)
{
    g->is_held = true;
    g->facts->holders[g->facts->nholders++] = (struct holder){
        .base = base,
        .record = g->number,
        .sequence = record_sequence(g->record),
        .first_name = g->facts->held_names.n,
        .first_stream = g->facts->held_streams.n,
        .first_fact = g->facts->nheld,
        .is_base = g->file != INDEX_NONE,
        .is_deleted = is_deleted,
    };
}

void gather_attributes(struct gatherer *g, bool is_deleted)
{
    struct attribute a;
    enum status status;

    attribute_first(g->record, &a);
    while ((status = attribute_next(&a)) == STATUS_OK) {
        if (a.is_nonresident && !is_deleted && g->facts->want & WANT_USAGE)
            usage_count(&g->facts->counts.usage, base_number(g), &a);
        if (a.type != ATTR_LIST) {
            take_attribute(g, &a);
        } else if (g->file != INDEX_NONE && !g->is_held) {
            g->flags |= FILE_LIST;
            gather_hold(g, reference_of(g->number, record_sequence(g->record)), is_deleted);
        }
    }
    if (status == STATUS_DAMAGED)
        gather_note(g, FINDING_BAD_ATTRIBUTE, a.at, 0);
}
